public import CANFrames
import CANTransport
import Synchronization
public import ThreadExchange

/// Writes the frames that one thread pushes into `ring` to candump logs, on a thread of its own.
///
/// Whole lines reach the kernel at every flush interval, so that a killed process leaves a readable log.
/// No file that exists is ever written to: each new one has a name of its own (`LogFileNames`). Frames that
/// could not be kept are counted and named by a comment line. Where nothing can be written, because the disk
/// is full or the floor of free space is reached, the recording pauses and goes on by itself in another
/// file once there is room.
///
/// The verbs may be called from any thread that can wait for a disk.
public final class LogRecorder: Sendable {
    /// Where the writing thread pushes frames without ever waiting; emptied also while nothing is recorded.
    public let ring: Ring<ReceivedFrame>
    /// Where the same thread pushes what it takes to play a black box back; nil where there is no black box.
    public let notes: Ring<JournalNote>?
    /// What the same thread knows to be lost before it could push it.
    public let lost: LostFrames

    private let settings: RecorderSettings
    private let cycles: CycleSource?
    private let state: RecorderState
    private let thread: Mutex<NamedThread?>

    /// Starts the thread; nothing is recorded until `start`.
    /// - Parameters:
    ///   - settings: Where and how to write.
    ///   - cycles: What control cycles computed, to be written between the frames; nil for nothing.
    ///   - report: Called with what happens, on the recorder's thread or that of a verb's caller.
    /// - Throws: `LogError.file` where the process may have no more threads or descriptors.
    public init(
        _ settings: RecorderSettings,
        cycles: CycleSource? = nil,
        report: @escaping @Sendable (RecorderEvent) -> Void = { _ in }
    ) throws(LogError) {
        let interval = max(1, min(60_000, Int(settings.flushInterval / .milliseconds(1))))
        // A full bus of 500 kbit/s has 4,400 frames a second; three of them have 14 in a millisecond.
        let room = max(65_536, interval * 28)
        let ring = Ring<ReceivedFrame>(capacity: settings.capacity ?? room)
        // A cycle of 10 ms has three, and a second's state 100 beside them.
        let notes: Ring<JournalNote>? = settings.blackBoxSpan.map { _ in
            Ring(capacity: max(4_096, interval))
        }
        let lost = LostFrames()
        do throws(TransportError) {
            let state = RecorderState(
                RecorderCore(settings, ring: ring, notes: notes, cycles: cycles, lost: lost),
                wakeUp: try WakeUp(),
                interval: Int32(interval),
                report: report
            )
            let poller = try state.makePoller()
            let waiting = Mutex<Poller?>(poller)
            self.settings = settings
            self.cycles = cycles
            self.ring = ring
            self.notes = notes
            self.lost = lost
            self.state = state
            thread = Mutex(
                try NamedThread.start(name: "recorder") {
                    guard var poller = waiting.withLock({ $0.take() }) else { return }
                    state.run(&poller)
                }
            )
        } catch {
            throw .file(settings.path, reason: error.description)
        }
    }

    deinit { end() }

    /// Begins a recording with what is pushed from now on.
    /// - Parameter name: In place of the configured file's name, or of `axle` where a directory is
    ///   configured: 1 to 64 letters, digits, `-`, `_` and `.`.
    /// - Returns: The status after that.
    /// - Throws: `RecordingRefusal` where it already records, or the file cannot be made.
    @discardableResult
    public func start(name: String? = nil) throws(RecordingRefusal) -> RecordingStatus {
        try state.perform { (core, moment) throws(RecordingRefusal) in
            try core.start(name: name, at: moment)
        }
        return status
    }

    /// Ends the recording: what was pushed so far is written and brought to the disk.
    /// - Returns: What became of the frames.
    /// - Throws: `RecordingRefusal.notRecording`.
    @discardableResult
    public func stop() throws(RecordingRefusal) -> RecordingStatus {
        try state.perform { (core, moment) throws(RecordingRefusal) in try core.stop(at: moment) }
        return status
    }

    /// Writes a person's remark behind the frames that were pushed before it, as a line
    /// `# mark (SECONDS.FRACTION) TEXT`.
    /// - Parameter text: One line of 1 to 200 bytes of UTF-8, without control characters.
    /// - Returns: The status after that.
    /// - Throws: `RecordingRefusal` where nothing is recorded, or it could not be written.
    @discardableResult
    public func mark(_ text: String) throws(RecordingRefusal) -> RecordingStatus {
        try state.perform { (core, moment) throws(RecordingRefusal) in
            try core.mark(text, at: moment)
        }
        return status
    }

    /// How much older than the newest frame the black box's oldest may be; nil where there is no black box.
    public var blackBoxSpan: Duration? { settings.blackBoxSpan }

    /// Writes the black box to a new file beside the recording's, `blackbox-20261126-142530.log`; a recording
    /// that runs goes on meanwhile.
    /// - Parameter name: In place of `blackbox`: 1 to 64 letters, digits, `-`, `_` and `.`.
    /// - Returns: The file, and what is in it.
    /// - Throws: `RecordingRefusal` where there is no black box, nothing is in it, or the file cannot be written.
    public func dump(name: String? = nil) throws(RecordingRefusal) -> BlackBoxLog {
        if let name, !LogFileNames.isName(name) { throw .invalidName(name) }
        guard settings.blackBoxSpan != nil else { throw .noBlackBox }
        var taken: (box: BlackBox, at: RecorderMoment)?
        try state.perform { (core, moment) throws(RecordingRefusal) in
            core.catchUp(at: moment)
            taken = core.blackBox.map { ($0, moment) }
        }
        guard let taken else { throw .noBlackBox }
        // Not while the core is held: the recorder's thread must not wait for this file.
        let log = try BlackBoxLog.write(taken.box, as: name, settings, cycles, at: taken.at)
        state.tell(.dumped(log))
        return log
    }

    /// What it does, and what became of the frames; never waits for a disk.
    public var status: RecordingStatus { state.status }

    /// Ends a recording, if there is one, and the thread; nothing is recorded any more.
    public func end() {
        state.end()
        let running = thread.withLock { $0.take() }
        guard let running else { return }
        running.join()
        // That there is none is no matter.
        _ = try? stop()
    }
}
