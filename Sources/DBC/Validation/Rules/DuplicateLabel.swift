extension LintRule {
    /// Several values have one label, so that encoding by it takes the lowest.
    static let duplicateLabel = LintRule(
        "duplicate-label",
        .warning,
        "Several values have one label, so that encoding by it takes the lowest."
    ) { subject, report in
        func check(_ values: [ValueDescription], _ name: String, _ position: SourcePosition) {
            var labels: [String: Int128] = [:]
            for value in values {
                if let other = labels[value.label] {
                    guard other != value.raw else { continue }
                    report.add(
                        at: position,
                        "\(name) has the label \"\(value.label)\" for \(other) and for \(value.raw)"
                    )
                } else {
                    labels[value.label] = value.raw
                }
            }
        }
        subject.forEachSignal { message, signal in
            // A shared table is reported once, where it stands.
            guard signal.valueTable == nil else { return }
            check(signal.values, "\(message.name).\(signal.name)", signal.position)
        }
        for table in subject.database.valueTables {
            check(table.values, "the value table \(table.name)", table.position)
        }
    }
}
