/// An error as JSON-RPC 2.0 carries it.
public struct RPCError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of error; see the codes below.
    public let code: Int64
    /// One sentence: what was found and what is allowed.
    public let message: String
    /// Details for programs; nil where there are none.
    public let details: JSONValue?

    /// Puts the parts together.
    public init(_ code: Int64, _ message: String, details: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// The text is not JSON, or too long.
    public static let parseError: Int64 = -32700
    /// The JSON is not a request.
    public static let invalidRequest: Int64 = -32600
    /// This socket has no such method.
    public static let methodNotFound: Int64 = -32601
    /// A parameter is missing, unknown or outside what is allowed.
    public static let invalidParameters: Int64 = -32602
    /// The server takes no more clients.
    public static let tooManyClients: Int64 = -32000
    /// The control thread gave no answer in time.
    public static let noAnswer: Int64 = -32001
    /// Too many requests wait for the control thread or the recorder.
    public static let busy: Int64 = -32002
    /// Arming is refused: preconditions are missing; `details` lists them.
    public static let preconditions: Int64 = -32010
    /// Another client holds the lease.
    public static let leaseHeld: Int64 = -32011
    /// The request came to the control thread after its deadline.
    public static let late: Int64 = -32012
    /// The client holds no lease.
    public static let noLease: Int64 = -32013
    /// Faults that were named may not be cleared; `details` lists them.
    public static let faultsStand: Int64 = -32014
    /// The polarity check needs the bench state, which is not in force.
    public static let benchNeeded: Int64 = -32015
    /// The polarity check begins with both motors at rest.
    public static let motorsTurn: Int64 = -32016
    /// The polarity check is of a motor, and the axle has none.
    public static let motorMissing: Int64 = -32017
    /// The databases are kept while an arming is in force or on its way out.
    public static let reloadArmed: Int64 = -32020
    /// The databases are being read again already.
    public static let reloadUnderWay: Int64 = -32021
    /// The new databases cannot be used; `details` lists why.
    public static let brokenDatabase: Int64 = -32022
    /// A replay keeps its databases.
    public static let replayKeepsDatabases: Int64 = -32023
    /// The configuration has no recording, or no black box.
    public static let noRecorder: Int64 = -32030
    /// It records already, or does not, or there is nothing to write.
    public static let recordingState: Int64 = -32031
    /// The log could not be made or written.
    public static let recordingFile: Int64 = -32032

    /// The sentence.
    public var description: String { message }

    /// The error object.
    public var json: JSONValue {
        var members = [JSONMember("code", .integer(code)), JSONMember("message", .string(message))]
        if let details { members.append(JSONMember("data", details)) }
        return .object(members)
    }

    /// Reads an error object; what is missing is replaced by what says so.
    public init(_ json: JSONValue) {
        self.init(
            json["code"]?.integer ?? 0,
            json["message"]?.text ?? "an error without a message",
            details: json["data"]
        )
    }
}
