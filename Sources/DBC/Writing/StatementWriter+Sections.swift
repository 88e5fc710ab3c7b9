import SignalCodec

extension StatementWriter {
    /// Writes every section of a database.
    mutating func write(_ database: Database) {
        writeHead(database)
        beginSection()
        for table in database.valueTables {
            let head = "VAL_TABLE_ \(table.name)"
            statement(head, "\(head)\(values(table.values)) ;")
        }
        for message in database.messages { write(message, in: database) }
        beginSection()
        for message in database.messages where !message.transmitters.isEmpty {
            let names = message.transmitters.map { fileName(ofNode: $0, in: database) }
            let head = "BO_TX_BU_ \(message.rawID)"
            statement(head, "\(head) : \(names.joined(separator: ","));")
        }
        writeEnvironmentVariables(of: database)
        writeSignalTypes(of: database)
        writeComments(of: database)
        writeAttributes(of: database)
        writeValues(of: database)
        writeSignalDetails(of: database)
        writeCategories(of: database)
        beginSection()
        for section in database.keptSections {
            let blank = section.text.isEmpty ? "" : " "
            statement(section.keyword, "\(section.keyword)\(blank)\(closed(section.text))")
        }
        finish()
    }

    // MARK: - Head

    private mutating func writeHead(_ database: Database) {
        // It needs no `;`, but behind a backslash.
        let end = database.version.utf8.last == UInt8(ascii: "\\") ? ";" : ""
        statement("VERSION", "VERSION \(quoted(database.version, isLast: true))\(end)")
        beginSection()
        let symbols = database.newSymbols.map { "\n    \($0)" }.joined()
        statement("NS_", "NS_ :\(symbols)")
        beginSection()
        var timing = ""
        if database.baudRate != 0 || database.timingRegisters != nil {
            timing = " \(database.baudRate)"
        }
        if let registers = database.timingRegisters {
            timing += " : \(registers.first),\(registers.second)"
        }
        statement("BS_", "BS_:\(timing)")
        beginSection()
        let nodes = database.nodes.map { " " + ($0.shortName ?? $0.name) }.joined()
        statement("BU_", "BU_:\(nodes)")
    }

    // MARK: - Messages

    private mutating func write(_ message: Message, in database: Database) {
        beginSection()
        let head = "BO_ \(message.rawID)"
        let name = message.shortName ?? message.name
        let sender = message.sender.isEmpty ? Node.nobody : message.sender
        statement(
            head,
            "\(head) \(name): \(message.length) \(fileName(ofNode: sender, in: database))"
        )
        for signal in message.signals {
            statement(
                "\(head) SG_ \(signal.fileName)",
                indentation: " ",
                line(of: signal, in: database)
            )
        }
    }

    private func line(of signal: Signal, in database: Database) -> String {
        let place = "\(signal.startBit)|\(signal.length)@"
        let order = signal.byteOrder == .bigEndian ? "0" : "1"
        let sign = signal.kind == .unsigned ? "+" : "-"
        let scale = "(\(number(signal.factor)),\(number(signal.offset)))"
        let limits = "[\(number(signal.minimum))|\(number(signal.maximum))]"
        let receivers =
            signal.receivers.isEmpty
            ? Node.nobody
            : signal.receivers.map { fileName(ofNode: $0, in: database) }.joined(separator: ",")
        return "SG_ \(signal.fileName)\(mark(of: signal.multiplexing)) : \(place)\(order)\(sign) "
            + "\(scale) \(limits) \(unit(signal.unit)) \(receivers)"
    }

    /// A unit in quotes; it ends with its line, so a line's end in it becomes a blank.
    private func unit(_ text: String) -> String {
        guard text.utf8.contains(where: \.isLineEnd) else { return quoted(text, isLast: true) }
        let words = text.split(whereSeparator: \.isNewline)
        return quoted(words.joined(separator: " "), isLast: true)
    }

    private func mark(of multiplexing: Multiplexing) -> String {
        var mark = ""
        if let value = multiplexing.writtenValue ?? multiplexing.ranges.first?.lowerBound {
            mark = "m\(value)"
        }
        if multiplexing.isSelector { mark += "M" }
        return mark.isEmpty ? "" : " " + mark
    }

    // MARK: - Environment variables and signal types

    private mutating func writeEnvironmentVariables(of database: Database) {
        beginSection()
        for variable in database.environmentVariables {
            let head = "EV_ \(variable.fileName)"
            let access = variable.access + (variable.kind == .text ? 0x8000 : 0)
            let nodes =
                variable.nodes.isEmpty
                ? Node.nobody
                : variable.nodes.map { fileName(ofNode: $0, in: database) }.joined(separator: ",")
            let limits = "[\(number(variable.minimum))|\(number(variable.maximum))]"
            let kind = variable.kind == .text ? 0 : variable.kind.rawValue
            statement(
                head,
                "\(head): \(kind) \(limits) \(quoted(variable.unit)) "
                    + "\(number(variable.initialValue)) \(variable.number) "
                    + "DUMMY_NODE_VECTOR\(String(access, radix: 16)) \(nodes);"
            )
        }
        beginSection()
        for variable in database.environmentVariables {
            guard let size = variable.dataSize else { continue }
            let head = "ENVVAR_DATA_ \(variable.fileName)"
            statement(head, "\(head): \(size);")
        }
        beginSection()
        for variable in database.environmentVariables {
            guard let type = variable.signalType else { continue }
            let head = "ENVVAR_SGTYPE_ \(variable.fileName)"
            statement(head, "\(head): \(type);")
        }
    }

    private mutating func writeSignalTypes(of database: Database) {
        beginSection()
        for type in database.signalTypes {
            let head = "SGTYPE_ \(type.name)"
            let order = type.byteOrder == .bigEndian ? "0" : "1"
            let sign = type.kind == .unsigned ? "+" : "-"
            let table = type.valueTable.isEmpty ? "" : " \(type.valueTable)"
            statement(
                head,
                "\(head) : \(type.length)@\(order)\(sign) "
                    + "(\(number(type.factor)),\(number(type.offset))) "
                    + "[\(number(type.minimum))|\(number(type.maximum))] \(quoted(type.unit)) "
                    + "\(number(type.defaultValue)),\(table);"
            )
        }
    }

    // MARK: - Comments

    private mutating func writeComments(of database: Database) {
        beginSection()
        for comment in database.comments {
            statement("CM_", "CM_ \(quoted(comment, isLast: true));")
        }
        for node in database.nodes where !node.comment.isEmpty {
            comment("CM_ BU_ \(node.fileName)", node.comment)
        }
        for message in database.messages {
            if !message.comment.isEmpty { comment("CM_ BO_ \(message.rawID)", message.comment) }
            for signal in message.signals where !signal.comment.isEmpty {
                comment("CM_ SG_ \(message.rawID) \(signal.fileName)", signal.comment)
            }
        }
        for variable in database.environmentVariables where !variable.comment.isEmpty {
            comment("CM_ EV_ \(variable.fileName)", variable.comment)
        }
    }

    private mutating func comment(_ head: String, _ text: String) {
        statement(head, "\(head) \(quoted(text, isLast: true));")
    }

    // MARK: - Values

    private mutating func writeValues(of database: Database) {
        beginSection()
        for message in database.messages {
            for signal in message.signals {
                let head = "VAL_ \(message.rawID) \(signal.fileName)"
                if let table = signal.valueTable {
                    statement(head, "\(head) \(table) ;")
                } else if !signal.values.isEmpty {
                    statement(head, "\(head)\(values(signal.values)) ;")
                }
            }
        }
        for variable in database.environmentVariables where !variable.values.isEmpty {
            let head = "VAL_ \(variable.fileName)"
            statement(head, "\(head)\(values(variable.values)) ;")
        }
    }

    // MARK: - What belongs to signals

    private mutating func writeSignalDetails(of database: Database) {
        beginSection()
        forEachSignal(of: database) { writer, message, signal in
            guard let type = signal.signalType else { return }
            let head = "SIG_TYPE_REF_ \(message.rawID) \(signal.fileName)"
            writer.statement(head, "\(head) : \(type);")
        }
        beginSection()
        for type in database.signalTypes where !type.values.isEmpty {
            let head = "SGTYPE_VAL_ \(type.name)"
            statement(head, "\(head)\(values(type.values)) ;")
        }
        beginSection()
        for type in database.signalTypes {
            guard let code = type.kind.valueTypeCode else { continue }
            let head = "SIGTYPE_VALTYPE_ \(type.name)"
            statement(head, "\(head) : \(code);")
        }
        beginSection()
        for message in database.messages {
            for group in message.signalGroups {
                let head = "SIG_GROUP_ \(message.rawID) \(group.name)"
                let names = group.signals.map { " " + message.fileName(ofSignal: $0) }.joined()
                statement(head, "\(head) \(group.repetitions) :\(names);")
            }
        }
        beginSection()
        forEachSignal(of: database) { writer, message, signal in
            guard let code = signal.kind.valueTypeCode else { return }
            let head = "SIG_VALTYPE_ \(message.rawID) \(signal.fileName)"
            writer.statement(head, "\(head) : \(code);")
        }
        beginSection()
        forEachSignal(of: database) { writer, message, signal in
            guard let selector = signal.multiplexing.selector,
                !signal.multiplexing.ranges.isEmpty
            else { return }
            let head = "SG_MUL_VAL_ \(message.rawID) \(signal.fileName)"
            let ranges = signal.multiplexing.ranges.map { "\($0.lowerBound)-\($0.upperBound)" }
            writer.statement(
                head,
                "\(head) \(message.fileName(ofSignal: selector)) "
                    + "\(ranges.joined(separator: ", "));"
            )
        }
    }

    private mutating func forEachSignal(
        of database: Database,
        _ body: (inout Self, Message, Signal) -> Void
    ) {
        for message in database.messages {
            for signal in message.signals { body(&self, message, signal) }
        }
    }

    // MARK: - Categories

    private mutating func writeCategories(of database: Database) {
        beginSection()
        for category in database.categories {
            let head = "CAT_DEF_ \(category.number)"
            statement(head, "\(head) \(category.name) \(category.value);")
        }
        for category in database.categories {
            for member in category.members {
                let head = "CAT_ " + fileName(of: member, in: database)
                statement(head, "\(head) \(category.number);")
            }
        }
        for filter in database.filters {
            statement("FILTER", filter.isEmpty ? "FILTER ;" : "FILTER \(closed(filter))")
        }
    }

    private func fileName(of member: Category.Member, in database: Database) -> String {
        switch member {
        case .node(let name): "BU_ \(fileName(ofNode: name, in: database))"
        case .message(let rawID): "BO_ \(rawID)"
        case .signal(let rawID, let name):
            "SG_ \(rawID) \(fileName(ofSignal: name, message: rawID, in: database))"
        case .environmentVariable(let name): "EV_ \(fileName(ofVariable: name, in: database))"
        }
    }
}
