extension LintRule {
    /// A signal is selected by a value that the bits of its multiplexor cannot hold.
    static let unreachableMultiplexValue = LintRule(
        "unreachable-multiplex-value",
        .error,
        "A signal is selected by a value that the bits of its multiplexor cannot hold."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            for (index, signal) in message.signals.enumerated() {
                guard let parent = tree.parents[index] else { continue }
                let selector = message.signals[parent]
                guard (1...63).contains(selector.length) else { continue }
                let largest = UInt64(1) << UInt64(selector.length) - 1
                // A range may be written wider than the multiplexor; one beyond it cannot be meant.
                for range in signal.multiplexing.ranges where range.lowerBound > largest {
                    report.add(
                        at: signal.position,
                        "\(message.name).\(signal.name) is selected by \(range.lowerBound), but "
                            + "\(selector.name) holds at most \(largest)"
                    )
                }
            }
        }
    }
}
