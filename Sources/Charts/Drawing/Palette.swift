/// The colours of one kind of page, 0xRRGGBB.
struct Palette {
    let page: UInt32
    let plot: UInt32
    let ink: UInt32
    let quiet: UInt32
    let grid: UInt32
    let axis: UInt32
    let forbidden: UInt32
    private let isDark: Bool

    static let light = Palette(
        page: 0xFFFFFF,
        plot: 0xF6F8FA,
        ink: 0x1F2328,
        quiet: 0x57606A,
        grid: 0xDCE1E6,
        axis: 0x8C959F,
        forbidden: 0xF9DEDA,
        isDark: false
    )

    static let dark = Palette(
        page: 0x0D1117,
        plot: 0x161B22,
        ink: 0xE6EDF3,
        quiet: 0x9DA7B3,
        grid: 0x2A313A,
        axis: 0x6E7681,
        forbidden: 0x42201E,
        isDark: true
    )

    /// How much of a stripe's colour, ink, covers what is under it.
    static let stripeOpacity = 0.18

    /// The colour of a line.
    func line(_ hue: Hue) -> UInt32 {
        switch hue {
        case .ink: ink
        case .grey: isDark ? 0x9DA7B3 : 0x57606A
        case .blue: isDark ? 0x56B4E9 : 0x0072B2
        case .vermillion: isDark ? 0xFF8A3D : 0xC85400
        case .green: isDark ? 0x2BC79A : 0x00805B
        case .purple: isDark ? 0xE39CC6 : 0xA8487F
        case .amber: isDark ? 0xE69F00 : 0x966600
        case .cyan: isDark ? 0x5FD3DC : 0x007C86
        case .yellow: isDark ? 0xF0E442 : 0x7A7400
        }
    }

    /// The colour of an area, on which ink is read.
    func area(_ hue: Hue) -> UInt32 {
        switch hue {
        case .ink: isDark ? 0x454D57 : 0xC3CAD1
        case .grey: isDark ? 0x333A43 : 0xDCE1E6
        case .blue: isDark ? 0x0A4468 : 0xB5DAF2
        case .vermillion: isDark ? 0x7A3200 : 0xFAC9A8
        case .green: isDark ? 0x00523C : 0xB4E3D1
        case .purple: isDark ? 0x642B51 : 0xEFCDE1
        case .amber: isDark ? 0x614600 : 0xFADF9E
        case .cyan: isDark ? 0x004F55 : 0xBDECEF
        case .yellow: isDark ? 0x4F4B00 : 0xF3EE9B
        }
    }

    /// As style sheets write a colour.
    static func text(_ colour: UInt32) -> String {
        let digits = String(colour, radix: 16, uppercase: true)
        return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
