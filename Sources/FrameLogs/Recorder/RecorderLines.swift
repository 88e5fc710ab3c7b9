import CANFrames

/// How the recorder writes lines.
struct RecorderLines: Sendable {
    /// So many fit in a line of less than 400 bytes.
    static let arrivalsPerLine = 16

    private let marksDirection: Bool
    private let names: [String]
    private let width: Int

    init(_ settings: RecorderSettings) {
        let interfaces = settings.interfaces
        marksDirection = settings.marksDirection
        names = (0..<16).map { index in
            // What the form has no room for would make lines that nobody reads.
            guard index < interfaces.count, CandumpLine.isName(interfaces[index]) else {
                return "bus\(index)"
            }
            return interfaces[index]
        }
        width = names.prefix(max(1, interfaces.count)).map(\.utf8.count).max() ?? 0
    }

    func append(_ received: borrowing ReceivedFrame, to text: inout [UInt8]) {
        let direction: FrameDirection = received.isLoopback ? .sent : .received
        CandumpLine.append(
            stamp: received.stamp,
            interface: names[Int(received.bus & 15)],
            frame: received.frame,
            direction: marksDirection ? direction : nil,
            width: width,
            to: &text
        )
    }

    /// Appends what is no frame as a comment.
    func append(_ remark: LogItem, to text: inout [UInt8]) {
        text += Array("# ".utf8)
        LogRemark.append(remark, to: &text)
        text.append(UInt8(ascii: "\n"))
    }
}
