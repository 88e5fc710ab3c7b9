/// The title and the facts under it.
struct Header {
    /// The texts.
    let texts: [PlacedText]
    /// Where they end, pixels from the top.
    let bottom: Double

    private static let separator = "  ·  "
    private static let lineHeight = 17.0

    /// Puts facts into as many lines as they need.
    init(_ figure: Figure, left: Double, right: Double) {
        let room = right - left
        var texts = [
            PlacedText(
                text: TextRole.title.fitted(figure.title, in: room),
                role: .title,
                x: left,
                baseline: 28
            )
        ]
        var line = ""
        var baseline = 31.0
        func finish() {
            guard !line.isEmpty else { return }
            baseline += Self.lineHeight
            let text = TextRole.fact.fitted(line, in: room)
            texts.append(PlacedText(text: text, role: .fact, x: left, baseline: baseline))
        }
        for fact in figure.facts where !fact.isEmpty {
            let longer = line.isEmpty ? fact : line + Self.separator + fact
            if !line.isEmpty, TextRole.fact.width(of: longer) > room {
                finish()
                line = fact
            } else {
                line = longer
            }
        }
        finish()
        self.texts = texts
        bottom = baseline + 8
    }
}
