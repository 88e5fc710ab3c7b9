public import StateProtocol

/// A connection to a running daemon: requests and notifications on one thread, blocking.
public final class StateConnection {
    /// What the daemon said of itself on connecting: version, vehicle, mode, buses.
    public let hello: JSONValue
    private var socket: LineSocket
    private let patience: Duration
    private var lastRequest: Int64 = 0
    private var waiting: [JSONValue] = []

    /// Connects and reads the greeting; `patience` is how long any answer may take.
    public init(path: String, patience: Duration = .seconds(5)) throws(StateClientError) {
        socket = try LineSocket(path: path)
        self.patience = patience
        guard let line = try socket.readLine(within: patience) else {
            throw .noAnswer(path: path, method: NotificationName.hello)
        }
        let greeting = try Self.parse(line, path)
        if let error = greeting["error"] { throw .refused(RPCError(error)) }
        guard greeting["method"]?.text == NotificationName.hello, let hello = greeting["params"]
        else {
            throw .notAxle(path: path, reason: "its first line is no hello")
        }
        guard hello["protocol"]?.integer == RPCMessage.protocolVersion else {
            let version = hello["protocol"]?.line ?? "none"
            throw .notAxle(
                path: path,
                reason: "it speaks protocol \(version), expected \(RPCMessage.protocolVersion)"
            )
        }
        self.hello = hello
    }

    /// Asks and waits for the answer; notifications that come meanwhile are kept.
    public func call(
        _ method: String,
        _ parameters: JSONValue? = nil
    ) throws(StateClientError) -> JSONValue {
        lastRequest += 1
        let id = JSONValue.integer(lastRequest)
        let request = RPCRequest(id: id, method: method, parameters: parameters)
        try socket.send(request.json.bytes + [UInt8(ascii: "\n")])
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            guard let line = try socket.readLine(within: deadline - .now) else { continue }
            let message = try Self.parse(line, socket.path)
            if message["method"] != nil {
                waiting.append(message)
            } else if message["id"] == id {
                if let error = message["error"] { throw .refused(RPCError(error)) }
                return message["result"] ?? .null
            }
        }
        throw .noAnswer(path: socket.path, method: method)
    }

    /// The parameters of the next notification; nil where none came in time or a signal arrived.
    public func nextNotification(within limit: Duration) throws(StateClientError) -> JSONValue? {
        guard waiting.isEmpty else { return waiting.removeFirst()["params"] }
        guard let line = try socket.readLine(within: limit) else { return nil }
        return try Self.parse(line, socket.path)["params"]
    }

    private static func parse(
        _ line: [UInt8],
        _ path: String
    ) throws(StateClientError) -> JSONValue {
        do {
            return try JSONValue(parsing: line)
        } catch {
            throw .notAxle(path: path, reason: "it does not send JSON: \(error)")
        }
    }
}
