/// Which signal of a message is selected by which, and when two can be in one frame.
struct MultiplexTree {
    /// One thing that must hold for a signal to be there.
    struct Condition {
        /// The index of the selecting signal.
        var selector: Int
        /// The raw values of the selector at which the signal is there.
        var ranges: [ClosedRange<UInt64>]
    }

    /// For each signal the one that selects it; nil where none does or none is found.
    let parents: [Int?]
    /// For each signal all that must hold, from the nearest selector outwards.
    let conditions: [[Condition]]
    /// The signals that select themselves by way of others.
    let loops: Set<Int>

    init(_ message: Message) {
        let signals = message.signals
        var indices: [String: Int] = [:]
        for (index, signal) in signals.enumerated() where indices[signal.name] == nil {
            indices[signal.name] = index
        }
        let root = signals.firstIndex {
            $0.multiplexing.isSelector && $0.multiplexing.ranges.isEmpty
        }
        let parents: [Int?] = signals.map { signal in
            guard !signal.multiplexing.ranges.isEmpty else { return nil }
            guard let name = signal.multiplexing.selector else { return root }
            return indices[name]
        }
        var conditions: [[Condition]] = []
        var loops: Set<Int> = []
        for index in signals.indices {
            var chain: [Condition] = []
            var current = index
            while let parent = parents[current] {
                chain.append(
                    Condition(selector: parent, ranges: signals[current].multiplexing.ranges)
                )
                current = parent
                if chain.count > Self.deepestNesting {
                    loops.insert(index)
                    break
                }
            }
            conditions.append(chain)
        }
        self.parents = parents
        self.conditions = conditions
        self.loops = loops
    }

    /// Nested multiplexors are followed this deep; a loop ends here too.
    private static let deepestNesting = 16

    /// Whether some frame can have both signals.
    func canMeet(_ first: Int, _ second: Int) -> Bool {
        for condition in conditions[first] {
            for other in conditions[second] where other.selector == condition.selector {
                let share = condition.ranges.contains { range in
                    other.ranges.contains { $0.overlaps(range) }
                }
                if !share { return false }
            }
        }
        return true
    }
}
