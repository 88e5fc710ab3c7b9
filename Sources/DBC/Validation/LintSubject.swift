/// A database with what several rules look up in it.
struct LintSubject {
    let database: Database
    let nodes: Set<String>
    /// The messages of the bus: all but the one that keeps signals which belong to none.
    let messages: [Message]
    /// For each of `messages` how its signals are multiplexed.
    let multiplexing: [MultiplexTree]
    private let messageDefaults: [String: AttributeValue]
    private let signalDefaults: [String: AttributeValue]

    init(_ database: Database) {
        self.database = database
        nodes = Set(database.nodes.map(\.name)).union([Node.nobody, ""])
        messages = database.messages.filter { !$0.keepsIndependentSignals }
        multiplexing = messages.map(MultiplexTree.init)
        messageDefaults = database.defaults(for: .message)
        signalDefaults = database.defaults(for: .signal)
    }

    /// A message's attribute; the default where it sets none.
    func attribute(_ name: String, of message: Message) -> AttributeValue? {
        message.attributes[name] ?? messageDefaults[name]
    }

    /// A signal's attribute; the default where it sets none.
    func attribute(_ name: String, of signal: Signal) -> AttributeValue? {
        signal.attributes[name] ?? signalDefaults[name]
    }

    /// Every signal of the bus with its message.
    func forEachSignal(_ body: (Message, Signal) -> Void) {
        for message in messages {
            for signal in message.signals { body(message, signal) }
        }
    }
}
