extension LintRule {
    /// Two signals that one frame can have share bits.
    static let overlappingSignals = LintRule(
        "overlapping-signals",
        .error,
        "Two signals that one frame can have share bits."
    ) { subject, report in
        for (message, tree) in zip(subject.messages, subject.multiplexing) {
            let maps = message.signals.map(BitMap.init)
            for index in maps.indices {
                guard let map = maps[index] else { continue }
                let other = maps[..<index].firstIndex { $0?.overlaps(map) ?? false }
                let meeting =
                    other.map { first in
                        (first..<index).first {
                            (maps[$0]?.overlaps(map) ?? false) && tree.canMeet($0, index)
                        }
                    } ?? nil
                guard let meeting else { continue }
                report.add(
                    at: message.signals[index].position,
                    "\(message.name).\(message.signals[index].name) shares bits with "
                        + "\(message.signals[meeting].name)"
                )
            }
        }
    }
}
