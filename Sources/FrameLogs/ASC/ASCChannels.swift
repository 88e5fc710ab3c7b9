/// What the channels of an ASC log are called elsewhere.
///
/// Channel 1 is `can0`, as in can-utils, unless a comment of ours says `// channel 1: front`.
struct ASCChannels {
    private var names: [Int: String] = [:]

    /// The name of a channel.
    func name(of channel: Int) -> String { names[channel] ?? Self.usualName(of: channel) }

    /// Reads a comment behind `//`; false for another one.
    mutating func read(_ scanner: inout TextScanner) -> Bool {
        _ = scanner.skipBlanks()
        guard scanner.skip(ignoringCase: "channel ") else { return false }
        let (channel, digits) = scanner.decimal(atMost: 3)
        guard digits > 0, scanner.skip(ignoringCase: ": ") else { return false }
        let name = scanner.rest()
        guard CandumpLine.isName(name) else { return false }
        names[Int(channel)] = name
        return true
    }

    /// Appends the comment's line.
    static func append(_ channel: Int, _ name: String, to text: inout [UInt8]) {
        text += Array("// channel \(channel): \(name)\n".utf8)
    }

    /// What can-utils call a channel.
    static func usualName(of channel: Int) -> String { channel > 0 ? "can\(channel - 1)" : "canX" }
}
