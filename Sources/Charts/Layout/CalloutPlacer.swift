/// Finds places for words beside points: inside the plot, not over each other, off the lines if possible.
struct CalloutPlacer {
    private let plot: Box
    private let paths: [LinePath]
    /// Where upright lines are.
    private let uprights: [Double]
    private var taken: [Box] = []

    init(_ plot: Box, _ paths: [LinePath], uprights: [Double] = []) {
        self.plot = plot
        self.paths = paths
        self.uprights = uprights
    }

    /// The best place for a text beside a point; nil where there is none.
    mutating func place(_ text: String, at point: Point) -> PlacedText? {
        var best: (text: PlacedText, crossings: Int)?
        for candidate in candidates(text, point) {
            let box = candidate.box
            guard plot.contains(box), !taken.contains(where: { $0.overlaps(box) }) else { continue }
            let crossings = crossings(of: box)
            if best.map({ crossings < $0.crossings }) ?? true { best = (candidate, crossings) }
        }
        if let best { taken.append(best.text.box) }
        return best?.text
    }

    private func candidates(_ text: String, _ point: Point) -> [PlacedText] {
        let text = TextRole.callout.fitted(text, in: plot.width - 16)
        var found: [PlacedText] = []
        for rise in [-7.0, 15, 4, -22, 30] {
            for (side, anchor) in [(8.0, PlacedText.Anchor.start), (-8, .end), (0, .middle)] {
                guard rise != 4 || side != 0 else { continue }
                found.append(
                    PlacedText(
                        text: text,
                        role: .callout,
                        x: point.x + side,
                        baseline: point.y + rise,
                        anchor: anchor
                    )
                )
            }
        }
        return found
    }

    private func crossings(of box: Box) -> Int {
        var count = uprights.count { box.left < $0 && $0 < box.right }
        for piece in paths.flatMap(\.pieces) {
            for (start, end) in zip(piece, piece.dropFirst())
            where box.isCrossed(from: start, to: end) {
                count += 1
            }
        }
        return count
    }
}
