extension Parser {
    /// Pairs of a whole number and a label, up to `;`.
    private mutating func valueDescriptions(
        _ section: String
    ) throws(SyntaxFailure) -> [ValueDescription] {
        var values: [ValueDescription] = []
        // Most lists are short, and one that grows is moved each time.
        values.reserveCapacity(4)
        while !isMark(";") {
            if isAtSection, !values.isEmpty {
                warnOfMissingEnd(of: section)
                return values
            }
            let raw: Int128 = try integer("a whole number or ';' in \(section)")
            values.append(ValueDescription(raw: raw, label: try string("a label in quotes")))
        }
        advance()
        return values
    }

    private mutating func valueList(_ section: String) throws(SyntaxFailure) -> ValueList {
        guard token.kind == .word else { return .list(try valueDescriptions(section)) }
        let table = try name("a value table's name")
        try expectEnd(of: section)
        return .table(table)
    }

    mutating func valueTable(at position: SourcePosition) throws(SyntaxFailure) {
        let name = try name("the value table's name")
        endHead()
        tree.database.valueTables.append(
            ValueTable(
                name: tree.symbols[name.symbol],
                values: try valueDescriptions("VAL_TABLE_"),
                position: position
            )
        )
        tree.valueTables.append(name.symbol)
    }

    mutating func values() throws(SyntaxFailure) {
        // VAL_ without a number describes an environment variable.
        if isName {
            let variable = try name("an environment variable's name")
            endHead()
            tree.statements.append(.environmentValues(variable, try valueList("VAL_")))
            return
        }
        let message = try messageReference()
        let signal = try name("a signal's name")
        endHead()
        tree.statements.append(.values(message, signal, try valueList("VAL_")))
    }

    mutating func valueType() throws(SyntaxFailure) {
        let message = try messageReference()
        let signal = try name("a signal's name")
        endHead()
        let code = try valueTypeCode()
        try expectEnd(of: "SIG_VALTYPE_")
        tree.statements.append(.valueType(message, signal, code: code))
    }

    private mutating func valueTypeCode() throws(SyntaxFailure) -> Int {
        _ = take(":")
        return try integer("0 (integer), 1 (float) or 2 (double)")
    }

    mutating func multiplexRanges() throws(SyntaxFailure) {
        let message = try messageReference()
        let signal = try name("a signal's name")
        endHead()
        let selector = try name("the multiplexor's name")
        var ranges: [ClosedRange<UInt64>] = []
        repeat { ranges.append(try multiplexRange()) } while take(",")
        try expectEnd(of: "SG_MUL_VAL_")
        tree.statements.append(.multiplexRanges(message, signal, selector: selector, ranges))
    }

    private mutating func multiplexRange() throws(SyntaxFailure) -> ClosedRange<UInt64> {
        let first: UInt64 = try integer("the first value of a range")
        // `3-3` comes as 3 and -3.
        let last = token
        let end: UInt64
        if take("-") {
            end = try integer("the last value of a range")
        } else {
            let negative: Int128 = try integer("'-' and the last value of a range")
            guard negative <= 0, let value = UInt64(exactly: -negative) else {
                throw SyntaxFailure(
                    position: last.position,
                    message: "expected a range such as 3-5"
                )
            }
            end = value
        }
        guard first <= end else {
            throw SyntaxFailure(
                position: last.position,
                message: "found the range \(first)-\(end), expected the smaller value first"
            )
        }
        return first...end
    }

    mutating func transmitters() throws(SyntaxFailure) {
        let message = try messageReference()
        endHead()
        try expect(":", "before the nodes that send it")
        let names = try namesToEnd("a node's name or ';'")
        tree.statements.append(.transmitters(message, names))
    }

    mutating func signalGroup() throws(SyntaxFailure) {
        let message = try messageReference()
        let name = try name("the signal group's name")
        endHead()
        let repetitions: Int = try integer("the number of repetitions")
        try expect(":", "before the signals of the group")
        let names = try namesToEnd("a signal's name or ';'")
        tree.statements.append(.signalGroup(message, name, repetitions: repetitions, names))
    }

    /// Names up to `;`, with or without commas.
    mutating func namesToEnd(_ what: String) throws(SyntaxFailure) -> [Named] {
        var names: [Named] = []
        while !isMark(";") {
            names.append(try name(what))
            _ = take(",")
        }
        advance()
        return names
    }

    // MARK: - Signal types

    mutating func signalType(at position: SourcePosition) throws(SyntaxFailure) {
        let name = try name("the signal type's name")
        endHead()
        try expect(":", "after the signal type's name")
        let length: Int = try integer("the length in bits")
        try expect("@", "before the byte order")
        let order = try byteOrder()
        let kind = try sign()
        let (factor, offset) = try scale()
        let (minimum, maximum) = try limits()
        let unit = try string("the unit in quotes")
        let defaultValue = try number("the value to begin with")
        _ = take(",")
        let table = isMark(";") ? nil : try self.name("a value table's name or ';'")
        try expectEnd(of: "SGTYPE_")
        tree.signalTypes.append(name.symbol)
        tree.database.signalTypes.append(
            SignalType(
                name: tree.symbols[name.symbol],
                length: length,
                byteOrder: order,
                kind: kind,
                factor: factor,
                offset: offset,
                minimum: minimum,
                maximum: maximum,
                unit: unit,
                defaultValue: defaultValue,
                valueTable: table.map { tree.symbols[$0.symbol] } ?? "",
                position: position
            )
        )
    }

    mutating func signalTypeReference() throws(SyntaxFailure) {
        let message = try messageReference()
        let signal = try name("a signal's name")
        endHead()
        _ = take(":")
        let type = try name("a signal type's name")
        try expectEnd(of: "SIG_TYPE_REF_")
        tree.statements.append(.signalTypeReference(message, signal, type: type))
    }

    mutating func signalTypeValues() throws(SyntaxFailure) {
        let type = try name("a signal type's name")
        endHead()
        tree.statements.append(.signalTypeValues(type, try valueList("SGTYPE_VAL_")))
    }

    mutating func signalTypeValueType() throws(SyntaxFailure) {
        let type = try name("a signal type's name")
        endHead()
        let code = try valueTypeCode()
        try expectEnd(of: "SIGTYPE_VALTYPE_")
        tree.statements.append(.signalTypeValueType(type, code: code))
    }
}
