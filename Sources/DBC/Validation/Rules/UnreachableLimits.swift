extension LintRule {
    /// The limits of a signal lie outside of what its bits can hold.
    static let unreachableLimits = LintRule(
        "unreachable-limits",
        .warning,
        "The limits of a signal lie outside of what its bits can hold."
    ) { subject, report in
        subject.forEachSignal { message, signal in
            guard let range = signal.physicalRange, signal.minimum != 0 || signal.maximum != 0,
                signal.minimum.isFinite, signal.maximum.isFinite
            else { return }
            // A limit may be rounded: less than one count beyond is not meant.
            let count = signal.factor.magnitude * 0.999_999
            guard
                signal.minimum <= range.lowerBound - count
                    || signal.maximum >= range.upperBound + count
            else { return }
            report.add(
                at: signal.position,
                "\(message.name).\(signal.name) has the limits [\(signal.minimum)|\(signal.maximum)], "
                    + "but its bits hold only \(range.lowerBound) to \(range.upperBound)"
            )
        }
    }
}
