import CANFrames
public import CANTransport
public import FrameLogs
import Glibc
import Synchronization
import ThreadExchange
import VehicleModel

/// A recorded log in place of the buses: the same pipeline, with the log's time.
///
/// Cycles happen where the log's clock reaches them, so the result does not depend on how fast it is
/// played. Nothing is ever transmitted.
public final class ReplayThread: Sendable {
    private let stopping = StopFlag()
    private let thread = Mutex<NamedThread?>(nil)

    /// How a log is played.
    public struct Options: Sendable {
        /// The log's path.
        public var path: String
        /// Times real time, above 0; nil plays as fast as possible.
        public var speed: Double?

        /// Puts the parts together.
        public init(path: String, speed: Double?) {
            self.path = path
            self.speed = speed
        }
    }

    /// What became of a log.
    public struct Outcome: Sendable {
        /// Frames played.
        public var frames: UInt64 = 0
        /// Frames of interfaces that are no bus of the configuration.
        public var ignored: UInt64 = 0
        /// What is odd about the log's end; nil where nothing is.
        public var remark: String?
        /// Why it ended before the log's end.
        public var failure: LogError?
    }

    /// Starts playing; `whenEnded` is called on the thread that played.
    ///
    /// A log's interface belongs to the bus whose address or name it is. After the log's end requests
    /// are answered until `stop`; a client's wish to end the program ends the playing and calls
    /// `whenAskedToStop`.
    /// - Throws: `TransportError.system` where the process may have no more threads.
    public init(
        _ plan: ControlPlan,
        options: Options,
        channels: DaemonChannels,
        whenReady: @escaping @Sendable () -> Void,
        whenAskedToStop: @escaping @Sendable () -> Void,
        whenEnded: @escaping @Sendable (Outcome) -> Void
    ) throws(TransportError) {
        let stopping = stopping
        var started: NamedThread? = try NamedThread.start(name: "replay") {
            var player = LogPlayer(plan, options: options, channels: channels, stopping: stopping)
            whenReady()
            whenEnded(player.play())
            player.answerUntilStopped()
            if player.isStopAsked { whenAskedToStop() }
        }
        thread.withLock { $0 = started.take() }
    }

    /// Ends the playing and waits for the thread.
    public func stop() {
        stopping.set()
        let running = thread.withLock { $0.take() }
        running?.join()
    }
}

/// Plays one log through a pipeline.
private struct LogPlayer {
    private let options: ReplayThread.Options
    private let channels: DaemonChannels
    private let stopping: StopFlag
    private let buses: [BusPlan]
    private let period: Int64
    private var pipeline: CyclePipeline
    private var places: [String: UInt8?] = [:]
    private var outcome = ReplayThread.Outcome()
    private var nextCycle: Int64?
    private var firstStamp: Int64 = 0
    private var lastCycle: Int64 = 0
    /// Whether a client asked to end the program.
    private(set) var isStopAsked = false
    private let begun = MonotonicClock.now()

    init(
        _ plan: ControlPlan,
        options: ReplayThread.Options,
        channels: DaemonChannels,
        stopping: StopFlag
    ) {
        self.options = options
        self.channels = channels
        self.stopping = stopping
        buses = plan.buses
        period = plan.period
        pipeline = plan.pipeline
        for index in buses.indices {
            pipeline.note(bus: index) { health in
                health.state = .up
                health.link.acknowledgement = .virtual
            }
        }
    }

    mutating func play() -> ReplayThread.Outcome {
        do throws(LogError) {
            var log = try LogReader(path: options.path)
            while let entry = try log.next(), !stopping.isSet { play(entry) }
            // One cycle more, so that the last frames are seen acting.
            if let due = nextCycle { cycle(at: due) }
            outcome.remark = log.remark
        } catch {
            outcome.failure = error
        }
        return outcome
    }

    /// Answers what clients still ask after the log's end.
    mutating func answerUntilStopped() {
        while !stopping.isSet {
            answerRequests()
            usleep(10_000)
        }
    }

    private mutating func answerRequests() {
        while let request = channels.requests.pop() {
            let answer = pipeline.handle(request, at: Instant(nanoseconds: lastCycle))
            channels.answers.push(answer)
            guard request.kind == .stop, answer.outcome == .done else { continue }
            isStopAsked = true
            stopping.set()
        }
    }

    private mutating func play(_ entry: LogEntry) {
        guard let bus = place(of: entry.interface) else {
            outcome.ignored &+= 1
            return
        }
        let time = entry.stamp.nanoseconds
        if nextCycle == nil {
            firstStamp = time
            nextCycle = time + period
        }
        while let due = nextCycle, due <= time, !stopping.isSet {
            wait(until: due)
            cycle(at: due)
            // A hole in the log is one late cycle, not millions of idle ones.
            nextCycle = time - due > 1_000_000_000 ? time : due + period
        }
        let received = ReceivedFrame(
            frame: entry.frame,
            bus: bus,
            isLoopback: entry.direction == .sent,
            stamp: entry.stamp,
            arrival: time
        )
        pipeline.take(received)
        outcome.frames &+= 1
        // A log waits for its readers; only buses cannot.
        while !channels.frames.push(received), !stopping.isSet { usleep(500) }
        if let recording = channels.recording {
            // Not by pushing until it is taken: each refusal counts as a frame lost.
            while recording.count >= recording.capacity, !stopping.isSet { usleep(500) }
            recording.push(received)
        }
    }

    private mutating func cycle(at time: Int64) {
        let now = Instant(nanoseconds: time)
        lastCycle = time
        answerRequests()
        pipeline.step(
            at: now,
            guardian: GuardianView(),
            isOverrun: false,
            isBusLost: false,
            hasLostFrames: false
        )
        var snapshot = DaemonSnapshot()
        snapshot.report = pipeline.report
        snapshot.report.wallTime = time
        snapshot.buses = pipeline.buses
        channels.snapshots.publish(snapshot)
    }

    private mutating func wait(until time: Int64) {
        guard let speed = options.speed else { return }
        // A second at most, in parts, so that whoever asks meanwhile is answered.
        for _ in 0..<100 where !stopping.isSet {
            // In floating point, where no stamp and no speed can overflow.
            let left = Double(time - firstStamp) / speed - Double(MonotonicClock.now() - begun)
            guard left > 0 else { return }
            usleep(UInt32(min(left / 1000, 10_000)))
            answerRequests()
        }
    }

    private mutating func place(of interface: String) -> UInt8? {
        if let known = places[interface] { return known }
        let index = buses.firstIndex { bus in
            bus.name == interface || bus.address == .interface(interface)
        }
        let found = index.map { UInt8($0) }
        places[interface] = .some(found)
        return found
    }
}
