import CANFrames

/// Turns items into the text of a log, one after another.
public struct LogFormatter: Sendable {
    private let format: LogFormat
    private var asc: ASCEncoder

    /// A log without items.
    /// - Parameters:
    ///   - format: The log's form.
    ///   - channels: For an ASC log the names of channel 1 and of those after it; further names get the
    ///     next channels as they come.
    public init(_ format: LogFormat, channels: [String] = []) {
        self.format = format
        asc = ASCEncoder(channels: channels)
    }

    /// Frames that an ASC log has at its beginning, because they are older than that.
    public var clamped: Int { asc.clamped }

    /// Appends an item and a line end.
    public mutating func append(_ item: LogItem, to text: inout [UInt8]) {
        switch format {
        case .candump: Self.appendCandump(item, to: &text)
        case .asc: asc.append(item, to: &text)
        }
    }

    private static func appendCandump(_ item: LogItem, to text: inout [UInt8]) {
        guard case .frame(let entry) = item else {
            text += Array("# ".utf8)
            LogRemark.append(item, to: &text)
            text.append(UInt8(ascii: "\n"))
            return
        }
        CandumpLine.append(
            stamp: entry.stamp,
            interface: entry.interface,
            frame: entry.frame,
            direction: entry.direction,
            to: &text
        )
    }
}
