import CANFrames
import CANTransport
import Synchronization
import ThreadExchange

/// What the recorder's thread and those who ask it share.
///
/// Whoever works on the files holds `core`, the thread or the caller of a verb; `published` is only ever
/// held for a copy, so that asking for the status never waits for a disk.
final class RecorderState: Sendable {
    private let core: Mutex<RecorderCore>
    private let published: Mutex<RecordingStatus>
    private let wakeUp: WakeUp
    private let isEnding = Atomic(false)
    private let interval: Int32
    private let report: @Sendable (RecorderEvent) -> Void

    /// Waits `interval` milliseconds between two steps.
    init(
        _ core: consuming RecorderCore,
        wakeUp: consuming WakeUp,
        interval: Int32,
        report: @escaping @Sendable (RecorderEvent) -> Void
    ) {
        published = Mutex(core.status)
        self.core = Mutex(core)
        self.wakeUp = wakeUp
        self.interval = interval
        self.report = report
    }

    var status: RecordingStatus { published.withLock { $0 } }

    /// Works on the files, then tells what happened.
    func perform(
        _ body: (inout RecorderCore, RecorderMoment) throws(RecordingRefusal) -> Void
    ) throws(RecordingRefusal) {
        let moment = RecorderMoment(monotonic: MonotonicClock.now(), wall: WallClock.now())
        let (refusal, events) = core.withLock { core in
            var refusal: RecordingRefusal?
            do throws(RecordingRefusal) {
                try body(&core, moment)
            } catch {
                refusal = error
            }
            let status = core.status
            published.withLock { $0 = status }
            return (refusal, core.takeEvents())
        }
        for event in events { report(event) }
        if let refusal { throw refusal }
    }

    /// Tells what happened beside the core.
    func tell(_ event: RecorderEvent) { report(event) }

    func end() {
        isEnding.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// The recorder's thread: a step each interval, until the end.
    func run(_ poller: inout Poller) {
        while !isEnding.load(ordering: .acquiring) {
            _ = try? poller.wait(milliseconds: interval)
            // A step refuses nothing.
            try? perform { (core, moment) throws(RecordingRefusal) in core.step(at: moment) }
        }
    }

    func makePoller() throws(TransportError) -> Poller {
        let poller = try Poller()
        try poller.add(wakeUp.descriptor, token: 0)
        return poller
    }
}
