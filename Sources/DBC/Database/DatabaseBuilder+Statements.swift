extension DatabaseBuilder {
    mutating func add(_ statement: Statement) {
        switch statement {
        case .values(let message, let signal, let list): addValues(message, signal, list)
        case .environmentValues(let variable, let list): addValues(variable, list)
        case .valueType(let message, let signal, let code): setValueType(message, signal, code)
        case .multiplexRanges(let message, let signal, let selector, let ranges):
            addRanges(message, signal, selector, ranges)
        case .transmitters(let message, let names):
            guard let index = find(message, of: "BO_TX_BU_") else { return }
            let transmitters = names.map { symbols[$0.symbol] }
            let before = database.messages[index].transmitters
            warnIfRepeated(
                "BO_TX_BU_",
                message.position,
                before.isEmpty ? nil : before,
                transmitters
            )
            database.messages[index].transmitters = transmitters
        case .signalGroup(let message, let name, let repetitions, let signals):
            guard let index = find(message, of: "SIG_GROUP_") else { return }
            database.messages[index].signalGroups.append(
                SignalGroup(
                    name: symbols[name.symbol],
                    repetitions: repetitions,
                    signals: signals.map { symbols[$0.symbol] }
                )
            )
        case .comment(let object, let text): addComment(object, text)
        case .attributeDefault(let name, let literal, let isRelation):
            addDefault(name, literal, isRelation: isRelation)
        case .attribute(let name, let object, let literal): addAttribute(name, object, literal)
        case .relation(let name, let reference, let literal): addRelation(name, reference, literal)
        case .environmentData(let name, let size):
            guard
                let index = find(
                    name,
                    in: variableIndices,
                    "environment variable",
                    of: "ENVVAR_DATA_"
                )
            else { return }
            let before = database.environmentVariables[index].dataSize
            warnIfRepeated("ENVVAR_DATA_", name.position, before, size)
            database.environmentVariables[index].dataSize = size
        case .environmentType(let name, let type):
            guard
                let index = find(
                    name,
                    in: variableIndices,
                    "environment variable",
                    of: "ENVVAR_SGTYPE_"
                )
            else { return }
            let before = database.environmentVariables[index].signalType
            warnIfRepeated("ENVVAR_SGTYPE_", name.position, before, symbols[type.symbol])
            database.environmentVariables[index].signalType = symbols[type.symbol]
            findType(type, "ENVVAR_SGTYPE_", database.environmentVariables[index].position)
        case .signalTypeReference(let message, let signal, let type):
            guard let place = find(message, signal, of: "SIG_TYPE_REF_") else { return }
            let before = database.messages[place.message].signals[place.signal].signalType
            warnIfRepeated("SIG_TYPE_REF_", signal.position, before, symbols[type.symbol])
            database.messages[place.message].signals[place.signal].signalType =
                symbols[type.symbol]
            findType(
                type,
                "SIG_TYPE_REF_",
                database.messages[place.message].signals[place.signal].position
            )
        case .signalTypeValues(let type, let list):
            guard let index = find(type, in: typeIndices, "signal type", of: "SGTYPE_VAL_"),
                let values = values(of: list)
            else { return }
            database.signalTypes[index].values += values
        case .signalTypeValueType(let type, let code): setValueType(type, code)
        case .category(let object, let number, let position): addMember(object, number, position)
        }
    }

    /// Says that an object has had such a statement before, where it said anything.
    private mutating func warnIfRepeated<Value: Equatable>(
        _ section: String,
        _ position: SourcePosition,
        _ before: Value?,
        _ value: Value
    ) {
        guard let before else { return }
        diagnostics.warn(
            at: position,
            losesText: before != value,
            "\(section) is there twice for one object; this one, the last, is used"
        )
    }

    /// Reports a signal type that is not there; the name is kept.
    private mutating func findType(_ type: Named, _ section: String, _ user: SourcePosition) {
        _ = find(
            type,
            in: typeIndices,
            "signal type",
            of: section,
            isKept: true,
            as: RuleReference(.unknownSignalType, at: user)
        )
    }

    // MARK: - Values

    /// The pairs of a list, or of the table that it names; nil, with a diagnostic, without table.
    private mutating func values(of list: ValueList) -> [ValueDescription]? {
        switch list {
        case .list(let values): return values
        case .table(let table):
            if let index = tableIndices[table.symbol] { return database.valueTables[index].values }
            diagnostics.warn(
                at: table.position,
                losesText: true,
                "there is no value table \(symbols[table.symbol])"
            )
            return nil
        }
    }

    private mutating func addValues(
        _ message: MessageReference,
        _ signal: Named,
        _ list: ValueList
    ) {
        guard let place = find(message, signal, of: "VAL_"), let values = values(of: list) else {
            return
        }
        let isFirst = database.messages[place.message].signals[place.signal].values.isEmpty
        switch list {
        case .table(let table) where isFirst:
            database.messages[place.message].signals[place.signal].valueTable =
                symbols[table.symbol]
        case .table, .list:
            database.messages[place.message].signals[place.signal].valueTable = nil
        }
        database.messages[place.message].signals[place.signal].values += values
        warnOfDuplicates(
            values,
            signal,
            database.messages[place.message].signals[place.signal].position
        )
    }

    private mutating func addValues(_ variable: Named, _ list: ValueList) {
        guard let index = find(variable, in: variableIndices, "environment variable", of: "VAL_"),
            let values = values(of: list)
        else { return }
        database.environmentVariables[index].values += values
    }

    private mutating func warnOfDuplicates(
        _ values: [ValueDescription],
        _ signal: Named,
        _ position: SourcePosition
    ) {
        guard hasDuplicates(values) else { return }
        var labels: Set<String> = []
        for value in values where !labels.insert(value.label).inserted {
            diagnostics.warn(
                at: signal.position,
                as: RuleReference(.duplicateLabel, at: position),
                "\(symbols[signal.symbol]) has several values named \"\(value.label)\"; "
                    + "encoding by name takes the lowest"
            )
            return
        }
    }

    private func hasDuplicates(_ values: [ValueDescription]) -> Bool {
        // Short lists, which most are, need no set.
        guard values.count <= 16 else { return true }
        for index in values.indices {
            for other in 0..<index where values[index].label == values[other].label { return true }
        }
        return false
    }

    // MARK: - Types and multiplexing

    private mutating func setValueType(
        _ message: MessageReference,
        _ signal: Named,
        _ code: Int
    ) {
        guard isValueType(code, signal),
            let place = find(message, signal, of: "SIG_VALTYPE_", severity: .error), code != 0
        else { return }
        let length = database.messages[place.message].signals[place.signal].length
        database.messages[place.message].signals[place.signal].kind =
            code == 1 ? .float32 : .float64
        if length != code * 32 {
            diagnostics.error(
                at: signal.position,
                as: RuleReference(
                    .floatLength,
                    at: database.messages[place.message].signals[place.signal].position
                ),
                "\(symbols[signal.symbol]) is a float of \(length) bits, expected \(code * 32)"
            )
        }
    }

    private mutating func setValueType(_ type: Named, _ code: Int) {
        guard isValueType(code, type),
            let index = find(type, in: typeIndices, "signal type", of: "SIGTYPE_VALTYPE_"),
            code != 0
        else { return }
        database.signalTypes[index].kind = code == 1 ? .float32 : .float64
    }

    private mutating func isValueType(_ code: Int, _ name: Named) -> Bool {
        if (0...2).contains(code) { return true }
        diagnostics.error(
            at: name.position,
            "found value type \(code) for \(symbols[name.symbol]), "
                + "expected 0 (integer), 1 (float) or 2 (double)"
        )
        return false
    }

    private mutating func addRanges(
        _ message: MessageReference,
        _ signal: Named,
        _ selector: Named,
        _ ranges: [ClosedRange<UInt64>]
    ) {
        guard let place = find(message, signal, of: "SG_MUL_VAL_", severity: .error) else { return }
        let name = symbols[selector.symbol]
        var multiplexing =
            database.messages[place.message].signals[place.signal].multiplexing
        if let other = multiplexing.selector {
            guard other == name else {
                diagnostics.error(
                    at: selector.position,
                    "\(symbols[signal.symbol]) is selected by \(other) and by \(name), "
                        + "expected one multiplexor"
                )
                return
            }
            multiplexing.ranges += ranges
        } else {
            multiplexing.selector = name
            multiplexing.ranges = ranges
        }
        if multiplexing.writtenValue == nil {
            multiplexing.writtenValue = ranges[0].lowerBound
            diagnostics.warn(
                at: signal.position,
                "SG_MUL_VAL_ names \(symbols[signal.symbol]), whose SG_ line has no m; "
                    + "it is taken as multiplexed"
            )
        }
        database.messages[place.message].signals[place.signal].multiplexing = multiplexing
    }

    // MARK: - Comments and categories

    private mutating func addComment(_ object: ObjectReference, _ text: String) {
        let before: String
        let position: SourcePosition
        switch object {
        case .network:
            database.comments.append(text)
            return
        case .node(let name):
            guard let index = find(name, in: nodeIndices, "node", of: "CM_") else { return }
            (before, position) = (database.nodes[index].comment, name.position)
            database.nodes[index].comment = text
        case .message(let message):
            guard let index = find(message, of: "CM_") else { return }
            (before, position) = (database.messages[index].comment, message.position)
            database.messages[index].comment = text
        case .signal(let message, let signal):
            guard let place = find(message, signal, of: "CM_") else { return }
            before = database.messages[place.message].signals[place.signal].comment
            position = signal.position
            database.messages[place.message].signals[place.signal].comment = text
        case .environmentVariable(let name):
            guard
                let index = find(name, in: variableIndices, "environment variable", of: "CM_")
            else { return }
            (before, position) = (database.environmentVariables[index].comment, name.position)
            database.environmentVariables[index].comment = text
        }
        if !before.isEmpty { warnIfRepeated("CM_", position, before, text) }
    }

    private mutating func addMember(
        _ object: ObjectReference,
        _ number: Int,
        _ position: SourcePosition
    ) {
        guard let category = categoryIndices[number] else {
            diagnostics.warn(
                at: position,
                losesText: true,
                "CAT_ names the category \(number), which is not defined"
            )
            return
        }
        let member: Category.Member
        switch object {
        case .network: return
        case .node(let name): member = .node(symbols[name.symbol])
        case .message(let message):
            guard find(message, of: "CAT_") != nil else { return }
            member = .message(message.rawID)
        case .signal(let message, let signal):
            guard find(message, signal, of: "CAT_") != nil else { return }
            member = .signal(message: message.rawID, name: symbols[signal.symbol])
        case .environmentVariable(let name): member = .environmentVariable(symbols[name.symbol])
        }
        database.categories[category].members.append(member)
    }
}
