import DBC

/// The signals that a multiplexor selects together.
struct MultiplexPage {
    /// The multiplexor's index among the message's signals.
    let selector: Int
    /// The raw values at which exactly these signals are there, ascending.
    private(set) var values: [ClosedRange<UInt64>]
    /// Their indices among the message's signals.
    let signals: [Int]

    /// The values in words.
    var valueText: String { values.map(Self.text).joined(separator: ", ") }

    static func text(_ range: ClosedRange<UInt64>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    /// All pages of a message, multiplexor by multiplexor, by their lowest value.
    static func pages(of message: CompiledMessage) -> [MultiplexPage] {
        message.signals.indices.flatMap { selector in
            let children = message.signals.indices.filter {
                message.signals[$0].multiplexedBy == selector
            }
            return children.isEmpty ? [] : pages(of: message, selector, children)
        }
    }

    private static func pages(
        of message: CompiledMessage,
        _ selector: Int,
        _ children: [Int]
    ) -> [MultiplexPage] {
        // Between two neighbouring bounds the same signals are there.
        var bounds: Set<UInt64> = []
        for child in children {
            for range in message.signals[child].ranges {
                bounds.insert(range.lowerBound)
                if range.upperBound < .max { bounds.insert(range.upperBound + 1) }
            }
        }
        var pages: [MultiplexPage] = []
        let sorted = bounds.sorted()
        for (index, lower) in sorted.enumerated() {
            let upper = index + 1 < sorted.count ? sorted[index + 1] - 1 : .max
            let present = children.filter { child in
                message.signals[child].ranges.contains { $0.contains(lower) }
            }
            guard !present.isEmpty else { continue }
            if let page = pages.firstIndex(where: { $0.signals == present }) {
                pages[page].add(lower...upper)
            } else {
                pages.append(
                    MultiplexPage(selector: selector, values: [lower...upper], signals: present)
                )
            }
        }
        return pages
    }

    private mutating func add(_ range: ClosedRange<UInt64>) {
        if let last = values.last, last.upperBound &+ 1 == range.lowerBound {
            values[values.count - 1] = last.lowerBound...range.upperBound
        } else {
            values.append(range)
        }
    }
}

extension CompiledSignal {
    /// The raw values of its multiplexor at which it is there; empty: always.
    var ranges: [ClosedRange<UInt64>] { conditions.first?.ranges ?? [] }
}
