import PlantModel
import StateProtocol

/// The methods of the plant's control socket.
enum ControlMethod: String, CaseIterable {
    /// Makes changes, all of them or none.
    case inject = "plant.inject"
    /// Says what is in force.
    case state = "plant.state"
}

extension DrivenPlant {
    /// What the control socket tells who connects.
    var hello: JSONValue {
        RPCMessage.notification(
            "hello",
            [
                "protocol": .integer(RPCMessage.protocolVersion), "program": "axlesim",
                "version": .string(Release.version), "scenario": .string(runner.scenario.name),
                "methods": .array(ControlMethod.allCases.map { .string($0.rawValue) }),
            ]
        )
    }

    /// Answers a line of the control socket; nil where nobody waits for an answer.
    mutating func answer(_ line: [UInt8]) -> JSONValue? {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: line) } catch {
            let problem = RPCError(RPCError.parseError, "the line is not JSON: \(error)")
            return RPCMessage.response(to: .null, error: problem)
        }
        do throws(RPCError) {
            let request = try RPCRequest(json)
            let result = try perform(request)
            return request.id.map { RPCMessage.response(to: $0, result: result) }
        } catch {
            if json["id"] == nil, json["method"] != nil { return nil }
            return RPCMessage.response(to: RPCRequest.identifier(in: json), error: error)
        }
    }

    private mutating func perform(_ request: RPCRequest) throws(RPCError) -> JSONValue {
        switch ControlMethod(rawValue: request.method) {
        case .state: return told(ChangesInForce(plant, disturbances).entries)
        case .inject:
            let names = try inject(request)
            let entries = ChangesInForce(plant, disturbances).entries(changedBy: names)
            note("injected " + entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
            return told(entries)
        case nil:
            let known = ControlMethod.allCases.map(\.rawValue).joined(separator: ", ")
            throw RPCError(
                RPCError.methodNotFound,
                "found the method \(request.method), allowed \(known)"
            )
        }
    }

    /// Makes what a request asks for; what that is about.
    private mutating func inject(_ request: RPCRequest) throws(RPCError) -> [String] {
        do {
            let text = try ChangeText(Self.texts(in: request))
            try inject(text.changes())
            return text.names
        } catch {
            throw RPCError(RPCError.invalidParameters, "\(error)")
        }
    }

    private static func texts(in request: RPCRequest) throws(FileError) -> [String] {
        let texts = request.parameters?["changes"]?.elements.map(\.text) ?? []
        let found = texts.compactMap { $0 }
        guard !found.isEmpty, found.count == texts.count else {
            throw FileError(
                file: "inject",
                line: nil,
                key: "changes",
                problem: "found no list of texts, allowed one or more as key=value"
            )
        }
        return found
    }

    private func told(_ entries: [(key: String, value: String)]) -> JSONValue {
        let members = entries.map { JSONMember($0.key, .string($0.value)) }
        return ["time_s": .rounded(plant.time), "in_force": .object(members)]
    }
}
