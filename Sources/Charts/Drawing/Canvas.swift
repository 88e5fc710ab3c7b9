/// What has been drawn so far, as SVG elements.
struct Canvas {
    let width: Double
    let height: Double
    private(set) var elements: [String] = []
    /// Every text drawn.
    private(set) var texts: [PlacedText] = []
    private var striped: [Fill] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    mutating func rectangle(_ box: Box, _ style: String) {
        elements.append(
            "<rect class=\"\(style)\" x=\"\(number(box.left))\" y=\"\(number(box.top))\" "
                + "width=\"\(number(box.width))\" height=\"\(number(box.height))\"/>"
        )
    }

    /// An area of a track's colour, striped where it is textured.
    mutating func area(_ box: Box, _ fill: Fill) {
        rectangle(box, "a-\(fill.hue)")
        guard fill.texture != .plain else { return }
        if !striped.contains(fill) { striped.append(fill) }
        elements.append(
            "<rect fill=\"url(#axle-\(fill.texture))\" x=\"\(number(box.left))\" "
                + "y=\"\(number(box.top))\" width=\"\(number(box.width))\" "
                + "height=\"\(number(box.height))\"/>"
        )
    }

    mutating func line(from start: Point, to end: Point, _ style: String) {
        elements.append(
            "<path class=\"\(style)\" d=\"M\(pair(start))L\(pair(end))\"/>"
        )
    }

    /// Lines through points, closed where they bound an area.
    mutating func path(_ pieces: [[Point]], _ style: String, isClosed: Bool = false) {
        let shapes = pieces.map { piece in
            "M" + Self.visible(piece).map(pair).joined(separator: " ") + (isClosed ? "Z" : "")
        }
        guard !shapes.isEmpty else { return }
        elements.append("<path class=\"\(style)\" d=\"\(shapes.joined())\"/>")
    }

    /// The points without those that change nothing at a tenth of a pixel, in the middle of a level piece.
    private static func visible(_ piece: [Point]) -> [Point] {
        func tenth(_ value: Double) -> Double { (value * 10).rounded() }
        return piece.indices.filter { index in
            guard index > 0, index < piece.count - 1 else { return true }
            let height = tenth(piece[index].y)
            return tenth(piece[index - 1].y) != height || tenth(piece[index + 1].y) != height
        }.map { piece[$0] }
    }

    mutating func dot(_ centre: Point, radius: Double, _ style: String) {
        elements.append(
            "<circle class=\"\(style)\" cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" "
                + "r=\"\(number(radius))\"/>"
        )
    }

    mutating func text(_ text: PlacedText, hasHalo: Bool = false) {
        guard !text.text.isEmpty else { return }
        texts.append(text)
        let anchor = text.anchor == .start ? "" : " text-anchor=\"\(text.anchor.rawValue)\""
        elements.append(
            "<text class=\"\(text.role.rawValue)\(hasHalo ? " halo" : "")\" x=\"\(number(text.x))\" "
                + "y=\"\(number(text.baseline))\"\(anchor)>\(XMLText.escaped(text.text))</text>"
        )
    }

    /// The whole file.
    func document(title: String, description: String) -> String {
        let size = "width=\"\(number(width))\" height=\"\(number(height))\""
        let lines =
            [
                "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) "
                    + "viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\">",
                "<title>\(XMLText.escaped(title))</title>",
                "<desc>\(XMLText.escaped(description))</desc>",
                "<style>\n\(StyleSheet.text)\n</style>",
            ] + patterns + elements + ["</svg>", ""]
        return lines.joined(separator: "\n")
    }

    private var patterns: [String] {
        let used = Fill.Texture.allCases.filter { texture in
            striped.contains { $0.texture == texture }
        }
        guard !used.isEmpty else { return [] }
        return ["<defs>"]
            + used.map { texture in
                let stripes =
                    texture == .rising
                    ? "M-1 1L1 -1M0 6L6 0M5 7L7 5" : "M-1 5L1 7M0 0L6 6M5 -1L7 1"
                return "<pattern id=\"axle-\(texture)\" width=\"6\" height=\"6\" "
                    + "patternUnits=\"userSpaceOnUse\"><path class=\"stripe\" d=\"\(stripes)\"/>"
                    + "</pattern>"
            } + ["</defs>"]
    }

    private func number(_ value: Double) -> String { NumberText.coordinate(value) }

    private func pair(_ point: Point) -> String { "\(number(point.x)),\(number(point.y))" }
}
