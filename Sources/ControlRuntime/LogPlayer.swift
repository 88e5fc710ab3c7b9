import CANFrames
import CANTransport
import FrameLogs
import Glibc
import VehicleModel

/// Plays one log through a pipeline.
struct LogPlayer {
    private let options: ReplayThread.Options
    private let channels: DaemonChannels
    private let stopping: StopFlag
    private let buses: [BusPlan]
    private let period: Int64
    private let pipelineAtRest: CyclePipeline
    private var pipeline: CyclePipeline
    private var places: [String: UInt8?] = [:]
    private var outcome = ReplayThread.Outcome()
    private var nextCycle: Int64?
    private var firstStamp: Int64 = 0
    private var lastCycle: Int64 = 0
    private var lastStamp: Int64 = 0
    /// Whether a client asked to end the program.
    private(set) var isStopAsked = false
    private var begun = MonotonicClock.now()
    private var playback: JournalPlayback?
    private var arrivals: ArraySlice<Int64> = []

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
        pipelineAtRest = plan.pipeline
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
            while let item = try log.nextItem(), !stopping.isSet { play(item) }
            // One cycle more, so that the last frames are seen acting.
            if let due = nextCycle { cycle(at: due) }
            outcome.playback = playback?.result
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
            let answer = answer(request)
            channels.answers.push(answer)
            guard request.kind == .stop, answer.outcome == .done else { continue }
            isStopAsked = true
            stopping.set()
        }
    }

    private mutating func answer(_ request: ControlRequest) -> ControlAnswer {
        let now = Instant(nanoseconds: lastCycle)
        guard playback != nil else { return pipeline.handle(request, at: now) }
        // What is asked now must not change what was recorded.
        var other = pipelineAtRest
        return other.handle(request, at: now)
    }

    private mutating func play(_ item: LogItem) {
        switch item {
        case .frame(let entry):
            if playback == nil { play(entry) } else { playBack(entry) }
        case .mark, .notRecorded, .columns, .cycle: break
        case .arrivals(let times):
            startPlayback()
            arrivals = times[...]
        case .journal(let part):
            startPlayback()
            playBack(part)
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
        handOver(received)
    }

    private mutating func handOver(_ received: ReceivedFrame) {
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
        publish(wallTime: time)
    }

    private func publish(wallTime: Int64) {
        var snapshot = DaemonSnapshot()
        snapshot.report = pipeline.report
        snapshot.report.wallTime = wallTime
        snapshot.buses = pipeline.buses
        snapshot.freezeFrames = pipeline.freezeFrames
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

// A black box.
extension LogPlayer {
    /// A log that has a journal at all has it before its first frame.
    private mutating func startPlayback() {
        guard playback == nil else { return }
        playback = JournalPlayback()
        // Frames that were played by the log's clock have made cycles of another time.
        pipeline = pipelineAtRest
        nextCycle = nil
    }

    private mutating func playBack(_ entry: LogEntry) {
        guard let bus = place(of: entry.interface) else {
            outcome.ignored &+= 1
            return
        }
        lastStamp = entry.stamp.nanoseconds
        let arrival = arrivals.popFirst()
        if arrival == nil { playback?.interrupt() }
        let received = ReceivedFrame(
            frame: entry.frame,
            bus: bus,
            isLoopback: entry.direction == .sent,
            stamp: entry.stamp,
            arrival: arrival ?? lastCycle
        )
        if playback?.isExact == true { pipeline.take(received) }
        handOver(received)
    }

    private mutating func playBack(_ part: JournalPart) {
        guard let time = playback?.take(part, &pipeline) else { return }
        if lastCycle == 0 {
            firstStamp = time
            begun = MonotonicClock.now()
        }
        lastCycle = time
        wait(until: time)
        answerRequests()
        publish(wallTime: lastStamp)
    }
}
