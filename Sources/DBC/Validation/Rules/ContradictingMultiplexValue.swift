extension LintRule {
    /// The m of a signal and its SG_MUL_VAL_ contradict each other.
    static let contradictingMultiplexValue = LintRule(
        "contradicting-multiplex-value",
        .warning,
        "The m of a signal and its SG_MUL_VAL_ contradict each other."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard signal.multiplexing.selector != nil, let value = signal.multiplexing.writtenValue,
                !signal.multiplexing.ranges.isEmpty,
                !signal.multiplexing.ranges.contains(where: { $0.contains(value) })
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) is marked m\(value), which its SG_MUL_VAL_ does not have"
            )
        }
    }
}
