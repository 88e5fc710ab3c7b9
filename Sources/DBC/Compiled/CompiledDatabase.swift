public import CANFrames

/// A database compiled to tables: immutable, shared by any number of threads, found without heap use.
public final class CompiledDatabase: Sendable {
    /// The messages in the database's order; of two with one identifier only the first is found by it.
    public let messages: [CompiledMessage]
    /// Signals that belong to no message: they have a place and a name, and are never decoded.
    public let independentSignals: [CompiledSignal]
    /// What compiling found beyond what reading had found.
    public let diagnostics: [Diagnostic]

    /// Which frames a message stands for.
    public let matching: IdentifierMatching

    private let identifiers: IdentifierIndex
    private let names: [String: Int]

    /// Where a signal stands.
    public struct SignalReference: Hashable, Sendable {
        /// The message's index in `messages`.
        public let message: Int
        /// The signal's index in the message's `signals`.
        public let signal: Int
    }

    /// Compiles every message; what cannot be compiled is left out with a diagnostic.
    public init(_ database: Database, matching: IdentifierMatching = .exact) {
        var compiler = DatabaseCompiler(database)
        compiler.compile()
        messages = compiler.messages
        independentSignals = compiler.independentSignals
        diagnostics = compiler.diagnostics.all
        self.matching = matching
        var names: [String: Int] = [:]
        for (index, message) in compiler.messages.enumerated() {
            names[message.name] = names[message.name] ?? index
        }
        self.names = names
        identifiers = IdentifierIndex(
            compiler.messages.enumerated().map { ($0.element.id, $0.offset) },
            matching: matching
        )
    }

    /// The index of the message with this identifier; nil where there is none, found without allocating.
    public func index(of id: FrameID) -> Int? {
        let index = position(of: id)
        return index < 0 ? nil : index
    }

    /// Whether a message has exactly this identifier, whatever frames it stands for beyond that.
    public func hasMessage(_ id: FrameID) -> Bool {
        index(of: id).map { messages[$0].id == id } ?? false
    }

    /// The same as `index(of:)`; -1 where there is none.
    func position(of id: FrameID) -> Int { unsafe identifiers.table.index(of: id) }

    /// The message of that name.
    public func message(named name: String) -> CompiledMessage? {
        names[name].map { messages[$0] }
    }

    /// The message's index by its name.
    public func index(ofMessage name: String) -> Int? { names[name] }

    /// Finds a signal by `Message.Signal`; nil where there is none.
    public func reference(to path: String) -> SignalReference? {
        guard let dot = path.firstIndex(of: "."), let message = names[String(path[..<dot])],
            let signal = messages[message].index(
                ofSignal: String(path[path.index(after: dot)...])
            )
        else { return nil }
        return SignalReference(message: message, signal: signal)
    }

    /// The signal at `Message.Signal`; nil where there is none.
    public func signal(named path: String) -> CompiledSignal? {
        reference(to: path).map { messages[$0.message].signals[$0.signal] }
    }
}
