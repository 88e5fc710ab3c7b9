/// A colour that looks the same on a light and on a dark page; told apart also by colour-blind eyes.
///
/// After the palette of Okabe and Ito, darker on a light page and lighter on a dark one.
public enum Hue: UInt8, CaseIterable, Sendable {
    /// The colour of the text.
    case ink
    /// A neutral one.
    case grey
    /// Blue.
    case blue
    /// Red towards orange.
    case vermillion
    /// Green towards blue.
    case green
    /// Purple towards red.
    case purple
    /// Orange towards brown.
    case amber
    /// Blue towards green.
    case cyan
    /// Yellow.
    case yellow
}

/// How a line is broken, for eyes and printers that see no colours.
public enum Dash: UInt8, CaseIterable, Sendable {
    /// Not at all.
    case solid
    /// Long strokes.
    case dashed
    /// Points.
    case dotted
    /// A stroke and a point by turns.
    case dashDotted
}

/// How a line is drawn.
public struct Stroke: Hashable, Sendable {
    /// Its colour.
    public var hue: Hue
    /// How it is broken.
    public var dash: Dash

    /// Puts both together.
    public init(_ hue: Hue, _ dash: Dash = .solid) {
        self.hue = hue
        self.dash = dash
    }

    /// One of a row of 28 strokes that look different; each one's neighbours differ in colour and in dash.
    public static func numbered(_ number: Int) -> Stroke {
        let hues: [Hue] = [.blue, .vermillion, .green, .purple, .amber, .cyan, .ink]
        let dashes = Dash.allCases
        return Stroke(hues[number % hues.count], dashes[number % dashes.count])
    }
}

/// How a span of a track is filled.
public struct Fill: Hashable, Sendable {
    /// What lies over the colour.
    public enum Texture: UInt8, CaseIterable, Sendable {
        /// Nothing.
        case plain
        /// Stripes that rise.
        case rising
        /// Stripes that fall.
        case falling
    }

    /// Its colour, pale on a light page and deep on a dark one.
    public var hue: Hue
    /// What lies over it.
    public var texture: Texture

    /// Puts both together.
    public init(_ hue: Hue, _ texture: Texture = .plain) {
        self.hue = hue
        self.texture = texture
    }

    /// One of a row of fills that look different; `number` is not negative.
    public static func numbered(_ number: Int) -> Fill {
        let hues: [Hue] = [.vermillion, .blue, .green, .purple, .amber, .cyan, .yellow, .grey]
        let turn = number / hues.count % Texture.allCases.count
        return Fill(hues[number % hues.count], Texture.allCases[turn])
    }
}
