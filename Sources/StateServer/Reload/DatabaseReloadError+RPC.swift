import StateProtocol

extension DatabaseReloadError {
    /// The most reasons in one error; a hostile file has any number.
    private static let mostReasons = 50

    /// One sentence for people.
    var sentence: String {
        switch self {
        case .armed:
            "the databases stay while an arming is in force or on its way out; disarm first"
        case .underWay: "the databases are being read already; ask again when that is done"
        case .broken(let reasons):
            (reasons.first ?? "the new databases cannot be used")
                + (reasons.count > 1 ? " (and \(reasons.count - 1) more, see data.reasons)" : "")
        case .replay: "a replay keeps the databases that it began with; start it again"
        case .unanswered: "the control thread gave no answer within 1 s"
        case .stopping: "the daemon stops"
        }
    }

    /// The error as a client gets it.
    var rpc: RPCError {
        let message = "not reloaded: " + sentence
        switch self {
        case .armed: return RPCError(RPCError.reloadArmed, message)
        case .underWay: return RPCError(RPCError.reloadUnderWay, message)
        case .broken(let reasons):
            let listed = reasons.prefix(Self.mostReasons).map { JSONValue.string($0) }
            return RPCError(
                RPCError.brokenDatabase,
                message,
                details: ["reasons": .array(listed)]
            )
        case .replay: return RPCError(RPCError.replayKeepsDatabases, message)
        case .unanswered, .stopping: return RPCError(RPCError.noAnswer, message)
        }
    }
}

extension LoadedDatabase {
    /// The entry of an answer.
    var json: JSONValue {
        [
            "file": .string(file), "buses": .array(buses.map { .string($0) }),
            "messages": .count(messages), "signals": .count(signals),
            "warnings": .count(warnings),
        ]
    }

    /// The entry in the log.
    var sentence: String {
        "\(file): \(messages) messages, \(signals) signals, \(warnings) warnings"
    }
}
