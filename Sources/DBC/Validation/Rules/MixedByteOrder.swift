extension LintRule {
    /// A message has big-endian and little-endian signals of several bytes.
    static let mixedByteOrder = LintRule(
        "mixed-byte-order",
        .info,
        "A message has big-endian and little-endian signals of several bytes."
    ) { subject, report in
        for message in subject.messages {
            // In one byte both orders mean the same.
            let long = message.signals.filter { (BitMap($0)?.masks.count ?? 0) > 1 }
            guard let first = long.first,
                let other = long.first(where: { $0.byteOrder != first.byteOrder })
            else { continue }
            report.add(
                at: other.position,
                "\(message.name) has signals of both byte orders: \(first.name) and \(other.name)"
            )
        }
    }
}
