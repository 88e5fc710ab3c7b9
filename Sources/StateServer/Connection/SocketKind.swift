import StateProtocol

/// Which of the two sockets a client is on; each has a table of methods of its own.
enum SocketKind: Sendable {
    case state
    case control

    /// The name in messages.
    var name: String {
        switch self {
        case .state: "state.sock"
        case .control: "control.sock"
        }
    }

    /// The methods there are.
    var methods: [String] {
        switch self {
        case .state: StateMethod.allCases.map(\.rawValue) + [RecordMethod.status.rawValue]
        case .control:
            ControlMethod.allCases.map(\.rawValue) + DatabaseMethod.allCases.map(\.rawValue)
                + RecordMethod.allCases.map(\.rawValue)
        }
    }

    /// The error for a method that this socket does not have.
    func methodNotFound(_ method: String) -> RPCError {
        let other: SocketKind = self == .state ? .control : .state
        let hint: String
        if other.methods.contains(method) {
            hint = "it is on \(other.name)"
        } else if let known = NearestName.find(method, in: methods) {
            hint = "did you mean \(known)?"
        } else {
            hint = "known: " + methods.joined(separator: ", ")
        }
        let shown = NearestName.shortened(method)
        return RPCError(
            RPCError.methodNotFound,
            "method not found: \(name) has no \(shown); \(hint)"
        )
    }
}
