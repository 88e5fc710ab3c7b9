/// The moments' lines and names above the panels.
///
/// A name begins at its line. Where a later line would cross it, it stands a row higher: so no line goes
/// through a name, and no name over another. What finds no room in four rows has a line only.
struct MomentRow {
    /// A moment at its place.
    struct Placed {
        let x: Double
        let label: PlacedText?
        /// Where the line begins, pixels from the top.
        var top: Double
    }

    let moments: [Placed]
    /// Where the rows end, pixels from the top.
    let bottom: Double

    private static let greatestRows = 4
    private static let rowHeight = 14.0
    private static let gap = 8.0
    /// Lines nearer than this are one.
    private static let nearest = 4.0
    /// A name cut shorter than this says nothing.
    private static let least = 26.0

    private struct Choice {
        let x: Double
        let text: String
        let right: Double
        /// From the panels upward, 0 the lowest; nil without a name.
        let row: Int?
    }

    /// Chooses rows for the moments inside the time scale's range; names end before `edge`.
    init(_ moments: [Moment], time: Scale, top: Double, edge: Double) {
        var choices: [Choice] = []
        for (x, name) in Self.distinct(moments, time).reversed() {
            choices.append(Self.choose(x, name, before: choices, edge: edge))
        }
        choices.reverse()
        let rows = (choices.compactMap(\.row).max() ?? -1) + 1
        let bottom = top + Double(rows) * Self.rowHeight + (rows > 0 ? 4 : 0)
        self.bottom = bottom
        self.moments = choices.map { choice in
            guard let row = choice.row else { return Placed(x: choice.x, label: nil, top: bottom) }
            let baseline = bottom - 6 - Double(row) * Self.rowHeight
            let label = PlacedText(
                text: choice.text,
                role: .moment,
                x: choice.x + 4,
                baseline: baseline
            )
            return Placed(x: choice.x, label: label, top: baseline - 9)
        }
    }

    private static func distinct(
        _ moments: [Moment],
        _ time: Scale
    ) -> [(x: Double, name: String)] {
        var found: [(x: Double, name: String)] = []
        for moment in moments.sorted(by: { $0.time < $1.time })
        where time.values.contains(moment.time) {
            let x = time.pixel(moment.time).rounded()
            if let last = found.last, x - last.x < nearest { continue }
            found.append((x, moment.name))
        }
        return found
    }

    private static func choose(
        _ x: Double,
        _ name: String,
        before later: [Choice],
        edge: Double
    ) -> Choice {
        let text = TextRole.moment.fitted(name, in: edge - x - 4)
        let right = x + 4 + TextRole.moment.width(of: text)
        let isSaid = !name.isEmpty && (text == name || right - x - 4 >= least) && right <= edge
        let crossed = later.filter { $0.x < right + gap }.compactMap(\.row).max()
        let row = (crossed ?? -1) + 1
        let isPlaced = isSaid && row < greatestRows
        return Choice(x: x, text: text, right: right, row: isPlaced ? row : nil)
    }
}
