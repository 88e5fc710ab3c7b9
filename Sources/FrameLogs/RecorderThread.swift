import CANFrames
import CANTransport
import ThreadExchange

/// The recorder's thread.
func record(_ ring: Ring<ReceivedFrame>, _ progress: RecorderProgress, _ lines: RecorderLines) {
    guard var poller = try? progress.makePoller() else { return }
    var text: [UInt8] = []
    text.reserveCapacity(1 << 18)
    var reported: UInt64 = 0
    var isEnding = false
    while !isEnding {
        isEnding = progress.waitForEnd(&poller)
        var count: UInt64 = 0
        while let received = ring.pop() {
            lines.append(received, to: &text)
            count += 1
            if text.count > 1 << 17 {
                progress.write(text, frames: count, path: lines.path)
                text.removeAll(keepingCapacity: true)
                count = 0
            }
        }
        let dropped = ring.dropped
        if dropped > reported {
            text += Array("# \(dropped - reported) frames were not recorded here\n".utf8)
            reported = dropped
        }
        if !text.isEmpty { progress.write(text, frames: count, path: lines.path) }
        text.removeAll(keepingCapacity: true)
    }
    progress.close()
}
