/// A track at its place.
struct TrackLayout {
    let name: PlacedText
    let box: Box
    let path: TrackPath
    /// The names that fit into their parts.
    let labels: [PlacedText]

    static let height = 16.0
    static let gap = 3.0
    /// Below a plot, whose lowest number reaches over its edge.
    static let firstGap = 8.0
    /// Names are not wider than this, pixels.
    static let widestName = 190.0

    init(_ track: Track, time: Scale, top: Double) {
        box = Box(left: time.start, top: top, right: time.end, bottom: top + Self.height)
        name = PlacedText(
            text: TextRole.tick.fitted(track.name, in: Self.widestName),
            role: .tick,
            x: time.start - 8,
            baseline: top + 12,
            anchor: .end
        )
        let path = TrackPath(track.spans, time: time)
        self.path = path
        labels = path.parts.indices.compactMap { Self.label(of: $0, in: path, top: top) }
    }

    /// The name of a part, in the middle of the widest room that slivers leave; nil where it does not fit.
    private static func label(of index: Int, in path: TrackPath, top: Double) -> PlacedText? {
        let part = path.parts[index]
        let room = TextRole.span.width(of: part.name) + 6
        guard room <= part.width else { return nil }
        var start = part.left
        var widest = (left: part.left, right: part.left)
        let over = path.parts.dropFirst(index + 1).filter {
            $0.right > part.left && $0.left < part.right
        }
        for edge in over.sorted(by: { $0.left < $1.left }) {
            if edge.left - start > widest.right - widest.left { widest = (start, edge.left) }
            start = max(start, edge.right)
        }
        if part.right - start > widest.right - widest.left { widest = (start, part.right) }
        guard room <= widest.right - widest.left else { return nil }
        return PlacedText(
            text: part.name,
            role: .span,
            x: (widest.left + widest.right) / 2,
            baseline: top + 11.8,
            anchor: .middle
        )
    }

    /// What is shown without its name, each once, in the order of time.
    func unnamed(except named: Set<String>) -> [LegendFlow.Entry] {
        var entries: [LegendFlow.Entry] = []
        for part in path.parts.sorted(by: { $0.left < $1.left }) where !named.contains(part.name) {
            let entry = LegendFlow.Entry(sign: .fill(part.fill), name: part.name)
            if !entries.contains(entry) { entries.append(entry) }
        }
        return entries
    }
}
