/// Joins statements to the objects they speak of.
///
/// Sections may stand in any order, so every object is known before the first statement is taken.
struct DatabaseBuilder {
    var diagnostics: DiagnosticList
    var database: Database
    let symbols: SymbolTable
    private let statements: [Statement]
    private let signalNames: [[Symbol]]
    private var messageIndices: [UInt32: Int] = [:]
    /// The message found last: most statements speak of the same one as those before.
    private var lastFound: (rawID: UInt32, index: Int)?
    /// The signals of long messages by name; those of short ones are searched.
    private var signalIndices: [Int: [Symbol: Int]] = [:]
    private(set) var nodeIndices: [Symbol: Int] = [:]
    private(set) var variableIndices: [Symbol: Int] = [:]
    private(set) var typeIndices: [Symbol: Int] = [:]
    private(set) var tableIndices: [Symbol: Int] = [:]
    private(set) var categoryIndices: [Int: Int] = [:]
    var definitionIndices: [DefinitionKey: Int] = [:]
    /// What the file's statements call what has a long name.
    var longNames = LongNames()

    /// Messages with more signals than this get a dictionary of them.
    private static let longestSearch = 64

    init(_ tree: consuming SyntaxTree, diagnostics: DiagnosticList) {
        self.diagnostics = diagnostics
        database = tree.database
        symbols = tree.symbols
        statements = tree.statements
        signalNames = tree.signalNames
        indexNodes(tree.nodes)
        indexMessages()
        index(tree)
    }

    /// The database, with all that the statements say.
    mutating func build() -> Database {
        for index in statements.indices { add(statements[index]) }
        applyLongNames()
        return database
    }

    // MARK: - Objects

    private mutating func indexNodes(_ names: [Named]) {
        for name in names {
            guard nodeIndices[name.symbol] == nil else {
                diagnostics.warn(
                    at: name.position,
                    "the node \(symbols[name.symbol]) is listed twice"
                )
                continue
            }
            nodeIndices[name.symbol] = database.nodes.count
            database.nodes.append(Node(name: symbols[name.symbol], position: name.position))
        }
    }

    private mutating func indexMessages() {
        messageIndices.reserveCapacity(database.messages.count)
        for index in database.messages.indices {
            let rawID = database.messages[index].rawID
            if let first = messageIndices[rawID] {
                let position = database.messages[index].position
                diagnostics.warn(
                    at: position,
                    as: RuleReference(.duplicateMessageIdentifier, at: position),
                    "the message \(database.messages[index].name) has the number \(rawID) of "
                        + "\(database.messages[first].name), which alone is decoded"
                )
            } else {
                messageIndices[rawID] = index
            }
            indexSignals(of: index)
        }
    }

    private mutating func indexSignals(of message: Int) {
        let names = signalNames[message]
        if names.count <= Self.longestSearch {
            for index in names.indices where names[..<index].contains(names[index]) {
                reportDuplicate(signal: index, of: message)
            }
            return
        }
        var indices: [Symbol: Int] = [:]
        for index in names.indices {
            if indices[names[index]] == nil {
                indices[names[index]] = index
            } else {
                reportDuplicate(signal: index, of: message)
            }
        }
        signalIndices[message] = indices
    }

    private mutating func reportDuplicate(signal index: Int, of message: Int) {
        let signal = database.messages[message].signals[index]
        diagnostics.warn(
            at: signal.position,
            as: RuleReference(.duplicateSignalName, at: signal.position),
            "\(database.messages[message].name) has two signals named \(signal.name)"
        )
    }

    private mutating func index(_ tree: borrowing SyntaxTree) {
        for (index, symbol) in tree.environmentVariables.enumerated() {
            if variableIndices.updateIfNew(symbol, index) { continue }
            let variable = database.environmentVariables[index]
            diagnostics.warn(
                at: variable.position,
                "the environment variable \(variable.name) is there twice"
            )
        }
        for (index, symbol) in tree.signalTypes.enumerated() {
            if typeIndices.updateIfNew(symbol, index) { continue }
            let type = database.signalTypes[index]
            diagnostics.warn(at: type.position, "the signal type \(type.name) is there twice")
        }
        for (index, symbol) in tree.valueTables.enumerated() {
            if tableIndices.updateIfNew(symbol, index) { continue }
            let table = database.valueTables[index]
            diagnostics.warn(
                at: table.position,
                as: RuleReference(.duplicateValueTable, at: table.position),
                "the value table \(table.name) is there twice; the first is used"
            )
        }
        for (index, category) in database.categories.enumerated() {
            if categoryIndices.updateIfNew(category.number, index) { continue }
            diagnostics.warn(
                at: category.position,
                "the category \(category.number) is defined twice"
            )
        }
        indexDefinitions(tree.attributeDefinitions)
    }

    // MARK: - References

    /// The index of a message; nil, with a diagnostic, where the file has none of that number.
    ///
    /// The statement that names it is lost then.
    mutating func find(
        _ message: MessageReference,
        of section: String,
        severity: Diagnostic.Severity = .warning
    ) -> Int? {
        if let lastFound, lastFound.rawID == message.rawID { return lastFound.index }
        if let index = messageIndices[message.rawID] {
            lastFound = (message.rawID, index)
            return index
        }
        diagnostics.add(
            severity,
            at: message.position,
            losesText: true,
            "\(section) names the message number \(message.rawID), which the file does not have"
        )
        return nil
    }

    /// The indices of message and signal; nil, with a diagnostic, where the file has no such signal.
    ///
    /// The statement that names it is lost then.
    mutating func find(
        _ message: MessageReference,
        _ signal: Named,
        of section: String,
        severity: Diagnostic.Severity = .warning
    ) -> (message: Int, signal: Int)? {
        guard let index = find(message, of: section, severity: severity) else { return nil }
        let place =
            signalIndices[index].map { $0[signal.symbol] }
            ?? signalNames[index].firstIndex(of: signal.symbol)
        if let place { return (index, place) }
        diagnostics.add(
            severity,
            at: signal.position,
            losesText: true,
            "\(section) names \(symbols[signal.symbol]), which \(database.messages[index].name) "
                + "does not have"
        )
        return nil
    }

    /// The index of something named; nil, with a diagnostic, where the file has none of that name.
    ///
    /// The statement that names it is lost then, unless it `isKept`.
    mutating func find(
        _ name: Named,
        in indices: [Symbol: Int],
        _ what: String,
        of section: String,
        isKept: Bool = false,
        as finding: RuleReference? = nil
    ) -> Int? {
        if let index = indices[name.symbol] { return index }
        diagnostics.warn(
            at: name.position,
            losesText: !isKept,
            as: finding,
            "\(section) names the unknown \(what) \(symbols[name.symbol])"
        )
        return nil
    }
}

extension Dictionary {
    /// Adds what is not there yet; whether it was not.
    fileprivate mutating func updateIfNew(_ key: Key, _ value: Value) -> Bool {
        guard self[key] == nil else { return false }
        self[key] = value
        return true
    }
}
