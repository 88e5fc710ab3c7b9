import CANFrames
import CANTransport
import Synchronization
import ThreadExchange

/// What the recorder's thread shares with its owner.
final class RecorderProgress: Sendable {
    private let file: Mutex<FileWriter?>
    private let wakeUp: WakeUp
    private let isEnding = Atomic(false)
    private let state = Mutex(LogRecorder.Statistics(written: 0, dropped: 0, failure: nil))

    private let interval: Int32

    /// Waits `interval` milliseconds between two writings.
    init(file: consuming FileWriter, wakeUp: consuming WakeUp, interval: Int32) {
        self.interval = interval
        self.file = Mutex(file)
        self.wakeUp = wakeUp
    }

    var statistics: LogRecorder.Statistics { state.withLock { $0 } }

    func end() {
        isEnding.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Waits for the interval or the end; true at the end.
    func waitForEnd(_ poller: inout Poller) -> Bool {
        _ = try? poller.wait(milliseconds: interval)
        return isEnding.load(ordering: .acquiring)
    }

    func makePoller() throws(TransportError) -> Poller {
        let poller = try Poller()
        try poller.add(wakeUp.descriptor, token: 0)
        return poller
    }

    /// Writes whole lines that hold `count` frames; after a failure nothing more is written, because
    /// the file may end in part of a line.
    func write(_ text: [UInt8], frames count: UInt64, path: String) {
        let failure = file.withLock { file -> LogError? in
            do throws(TransportError) {
                try file?.write(text)
                return nil
            } catch {
                file = nil
                return .file(path, reason: error.description)
            }
        }
        state.withLock { state in
            if let failure { state.failure = failure }
            if state.failure == nil { state.written += count } else { state.dropped += count }
        }
    }

    func close() { file.withLock { $0 = nil } }
}

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
