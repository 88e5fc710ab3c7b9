/// Joins statements to a database: what a statement says about an object goes to the object.
///
/// Sections may stand in any order, so messages are taken first and the rest in the file's order,
/// attributes last.
struct DatabaseBuilder {
    var diagnostics: DiagnosticList
    private var database = Database()
    private var messageIndices: [UInt32: Int] = [:]
    private var signalIndices: [[String: Int]] = []
    private var nodeIndices: [String: Int] = [:]
    private var tableIndices: [String: Int] = [:]
    private var definitionIndices: [AttributeDefinition.Object: [String: Int]] = [:]

    init(diagnostics: DiagnosticList) {
        self.diagnostics = diagnostics
        database.file = diagnostics.file
    }

    mutating func build(_ statements: [Statement]) -> Database {
        for statement in statements { addObject(statement) }
        for statement in statements { addDetail(statement) }
        for statement in statements {
            if case .attributeDefault(let name, let literal) = statement {
                addDefault(name, literal)
            }
        }
        for statement in statements {
            if case .attribute(let name, let object, let literal) = statement {
                addAttribute(name, object, literal)
            }
        }
        return database
    }

    // MARK: - Objects

    private mutating func addObject(_ statement: Statement) {
        switch statement {
        case .version(let text): database.version = text
        case .bitTiming(let baudRate): database.baudRate = baudRate
        case .nodes(let nodes): for node in nodes { add(node) }
        case .message(let message): add(message)
        case .valueTable(let table):
            tableIndices[table.name] = tableIndices[table.name] ?? database.valueTables.count
            database.valueTables.append(table)
        case .attributeDefinition(let definition): add(definition)
        case .kept(let section): database.keptSections.append(section)
        case .values, .valuesOfTable, .valueType, .multiplexRanges, .transmitters, .signalGroup,
            .comment, .attributeDefault, .attribute:
            break
        }
    }

    private mutating func add(_ node: Named) {
        guard nodeIndices[node.text] == nil else {
            diagnostics.warn(at: node.position, "the node \(node.text) is listed twice")
            return
        }
        nodeIndices[node.text] = database.nodes.count
        database.nodes.append(Node(name: node.text))
    }

    private mutating func add(_ message: Message) {
        if let first = messageIndices[message.rawID] {
            let name = database.messages[first].name
            diagnostics.warn(
                at: message.position,
                "the message \(message.name) has the number \(message.rawID) of \(name), "
                    + "which alone is decoded"
            )
        } else {
            messageIndices[message.rawID] = database.messages.count
        }
        var indices: [String: Int] = [:]
        for (index, signal) in message.signals.enumerated() {
            if indices[signal.name] == nil {
                indices[signal.name] = index
            } else {
                diagnostics.warn(
                    at: signal.position,
                    "\(message.name) has two signals named \(signal.name)"
                )
            }
        }
        signalIndices.append(indices)
        database.messages.append(message)
    }

    private mutating func add(_ definition: AttributeDefinition) {
        if definitionIndices[definition.object]?[definition.name] != nil {
            diagnostics.warn(
                at: definition.position,
                "the attribute \"\(definition.name)\" is defined twice"
            )
            return
        }
        definitionIndices[definition.object, default: [:]][definition.name] =
            database.attributeDefinitions.count
        database.attributeDefinitions.append(definition)
    }

    // MARK: - Details

    private mutating func addDetail(_ statement: Statement) {
        switch statement {
        case .values(let message, let signal, let values):
            edit(message, signal, of: "VAL_") { $0.values += values }
            warnOfDuplicates(values, signal)
        case .valuesOfTable(let message, let signal, let table):
            guard let index = tableIndices[table.text] else {
                diagnostics.warn(at: table.position, "there is no value table \(table.text)")
                return
            }
            let values = database.valueTables[index].values
            edit(message, signal, of: "VAL_") { $0.values += values }
        case .valueType(let message, let signal, let code):
            setValueType(message, signal, code)
        case .multiplexRanges(let message, let signal, let selector, let ranges):
            edit(message, signal, of: "SG_MUL_VAL_", severity: .error) {
                $0.multiplexing.selector = selector.text
                $0.multiplexing.ranges = ranges
            }
        case .transmitters(let message, let names):
            if let index = find(message, of: "BO_TX_BU_") {
                database.messages[index].transmitters = names
            }
        case .signalGroup(let message, let group):
            if let index = find(message, of: "SIG_GROUP_") {
                database.messages[index].signalGroups.append(group)
            }
        case .comment(let object, let text):
            addComment(object, text)
        case .version, .bitTiming, .nodes, .message, .valueTable, .attributeDefinition,
            .attributeDefault, .attribute, .kept:
            break
        }
    }

    private mutating func find(
        _ message: MessageReference,
        of section: String,
        severity: Diagnostic.Severity = .warning
    ) -> Int? {
        if let index = messageIndices[message.rawID] { return index }
        diagnostics.add(
            severity,
            at: message.position,
            "\(section) names the message number \(message.rawID), which the file does not have"
        )
        return nil
    }

    private mutating func edit(
        _ message: MessageReference,
        _ signal: Named,
        of section: String,
        severity: Diagnostic.Severity = .warning,
        _ change: (inout Signal) -> Void
    ) {
        guard let index = find(message, of: section, severity: severity) else { return }
        guard let place = signalIndices[index][signal.text] else {
            diagnostics.add(
                severity,
                at: signal.position,
                "\(section) names \(signal.text), which \(database.messages[index].name) "
                    + "does not have"
            )
            return
        }
        change(&database.messages[index].signals[place])
    }

    private mutating func warnOfDuplicates(_ values: [ValueDescription], _ signal: Named) {
        var labels: Set<String> = []
        for value in values where !labels.insert(value.label).inserted {
            diagnostics.warn(
                at: signal.position,
                "\(signal.text) has several values named \"\(value.label)\"; "
                    + "encoding by name takes the lowest"
            )
            return
        }
    }

    private mutating func setValueType(
        _ message: MessageReference,
        _ signal: Named,
        _ code: Int
    ) {
        guard (0...2).contains(code) else {
            diagnostics.error(
                at: signal.position,
                "found value type \(code) for \(signal.text), "
                    + "expected 0 (integer), 1 (float) or 2 (double)"
            )
            return
        }
        var found = 0
        edit(message, signal, of: "SIG_VALTYPE_", severity: .error) {
            found = $0.length
            if code == 1 { $0.kind = .float32 } else if code == 2 { $0.kind = .float64 }
        }
        if code != 0, found != 0, found != code * 32 {
            diagnostics.error(
                at: signal.position,
                "\(signal.text) is a float of \(found) bits, expected \(code * 32)"
            )
        }
    }

    private mutating func addComment(_ object: ObjectReference, _ text: String) {
        switch object {
        case .network: database.comments.append(text)
        case .node(let name):
            if let index = nodeIndices[name.text] {
                database.nodes[index].comment = text
            } else {
                diagnostics.warn(at: name.position, "CM_ names the unknown node \(name.text)")
            }
        case .message(let message):
            if let index = find(message, of: "CM_") { database.messages[index].comment = text }
        case .signal(let message, let signal):
            edit(message, signal, of: "CM_") { $0.comment = text }
        case .environmentVariable:
            break
        }
    }

    // MARK: - Attributes

    private mutating func addDefault(_ name: Named, _ literal: AttributeLiteral) {
        var isDefined = false
        let objects = AttributeDefinition.Object.allCases.filter { !$0.isRelation }
        for object in objects {
            guard let index = definitionIndices[object]?[name.text] else { continue }
            isDefined = true
            database.attributeDefinitions[index].defaultValue = value(
                literal,
                database.attributeDefinitions[index],
                name
            )
        }
        if !isDefined {
            diagnostics.warn(at: name.position, "the attribute \"\(name.text)\" is not defined")
        }
    }

    private mutating func addAttribute(
        _ name: Named,
        _ reference: ObjectReference,
        _ literal: AttributeLiteral
    ) {
        let object: AttributeDefinition.Object =
            switch reference {
            case .network: .network
            case .node: .node
            case .message: .message
            case .signal: .signal
            case .environmentVariable: .environmentVariable
            }
        let definition = definitionIndices[object]?[name.text]
            .map { database.attributeDefinitions[$0] }
        if definition == nil {
            diagnostics.warn(
                at: name.position,
                "the attribute \"\(name.text)\" is not defined for its object"
            )
        }
        guard let value = value(literal, definition, name) else { return }
        switch reference {
        case .network: database.attributes[name.text] = value
        case .node(let node):
            if let index = nodeIndices[node.text] {
                database.nodes[index].attributes[name.text] = value
            } else {
                diagnostics.warn(at: node.position, "BA_ names the unknown node \(node.text)")
            }
        case .message(let message):
            if let index = find(message, of: "BA_") {
                database.messages[index].attributes[name.text] = value
            }
        case .signal(let message, let signal):
            edit(message, signal, of: "BA_") { $0.attributes[name.text] = value }
        case .environmentVariable: break
        }
    }

    /// The literal as its definition has it; nil, with a diagnostic, where it does not belong.
    private mutating func value(
        _ literal: AttributeLiteral,
        _ definition: AttributeDefinition?,
        _ name: Named
    ) -> AttributeValue? {
        switch (literal, definition?.type) {
        case (.text(let text), .enumeration(let choices)):
            if let index = choices.firstIndex(of: text) { return .choice(index: index, name: text) }
            // An empty default is common and means none.
            if text.isEmpty { return nil }
            warn(name, "\"\(text)\"", "one of \(choices.joined(separator: ", "))")
            return nil
        case (.number(let number), .enumeration(let choices)):
            if let index = Int(exactly: number), choices.indices.contains(index) {
                return .choice(index: index, name: choices[index])
            }
            warn(name, "\(number)", "an index from 0 to \(choices.count - 1)")
            return nil
        case (.number(let number), .integer), (.number(let number), .none):
            return Int64(exactly: number).map { .integer($0) } ?? .number(number)
        case (.number(let number), .number):
            return .number(number)
        case (.number(let number), .string):
            warn(name, "\(number)", "a text in quotes")
            return nil
        case (.text(let text), .integer), (.text(let text), .number):
            if let number = Double(text) { return .number(number) }
            if text.isEmpty { return nil }
            warn(name, "\"\(text)\"", "a number")
            return nil
        case (.text(let text), .string), (.text(let text), .none):
            return .text(text)
        }
    }

    private mutating func warn(_ name: Named, _ found: String, _ expected: String) {
        diagnostics.warn(
            at: name.position,
            "found \(found) for the attribute \"\(name.text)\", expected \(expected)"
        )
    }
}
