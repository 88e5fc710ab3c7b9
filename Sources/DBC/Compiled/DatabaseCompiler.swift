import SignalCodec

/// Turns a database's messages into compiled ones and reports what cannot be.
struct DatabaseCompiler {
    let database: Database
    private(set) var messages: [CompiledMessage] = []
    private(set) var independentSignals: [CompiledSignal] = []
    var diagnostics: DiagnosticList

    /// What messages have that set nothing, by attribute.
    private let messageDefaults: [String: AttributeValue]
    /// The start value of signals that set none: looked up once, not for every signal.
    private let defaultStart: AttributeValue?

    /// Nested multiplexors are followed this deep; a loop ends here too.
    static let deepestNesting = 16

    init(_ database: Database) {
        self.database = database
        diagnostics = DiagnosticList(file: database.file)
        messageDefaults = database.defaults(for: .message)
        defaultStart = database.defaults(for: .signal)["GenSigStartValue"]
    }

    func attribute(_ name: String, of message: Message) -> AttributeValue? {
        message.attributes[name] ?? messageDefaults[name]
    }

    mutating func compile() {
        for message in database.messages {
            if message.keepsIndependentSignals {
                for signal in message.signals {
                    guard let layout = signal.layout else { continue }
                    independentSignals.append(
                        compiled(signal, layout, in: message, parent: nil, [])
                    )
                }
            } else {
                compile(message)
            }
        }
    }

    private mutating func compile(_ message: Message) {
        guard let id = message.id else {
            diagnostics.error(
                at: message.position,
                "\(message.name) has the number \(message.rawID), "
                    + "expected an identifier of 11 bits, or of 29 bits and bit 31"
            )
            return
        }
        if message.rawID > 0x7FF, message.rawID & 0x8000_0000 == 0 {
            diagnostics.warn(
                at: message.position,
                "\(message.name) has the identifier \(message.rawID) above 2047 without bit 31; "
                    + "it is taken as extended"
            )
        }
        let layouts = layouts(of: message)
        let parents = selectors(of: message)
        var conditions: [[SelectorCondition]?] = []
        for index in message.signals.indices {
            conditions.append(self.conditions(of: index, in: message, parents, layouts))
        }
        var places: [Int: Int] = [:]
        for index in layouts.indices where layouts[index] != nil && conditions[index] != nil {
            places[index] = places.count
        }
        var signals: [CompiledSignal] = []
        signals.reserveCapacity(message.signals.count)
        for index in message.signals.indices {
            guard let layout = layouts[index], let conditions = conditions[index] else { continue }
            signals.append(
                compiled(
                    message.signals[index],
                    layout,
                    in: message,
                    parent: parents[index].flatMap { places[$0] },
                    conditions
                )
            )
        }
        warnOfOverlaps(message, layouts, parents)
        let cycle = attribute("GenMsgCycleTime", of: message)?.integer ?? 0
        messages.append(
            CompiledMessage(
                name: message.name,
                id: id,
                length: message.length,
                isFD: isFD(message),
                cycleTime: cycle > 0 ? Int(cycle) : nil,
                protection: protection(of: message),
                signals: signals,
                longSignals: longSignals(of: message, layouts),
                sender: message.sender,
                comment: message.comment,
                layouts: signals.map(\.layout),
                isMultiplexed: signals.contains { !$0.conditions.isEmpty },
                selectors: selectorUses(of: message, layouts, parents, conditions)
            )
        )
    }

    // MARK: - Places

    private mutating func layouts(of message: Message) -> [SignalLayout?] {
        message.signals.indices.map { index in
            let layout = message.signals[index].layout
            if let layout, layout.fits(length: message.length), layout.factor != 0 { return layout }
            return report(message.signals[index], layout, in: message)
        }
    }

    /// Says what is wrong with a signal's place or factor; its layout where it can be delivered.
    private mutating func report(
        _ signal: Signal,
        _ layout: SignalLayout?,
        in message: Message
    ) -> SignalLayout? {
        let path = "\(message.name).\(signal.name)"
        let place = "\(signal.startBit)|\(signal.length)"
        guard let layout else {
            if LongSignal(signal, messageLength: message.length) != nil {
                diagnostics.warn(
                    at: signal.position,
                    "\(path) at \(place) is no number of 1 to 64 bits inside 64 bytes; "
                        + "it can be read as bytes only"
                )
            } else {
                diagnostics.error(
                    at: signal.position,
                    "\(path) cannot be decoded at \(place): expected 1 to 64 bits "
                        + "(32 or 64 for a float) inside 64 bytes"
                )
            }
            return nil
        }
        guard layout.fits(length: message.length) else {
            diagnostics.warn(
                at: signal.position,
                "\(path) at \(place) ends in byte \(layout.lastByte), but the message has "
                    + "only \(message.length) bytes; the signal is not delivered"
            )
            return nil
        }
        diagnostics.warn(at: signal.position, "\(path) has factor 0: it cannot be encoded")
        return layout
    }

    /// Those without a layout that can be read as bytes.
    private func longSignals(of message: Message, _ layouts: [SignalLayout?]) -> [LongSignal] {
        layouts.indices.compactMap { index in
            guard layouts[index] == nil else { return nil }
            return LongSignal(message.signals[index], messageLength: message.length)
        }
    }

    private mutating func compiled(
        _ signal: borrowing Signal,
        _ layout: SignalLayout,
        in message: Message,
        parent: Int?,
        _ conditions: [SelectorCondition]
    ) -> CompiledSignal {
        CompiledSignal(
            name: signal.name,
            layout: layout,
            unit: signal.unit,
            labels: signal.labels(layout),
            comment: signal.comment,
            startBits: startBits(of: signal, layout, in: message),
            isMultiplexor: signal.multiplexing.isSelector,
            multiplexedBy: parent,
            conditions: conditions
        )
    }

    private mutating func startBits(
        of signal: borrowing Signal,
        _ layout: SignalLayout,
        in message: Message
    ) -> UInt64 {
        let set = signal.attributes["GenSigStartValue"] ?? defaultStart
        guard let start = set?.startValue(layout.kind) else { return 0 }
        if let bits = layout.bits(of: start) { return bits }
        let path = "\(message.name).\(signal.name)"
        diagnostics.warn(
            at: signal.position,
            "\(path) starts at \(start), but its bits hold only \(layout.rawRange); it starts at 0"
        )
        return 0
    }

    /// Whether the frames are FD: by name, or by number where the format is one.
    private func isFD(_ message: Message) -> Bool {
        guard let format = attribute("VFrameFormat", of: message) else { return false }
        if let name = format.text { return name.hasSuffix("_FD") }
        return format.integer == 14 || format.integer == 15
    }

    // MARK: - Overlaps

    private mutating func warnOfOverlaps(
        _ message: Message,
        _ layouts: [SignalLayout?],
        _ parents: [Int?]
    ) {
        guard layouts.compactMap(\.self).shareBits else { return }
        // Signals selected by different values may share bits; each group has a map of its own.
        struct Group: Hashable {
            var parent: Int?
            var first: UInt64
        }
        var owners: [Group: [Int: Int]] = [:]
        let fixed = Group(parent: nil, first: 0)
        let order = message.signals.indices.sorted {
            (parents[$0] == nil ? 0 : 1) < (parents[$1] == nil ? 0 : 1)
        }
        for index in order {
            guard let layout = layouts[index] else { continue }
            let first = message.signals[index].multiplexing.ranges.first?.lowerBound ?? 0
            let group = Group(parent: parents[index], first: parents[index] == nil ? 0 : first)
            var other: Int?
            for bit in layout.bitNumbers {
                other = other ?? owners[fixed]?[bit] ?? owners[group]?[bit]
                owners[group, default: [:]][bit] = owners[group]?[bit] ?? index
            }
            if let other {
                diagnostics.warn(
                    at: message.signals[index].position,
                    "\(message.name).\(message.signals[index].name) shares bits with "
                        + "\(message.signals[other].name)"
                )
            }
        }
    }
}
