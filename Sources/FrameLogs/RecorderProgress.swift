import CANTransport
import Synchronization

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
