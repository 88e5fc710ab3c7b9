import CANFrames

/// How the recorder writes lines.
struct RecorderLines: Sendable {
    let path: String
    let marksDirection: Bool
    private let names: [String]
    private let width: Int

    init(path: String, interfaces: [String], marksDirection: Bool) {
        self.path = path
        self.marksDirection = marksDirection
        names = (0..<16).map { $0 < interfaces.count ? interfaces[$0] : "bus\($0)" }
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
}
