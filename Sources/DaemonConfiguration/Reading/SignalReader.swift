import ControlCore
import VehicleBinding
import VehicleModel

/// Reads `signals`: which signal is which input, and when it may be used.
struct SignalReader {
    /// Reads a vehicle file's section.
    let section: Section
    /// The names that a signal may begin with.
    let buses: [String]

    /// What was read: descriptions in the order of `InputQuantity`, and a rule for every quantity.
    ///
    /// `undriven` is the axle without a motor, of which there is nothing to read but wheels.
    func read(undriven: Axle? = nil) -> (inputs: [InputDescription], rules: InputRules) {
        // What is bound to no signal is never received; its rule would refuse it anyway.
        var rules = InputRules(all: InputRule(greatestAge: .zero, minimum: 0, maximum: 0))
        var inputs: [InputDescription] = []
        for quantity in InputQuantity.allCases {
            let form = InputForm.of(quantity)
            guard let entry = section.optionalSection(form.key, as: "QUANTITY") else { continue }
            let (input, rule) = read(quantity, form, entry)
            inputs.append(input)
            rules[quantity] = rule
            entry.finish()
            if let undriven, quantity.motor == undriven {
                section.report(
                    form.key,
                    found: "a signal of an axle that is not driven",
                    allowed: "those of the other axle's motor"
                )
            }
        }
        section.finish()
        warnOfTwins(inputs)
        return (inputs, rules)
    }

    /// Two pedal sensors that are one can never disagree.
    private func warnOfTwins(_ inputs: [InputDescription]) {
        let first = inputs.first { $0.quantity == .pedalA }
        let second = inputs.first { $0.quantity == .pedalB }
        if let first, let second, first.signal == second.signal {
            section.warn("pedal_b", "the signal of pedal_a: a wrong pedal is never noticed")
        }
    }

    private func read(
        _ quantity: InputQuantity,
        _ form: InputForm,
        _ entry: Section
    ) -> (InputDescription, InputRule) {
        var input = InputDescription(quantity: quantity, signal: signal("signal", entry))
        var bounds: ClosedRange<Double>
        switch form.kind {
        case .number(let scale, let range):
            bounds = entry.span("range", scale, range)
            input.negated = entry.truth("negate", fallback: "no")
        case .truth:
            bounds = 0...1
            let words = [("yes", 1.0), ("no", 0.0)]
            readTable(words, isNeeded: false, entry, into: &input)
        case .gear:
            bounds = 0...Double(Gear.allCases.count - 1)
            let words = Gear.words.map { ($0.0, Double($0.1.rawValue)) }
            readTable(words, isNeeded: true, entry, into: &input)
        }
        input.notAvailable = readRawValues("not_available", entry)
        input.validWhen = readCondition(entry, of: input.signal)
        let rule = InputRule(
            greatestAge: entry.time("max_age", form.ages),
            minimum: bounds.lowerBound,
            maximum: bounds.upperBound
        )
        return (input, rule)
    }

    /// A signal with its bus and message.
    private func signal(_ key: String, _ entry: Section) -> String {
        let names = buses.isEmpty ? "BUS" : buses.joined(separator: " or ")
        let signal = entry.value(
            key,
            allowed: "BUS.MESSAGE.SIGNAL",
            instead: ""
        ) { text in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            let isWhole = parts.count == 3 && text.utf8.count <= 255
            return isWhole && parts.allSatisfy(Self.isName) ? text : nil
        }
        let bus = signal.prefix { $0 != "." }
        if !signal.isEmpty && !buses.isEmpty && !buses.contains(String(bus)) {
            entry.report(key, found: "`\(signal)`", allowed: "a signal of \(names)")
        }
        return signal
    }

    /// Whether this is a name as databases have them, or a bus's.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
            }
    }

    private func readTable(
        _ words: [(String, Double)],
        isNeeded: Bool,
        _ entry: Section,
        into input: inout InputDescription
    ) {
        let table = isNeeded ? entry.section("values") : entry.optionalSection("values")
        if let table {
            for name in table.names {
                let value = table.word(name, as: "RAW", words, instead: 0)
                guard let raw = Section.whole(name) else {
                    table.report(
                        name,
                        found: "the raw value `\(Section.shown(name))`",
                        allowed: "a whole number such as 3 or 0xAA"
                    )
                    continue
                }
                if input.table.contains(where: { $0.raw == raw }) {
                    table.report(name, found: "the raw value again", allowed: "each once")
                }
                input.table.append((raw: raw, value: value))
            }
            table.finish()
            // None would make a number of an enumeration.
            if !table.isAbsent && !(1...8).contains(table.names.count) {
                table.reportWhole(found: "\(table.names.count) raw values", allowed: "1 to 8")
            }
        }
        guard entry.has("values") else { return }
        let allowed = words.map(\.0).joined(separator: ", ")
        input.otherwise = entry.value(
            "otherwise",
            allowed: allowed,
            fallback: "none",
            instead: nil as Double?
        ) { text in
            if text == "none" { return .some(nil) }
            return words.first { $0.0 == text }.map { .some($0.1) }
        }
    }

    private func readRawValues(_ key: String, _ entry: Section) -> [Int64] {
        let allowed = "a list of 1 to 8 raw values such as [0x3FF]"
        guard let texts = entry.list(key, 1...8, allowed: allowed, fallback: "none") else {
            return []
        }
        let values = texts.compactMap(Section.whole)
        if values.count < texts.count {
            let found = texts.map(Section.shown).joined(separator: ", ")
            entry.report(key, found: "`[\(found)]`", allowed: allowed)
        }
        return values
    }

    /// A condition on another signal of the same message: only those come together.
    private func readCondition(
        _ entry: Section,
        of signal: String
    ) -> (signal: String, raw: Int64)? {
        guard let condition = entry.optionalSection("valid_when") else { return nil }
        let other = self.signal("signal", condition)
        let raw = condition.whole("raw", -0x8000_0000...0xFFFF_FFFF)
        condition.finish()
        guard !other.isEmpty, !signal.isEmpty else { return nil }
        let message = signal.split(separator: ".").dropLast()
        if other.split(separator: ".").dropLast() != message {
            condition.report(
                "signal",
                found: "`\(other)`",
                allowed: "a signal of \(message.joined(separator: "."))"
            )
        }
        return (signal: other, raw: raw)
    }
}

extension InputQuantity {
    /// The axle whose motor it is about; nil for what is about the vehicle or its wheels.
    var motor: Axle? {
        let key = InputForm.of(self).key
        if key.hasPrefix("front_") || self == .benchFrontTorque { return .front }
        return key.hasPrefix("rear_") || self == .benchRearTorque ? .rear : nil
    }
}
