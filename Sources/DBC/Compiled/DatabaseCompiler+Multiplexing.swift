import SignalCodec

/// Which signals are there, by the values of those that select them.
extension DatabaseCompiler {
    /// For each signal the index of the one that selects it.
    mutating func selectors(of message: Message) -> [Int?] {
        let none = [Int?](repeating: nil, count: message.signals.count)
        guard message.signals.contains(where: { !$0.multiplexing.ranges.isEmpty }) else {
            return none
        }
        let candidates = message.signals.indices.filter {
            message.signals[$0].multiplexing.isSelector
        }
        let roots = candidates.filter { message.signals[$0].multiplexing.ranges.isEmpty }
        var indices: [String: Int] = [:]
        for (index, signal) in message.signals.enumerated() where indices[signal.name] == nil {
            indices[signal.name] = index
        }
        var isAmbiguousReported = false
        return message.signals.indices.map { index in
            let signal = message.signals[index]
            guard !signal.multiplexing.ranges.isEmpty else { return nil }
            let path = "\(message.name).\(signal.name)"
            if let name = signal.multiplexing.selector {
                if let selector = indices[name], selector != index { return selector }
                diagnostics.error(
                    at: signal.position,
                    "\(path) is selected by \(name), which is not there"
                )
                return nil
            }
            if roots.isEmpty {
                diagnostics.warn(
                    at: signal.position,
                    "\(path) is multiplexed, but no signal of the message is marked M; "
                        + "it is not delivered"
                )
                return nil
            }
            if roots.count > 1, !isAmbiguousReported {
                isAmbiguousReported = true
                diagnostics.warn(
                    at: signal.position,
                    "\(message.name) has \(roots.count) multiplexors and no SG_MUL_VAL_ for "
                        + "\(signal.name); the first selects it"
                )
            }
            return roots[0]
        }
    }

    /// All that must hold for a signal to be there; nil where it never can.
    mutating func conditions(
        of index: Int,
        in message: Message,
        _ parents: [Int?],
        _ layouts: [SignalLayout?]
    ) -> [SelectorCondition]? {
        var result: [SelectorCondition] = []
        var current = index
        while !message.signals[current].multiplexing.ranges.isEmpty {
            guard let parent = parents[current], let selector = layouts[parent] else { return nil }
            guard result.count < Self.deepestNesting else {
                diagnostics.error(
                    at: message.signals[index].position,
                    "\(message.name).\(message.signals[index].name) is multiplexed more than "
                        + "\(Self.deepestNesting) deep, or selects itself"
                )
                return nil
            }
            let ranges = message.signals[current].multiplexing.ranges
            result.append(
                SelectorCondition(
                    selector: selector,
                    ranges: ranges.sorted { $0.lowerBound < $1.lowerBound }
                )
            )
            current = parent
        }
        return result
    }

    func selectorUses(
        of message: Message,
        _ layouts: [SignalLayout?],
        _ parents: [Int?],
        _ conditions: [[SelectorCondition]?]
    ) -> [CompiledMessage.SelectorUse] {
        var ranges: [Int: [ClosedRange<UInt64>]] = [:]
        for (index, parent) in parents.enumerated() {
            if let parent {
                ranges[parent, default: []] += message.signals[index].multiplexing.ranges
            }
        }
        return ranges.sorted { $0.key < $1.key }.compactMap { parent, values in
            guard let selector = layouts[parent], let conditions = conditions[parent] else {
                return nil
            }
            let merged = Set(values).sorted { $0.lowerBound < $1.lowerBound }
            return CompiledMessage.SelectorUse(
                conditions: conditions,
                values: SelectorCondition(selector: selector, ranges: merged)
            )
        }
    }
}
