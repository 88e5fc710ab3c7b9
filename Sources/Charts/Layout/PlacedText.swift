/// What a text is for, which says how it looks.
enum TextRole: String, CaseIterable {
    case title, fact, heading, legend, tick, moment, span, callout, note

    var size: Double {
        switch self {
        case .title: 17
        case .heading: 12.5
        case .fact, .note: 12
        case .legend, .tick, .moment, .callout: 11
        case .span: 10.5
        }
    }

    var isBold: Bool {
        switch self {
        case .title, .heading, .callout: true
        case .fact, .legend, .tick, .moment, .span, .note: false
        }
    }

    /// Whether it steps back behind what is drawn.
    var isQuiet: Bool {
        switch self {
        case .tick, .moment, .note: true
        case .title, .fact, .heading, .legend, .span, .callout: false
        }
    }

    /// How wide a text is, pixels.
    func width(of text: String) -> Double { TextWidth.of(text, size: size, isBold: isBold) }

    /// The text, cut where it is wider than its room.
    func fitted(_ text: String, in room: Double) -> String {
        TextWidth.fitted(text, size: size, isBold: isBold, in: room)
    }
}

/// A text at its place.
struct PlacedText: Equatable {
    /// Which part of it stands at its place.
    enum Anchor: String { case start, middle, end }

    let text: String
    let role: TextRole
    /// Where the anchor is, pixels.
    let x: Double
    /// Where the letters stand, pixels.
    let baseline: Double
    var anchor = Anchor.start

    /// The room that it takes at most.
    var box: Box {
        let width = role.width(of: text)
        let left =
            switch anchor {
            case .start: x
            case .middle: x - width / 2
            case .end: x - width
            }
        return Box(
            left: left,
            top: baseline - 0.8 * role.size,
            right: left + width,
            bottom: baseline + 0.22 * role.size
        )
    }
}
