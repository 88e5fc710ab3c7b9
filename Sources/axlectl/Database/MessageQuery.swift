import CANFrames
import DBC

/// A message as people name it: by name, `0x1DB`, `475`, or as DBC numbers it.
///
/// Eight hexadecimal digits mean an extended identifier, as in can-utils. A number that fits both
/// kinds finds the standard one first.
struct MessageQuery {
    let text: String

    init(_ text: String) { self.text = text }

    /// The message's index among the compiled ones; nil where the database has none such.
    func index(in database: CompiledDatabase) -> Int? {
        if let index = database.index(ofMessage: text) { return index }
        for id in identifiers {
            if let index = database.index(of: id) { return index }
        }
        return nil
    }

    /// The identifiers that the text may mean, the likeliest first.
    private var identifiers: [FrameID] {
        let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
        let digits = isHexadecimal ? String(text.dropFirst(2)) : text
        guard let number = UInt32(digits, radix: isHexadecimal ? 16 : 10) else { return [] }
        let standard = isHexadecimal && digits.count == 8 ? nil : FrameID(standard: number)
        let numbered = number >= FrameID.extendedBit ? FrameID(rawValue: number) : nil
        return [standard, FrameID(extended: number), numbered].compactMap { $0 }
    }
}
