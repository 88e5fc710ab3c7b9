import CANFrames
import PlantModel
import VehicleModel

/// The closed loop in one process, as fast as it computes: plant, daemon's pipeline, guardian's checks.
///
/// One clock of whole milliseconds drives all three. The plant speaks at the beginning of each 10 ms;
/// the daemon's cycle and the guardian's answer come a little later, when the bus has carried the
/// frames; what the guardian sends acts in the millisecond after that. Equal inputs give equal
/// bytes.
struct OfflineLoop {
    /// The vehicle with its driver.
    private(set) var driven: DrivenPlant
    /// The daemon.
    private(set) var daemon: OfflineDaemon
    /// The guardian.
    private(set) var guardian: OfflineGuardian

    /// What the daemon's reports say of the battery's limit.
    private(set) var reports = ReportMeter()
    /// What held torque back.
    private(set) var limits = LimitTimeline()
    /// What happened, for a picture; nil where none is wanted.
    private(set) var trace: RunTrace?

    private var recording: OfflineRecording?

    /// The monotonic time of the plant's step 0, ns.
    static let start: Int64 = 5_000_000_000
    private static let millisecond: Int64 = 1_000_000
    private static let cycleLength: UInt64 = 10

    /// How long after the plant's frames the daemon's cycle begins, ms.
    private let cyclePhase: UInt64

    /// Everything at rest; records where a recording is given, and traces into a trace that is given.
    ///
    /// The daemon's cycle begins `cyclePhase`, 0 to 9 ms, after the plant's frames: two programs'
    /// clocks stand anyhow to each other. 2 ms is what frames need on a bus of 500 kbit/s.
    init(
        _ driven: DrivenPlant,
        _ daemon: OfflineDaemon,
        _ guardian: OfflineGuardian,
        recording: OfflineRecording? = nil,
        cyclePhase: UInt64 = 2,
        trace: RunTrace? = nil
    ) {
        self.driven = driven
        self.cyclePhase = cyclePhase % Self.cycleLength
        self.daemon = daemon
        self.guardian = guardian
        self.recording = recording
        self.trace = trace
    }

    /// The monotonic time now, ns.
    private var now: Int64 { Self.start + Int64(driven.plant.steps) * Self.millisecond }

    /// Runs until the scenario has ended or its time, s, is over; `progressed` is called at each change
    /// of phase.
    mutating func run(
        atMost time: Double,
        progressed: (borrowing OfflineLoop) -> Void = { _ in }
    ) throws(FileError) {
        var reported: ScenarioProgress?
        while driven.runner.isUnderWay, driven.plant.time < time {
            step()
            if driven.runner.progress != reported {
                reported = driven.runner.progress
                progressed(self)
            }
            try recording?.writeWhatIsMuch()
        }
        limits.finish()
        try recording?.finish()
    }

    /// One millisecond.
    private mutating func step() {
        let now = now
        let steps = driven.plant.steps
        if steps % Self.cycleLength == 0 {
            var spoken: [ReceivedFrame] = []
            driven.speak(in: steps / Self.cycleLength) { frame, bus in
                spoken.append(Self.received(frame, bus.rawValue, isLoopback: false, at: now))
            }
            for received in spoken { carry(received) }
        }
        if steps % Self.cycleLength == cyclePhase { cycle(at: now) }
        var sent: [(Frame, PlantBus)] = []
        guardian.passTime(at: now) { sent.append(($0, $1)) }
        deliver(sent, at: now)
        driven.step()
    }

    private mutating func cycle(at now: Int64) {
        let command = daemon.cycle(at: now)
        let report = daemon.pipeline.report
        reports.step(report, period: Double(Self.cycleLength) * Plant.timeStep)
        limits.step(report, pedal: driven.runner.controls.accelerator, at: driven.plant.time)
        recording?.append(report, at: now)
        trace?.append(driven, report)
        var sent: [(Frame, PlantBus)] = []
        let reply = guardian.answer(command, at: now) { sent.append(($0, $1)) }
        daemon.take(reply, at: now)
        deliver(sent, at: now)
    }

    /// Gives the guardian's frames to inverters, and back to all that listen on this host.
    private mutating func deliver(_ sent: [(Frame, PlantBus)], at now: Int64) {
        for (frame, bus) in sent {
            driven.hear(frame, on: bus == .front ? .front : .rear, at: now)
            carry(Self.received(frame, bus.rawValue, isLoopback: true, at: now))
        }
    }

    private mutating func carry(_ received: ReceivedFrame) {
        daemon.take(received)
        guardian.observe(received)
        recording?.append(received)
    }

    private static func received(
        _ frame: Frame,
        _ bus: UInt8,
        isLoopback: Bool,
        at now: Int64
    ) -> ReceivedFrame {
        ReceivedFrame(
            frame: frame,
            bus: bus,
            isLoopback: isLoopback,
            stamp: OfflineRecording.stamp(of: now),
            arrival: now
        )
    }
}
