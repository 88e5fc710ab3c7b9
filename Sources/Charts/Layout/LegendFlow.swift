/// A panel's heading, and behind it what its lines and colours mean, in as many rows as they need.
struct LegendFlow {
    /// What stands before a name.
    enum Sign: Equatable {
        case line(Stroke, isLimit: Bool)
        case fill(Fill)
    }

    /// A name with its sign.
    struct Entry: Equatable {
        let sign: Sign
        let name: String
    }

    /// An entry at its place.
    struct Placed {
        let sign: Sign
        let signBox: Box
        let text: PlacedText
    }

    let heading: PlacedText
    let entries: [Placed]
    /// Where the rows end, pixels from the top.
    let bottom: Double

    private static let signWidth = 24.0
    private static let signGap = 5.0
    private static let gap = 18.0
    private static let rowHeight = 16.0

    /// Whether a line from top to bottom at `x` would go through a name or a sign.
    func isCrossed(at x: Double) -> Bool {
        let boxes = [heading.box] + entries.flatMap { [$0.signBox, $0.text.box] }
        return boxes.contains { $0.left - 3 < x && x < $0.right + 3 }
    }

    /// Lets the entries flow behind the heading.
    init(_ heading: String, _ entries: [Entry], left: Double, right: Double, top: Double) {
        var baseline = top + 12
        let text = TextRole.heading.fitted(heading, in: right - left)
        self.heading = PlacedText(text: text, role: .heading, x: left, baseline: baseline)
        var x = left + TextRole.heading.width(of: text) + Self.gap
        var placed: [Placed] = []
        for entry in entries {
            let before = Self.signWidth + Self.signGap
            let name = TextRole.legend.fitted(entry.name, in: right - left - before)
            let width = before + TextRole.legend.width(of: name)
            if x > left, x + width > right {
                x = left
                baseline += Self.rowHeight
            }
            placed.append(
                Placed(
                    sign: entry.sign,
                    signBox: Box(
                        left: x,
                        top: baseline - 9,
                        right: x + Self.signWidth,
                        bottom: baseline + 1
                    ),
                    text: PlacedText(
                        text: name,
                        role: .legend,
                        x: x + before,
                        baseline: baseline
                    )
                )
            )
            x += width + Self.gap
        }
        self.entries = placed
        bottom = baseline + 6
    }
}
