import DBC
import SignalCodec

/// Makes databases at random that use everything there is; the same seed makes the same one.
struct DatabaseGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

    mutating func database() -> Database {
        var database = Database()
        database.version = text()
        database.newSymbols = chance() ? ["CM_", "BA_"] : []
        database.baudRate = chance() ? 500_000 : 0
        if chance() { database.timingRegisters = TimingRegisters(first: 3, second: 4) }
        let nodes = names("N", 4)
        database.nodes = nodes.map { Node(name: $0) }
        database.valueTables = names("T", 3).map { ValueTable(name: $0, values: values()) }
        define(&database)
        for index in database.nodes.indices { describe(&database.nodes[index]) }
        for index in 0..<next(5) { database.messages.append(message(index, nodes, database)) }
        signalTypes(&database)
        variables(&database, nodes)
        relations(&database)
        if chance() { database.comments = [text(), text()] }
        if chance() { database.attributes["Network"] = .text(text()) }
        categories(&database)
        comments(&database)
        return database
    }

    // MARK: - Randomness

    private mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    private mutating func chance() -> Bool { next(2) == 0 }

    private mutating func pick<Element>(_ list: [Element]) -> Element { list[next(list.count)] }

    private mutating func names(_ prefix: String, _ most: Int) -> [String] {
        (0..<next(most) + 1).map { "\(prefix)\($0)" }
    }

    private mutating func text() -> String {
        let pieces = [
            "word", " ", "\"", "\\", "\n", "°€Ω", "//", "/* ", "BO_ 5 X: 8 A", "\t", "'", ",", "é",
            "SG_ ",
            "\r\n", "",
        ]
        var text = ""
        for _ in 0..<next(8) { text += pick(pieces) }
        // At the end of a text a backslash is kept only where its statement ends.
        while text.hasSuffix("\\") { text.removeLast() }
        return text
    }

    /// A signal's unit ends with its line, and a backslash at its end is kept.
    private mutating func unit() -> String {
        let line = text().split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line + pick(["", "", "\\"])
    }

    private mutating func number() -> Double {
        pick([0, 1, -1, 0.1, 0.25, -40, 1e-9, 1e21, 123_456.789, -273.15, 1.0 / 3, .infinity, .nan])
    }

    private mutating func values() -> [ValueDescription] {
        (0..<next(4)).map { _ in
            ValueDescription(raw: pick([-1, 0, 7, 18_446_744_073_709_551_615]), label: text())
        }
    }

    // MARK: - Objects

    private mutating func define(_ database: inout Database) {
        let types: [(AttributeDefinition.Kind, AttributeValue?)] = [
            (.integer(minimum: -5, maximum: 1e6, isHexadecimal: false), .integer(3)),
            (.integer(minimum: 0, maximum: 0, isHexadecimal: true), nil),
            (.number(minimum: -0.5, maximum: 1e300), .number(0.1)),
            (.enumeration(["a", "b", text() + "c"]), .choice(index: 1, name: "b")),
            (.string, .text(text())),
        ]
        for object in AttributeDefinition.Object.allCases {
            for (index, (type, value)) in types.enumerated() {
                let name = "\(object)\(index)"
                var definition = AttributeDefinition(object: object, name: name, type: type)
                definition.defaultValue = value
                database.attributeDefinitions.append(definition)
            }
        }
        // The writer puts relations last.
        database.attributeDefinitions =
            database.attributeDefinitions.filter { !$0.object.isRelation }
            + database.attributeDefinitions.filter(\.object.isRelation)
        database.attributeDefinitions.insert(
            AttributeDefinition(object: .network, name: "Network", type: .string),
            at: 0
        )
    }

    private mutating func value(_ index: Int) -> AttributeValue {
        switch index {
        case 0: .integer(Int128(next(1000)) - 500)
        case 1: .integer(.max - 1)
        case 2: .number(pick([0.5, -1e-7, 3, 1e200]))
        case 3: .choice(index: 0, name: "a")
        default: .text(text())
        }
    }

    private mutating func attributes(of object: AttributeDefinition.Object) -> Attributes {
        var attributes = Attributes()
        for index in 0..<5 where chance() { attributes["\(object)\(index)"] = value(index) }
        return attributes
    }

    private mutating func describe(_ node: inout Node) {
        if chance() { node.comment = text() }
        node.attributes = attributes(of: .node)
    }

    private mutating func message(_ index: Int, _ nodes: [String], _ database: Database) -> Message
    {
        let rawID = UInt32(index * 300 + 1) | (chance() ? 0x8000_0000 : 0)
        var message = Message(rawID: rawID, name: "M\(index)", length: pick([0, 8, 64, 1785]))
        if chance() { message.sender = pick(nodes) }
        if chance() { message.transmitters = nodes }
        if chance() { message.comment = text() }
        message.attributes = attributes(of: .message)
        for place in 0..<next(6) { message.signals.append(signal(place, nodes, database)) }
        multiplex(&message)
        if !message.signals.isEmpty, chance() {
            message.signalGroups = [
                SignalGroup(name: "G", repetitions: 2, signals: message.signals.map(\.name))
            ]
        }
        return message
    }

    private mutating func signal(_ index: Int, _ nodes: [String], _ database: Database) -> Signal {
        var signal = Signal(
            name: "S\(index)",
            startBit: next(64),
            length: next(64) + 1,
            byteOrder: chance() ? .bigEndian : .littleEndian,
            kind: pick([.unsigned, .signed]),
            factor: number(),
            offset: number(),
            minimum: number(),
            maximum: number(),
            unit: unit(),
            receivers: chance() ? nodes : []
        )
        if next(4) == 0 {
            signal.kind = .float32
            signal.length = 32
        }
        if chance() { signal.comment = text() }
        signal.attributes = attributes(of: .signal)
        if chance() { signal.values = values() }
        if next(3) == 0, let table = database.valueTables.first, !table.values.isEmpty {
            signal.valueTable = table.name
            signal.values = table.values
        }
        return signal
    }

    private mutating func multiplex(_ message: inout Message) {
        guard message.signals.count > 2, chance() else { return }
        message.signals[0].multiplexing.isSelector = true
        for index in 1..<message.signals.count where chance() {
            let value = UInt64(next(9))
            message.signals[index].multiplexing.writtenValue = value
            message.signals[index].multiplexing.ranges = [value...value]
            guard chance() else { continue }
            message.signals[index].multiplexing.selector = "S0"
            message.signals[index].multiplexing.ranges = [value...value + 2, 20...UInt64.max]
            message.signals[index].multiplexing.isSelector = chance()
        }
    }

    private mutating func signalTypes(_ database: inout Database) {
        for name in names("Y", 2) {
            var type = SignalType(
                name: name,
                length: 32,
                byteOrder: .littleEndian,
                kind: pick([.unsigned, .signed, .float32]),
                factor: number(),
                minimum: number(),
                unit: text(),
                defaultValue: number(),
                valueTable: chance() ? "T0" : ""
            )
            type.values = values()
            database.signalTypes.append(type)
        }
        for message in database.messages.indices {
            for signal in database.messages[message].signals.indices where chance() {
                database.messages[message].signals[signal].signalType = "Y0"
            }
        }
    }

    private mutating func variables(_ database: inout Database, _ nodes: [String]) {
        for name in names("V", 3) {
            var variable = EnvironmentVariable(
                name: name,
                kind: pick([.integer, .number, .text]),
                minimum: number(),
                maximum: number(),
                unit: text(),
                initialValue: number(),
                number: next(100),
                access: next(4),
                nodes: chance() ? nodes : []
            )
            if chance() { variable.dataSize = next(50) }
            if chance() { variable.signalType = "Y0" }
            if chance() { variable.comment = text() }
            variable.values = values()
            variable.attributes = attributes(of: .environmentVariable)
            database.environmentVariables.append(variable)
        }
    }

    private mutating func relations(_ database: inout Database) {
        for index in 0..<next(4) {
            var target = Relation.Target.environmentVariable("V0")
            if let message = database.messages.first {
                if chance() { target = .message(message.rawID) }
                if let signal = message.signals.first, chance() {
                    target = .signal(message: message.rawID, name: signal.name)
                }
            }
            database.relations.append(
                Relation(
                    name: "\(target.object)\(index)",
                    node: "N0",
                    target: target,
                    value: value(index)
                )
            )
        }
    }

    private mutating func categories(_ database: inout Database) {
        guard chance() else { return }
        database.categories = [
            Category(number: 1, name: "C1", value: 5), Category(number: 2, name: "C2"),
        ]
        database.categories[0].members = [.node("N0"), .environmentVariable("V0")]
        database.filters = ["1 2", ""]
        database.keptSections = [KeptSection(keyword: "NEW_", text: "1 \"x;\" y")]
    }

    private mutating func comments(_ database: inout Database) {
        guard chance() else { return }
        database.textComments["VERSION"] = [TextComment(text: "// first", place: .above)]
        database.textComments["BU_"] = [
            TextComment(text: "/* two\nlines */", place: .above),
            TextComment(text: "/* a */", place: .behind), TextComment(text: "// b", place: .behind),
        ]
        if let message = database.messages.first, let signal = message.signals.first {
            database.textComments["BO_ \(message.rawID) SG_ \(signal.name)"] = [
                TextComment(text: "// signal", place: .behind)
            ]
        }
        database.textComments[""] = [TextComment(text: "// last", place: .above)]
    }
}
