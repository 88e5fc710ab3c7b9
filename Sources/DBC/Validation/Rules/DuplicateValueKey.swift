extension LintRule {
    /// A value table names one count twice, so that only the first name is shown.
    static let duplicateValueKey = LintRule(
        "duplicate-value-key",
        .warning,
        "A value table names one count twice, as -1 and 255 of 8 bits are, so that only the first name is shown."
    ) { subject, report in
        for table in subject.database.valueTables {
            var keys: Set<Int128> = []
            for value in table.values where !keys.insert(value.raw).inserted {
                report.add(
                    at: table.position,
                    "the value table \(table.name) names the value \(value.raw) twice"
                )
            }
        }
        subject.forEachSignal { message, signal in
            var keys: [Int128: Int128] = [:]
            for value in signal.values {
                let bits = signal.bits(ofKey: value.raw)
                guard let other = keys.updateValue(value.raw, forKey: bits) else { continue }
                let path = "\(message.name).\(signal.name)"
                if other != value.raw {
                    report.add(
                        at: signal.position,
                        "\(path) names \(other) and \(value.raw), which are one value of its "
                            + "\(signal.length) bits"
                    )
                } else if signal.valueTable == nil {
                    // A shared table is reported once, where it stands.
                    report.add(at: signal.position, "\(path) names the value \(value.raw) twice")
                }
            }
        }
    }
}
