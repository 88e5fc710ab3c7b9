/// A request as JSON-RPC 2.0 carries it; one without `id` is a notification and is not answered.
public struct RPCRequest: Sendable {
    /// What the answer repeats: a string, a number or null; nil for a notification.
    public let id: JSONValue?
    /// What is asked.
    public let method: String
    /// With what; nil where nothing is given.
    public let parameters: JSONValue?

    /// Puts the parts together.
    public init(id: JSONValue?, method: String, parameters: JSONValue? = nil) {
        self.id = id
        self.method = method
        self.parameters = parameters
    }

    /// Reads a request object; refuses what is none with `invalidRequest`.
    public init(_ json: JSONValue) throws(RPCError) {
        guard case .object = json else {
            throw Self.refusal("found \(json.kindName), a request is an object")
        }
        guard json["jsonrpc"] == .string("2.0") else {
            throw Self.refusal("jsonrpc: expected \"2.0\"")
        }
        let id = json["id"]
        switch id {
        case nil, .null, .integer, .number, .string: break
        case .bool, .array, .object:
            throw Self.refusal("id: found \(id?.kindName ?? ""), a string or a number is allowed")
        }
        guard let method = json["method"]?.text else {
            throw Self.refusal(
                "method: found \(json["method"]?.kindName ?? "none"), expected a string"
            )
        }
        self.init(id: id, method: method, parameters: json["params"])
    }

    private static func refusal(_ reason: String) -> RPCError {
        RPCError(RPCError.invalidRequest, "invalid request: " + reason)
    }

    /// The id that an answer to this text repeats where it is no request; null where it has none.
    public static func identifier(in json: JSONValue) -> JSONValue {
        switch json["id"] {
        case .integer(let id): .integer(id)
        case .number(let id): .number(id)
        case .string(let id): .string(id)
        case nil, .null, .bool, .array, .object: .null
        }
    }

    /// The request object.
    public var json: JSONValue {
        var members = [JSONMember("jsonrpc", "2.0")]
        if let id { members.append(JSONMember("id", id)) }
        members.append(JSONMember("method", .string(method)))
        if let parameters { members.append(JSONMember("params", parameters)) }
        return .object(members)
    }
}

/// The messages that a server sends.
public enum RPCMessage {
    /// The version of the protocol that `hello` names.
    public static let protocolVersion: Int64 = 1
    /// The longest request in bytes, without its line end.
    public static let longestRequest = 65_536
    /// The most requests in one batch.
    public static let largestBatch = 100

    /// The answer to a request that succeeded.
    public static func response(to id: JSONValue, result: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    /// The answer to a request that failed.
    public static func response(to id: JSONValue, error: RPCError) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "error": error.json]
    }

    /// A message that nobody asked for at that moment.
    public static func notification(_ method: String, _ parameters: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
    }
}

/// The release that all programs of Axle carry.
public enum Release {
    /// Major, minor, patch.
    public static let version = "0.1.0"
}
