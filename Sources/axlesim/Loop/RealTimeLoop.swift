import CANFrames
import CANTransport
import PlantModel

/// How punctual the loop was.
struct LoopTiming: Equatable {
    /// Ticks of 10 ms taken.
    var ticks: UInt64 = 0
    /// Ticks taken more than 2 ms late.
    var late: UInt64 = 0
    /// Ticks whose frames were left out because a whole period had passed.
    var missed: UInt64 = 0
    /// The largest lateness, ns.
    var worst: Int64 = 0
    /// Time that the plant stood still because the process did for over a second, ms.
    var lostMilliseconds: Int64 = 0
}

/// Runs plant and driver against the clock and speaks for them on the buses.
///
/// Physics catches up to the present at every tick and before every command, so a command takes
/// effect in the millisecond in which it arrived, whatever the tick.
struct RealTimeLoop: ~Copyable {
    /// The vehicle with its driver.
    private(set) var driven: DrivenPlant
    /// How punctual the loop was.
    private(set) var timing = LoopTiming()
    /// The buses, by raw value.
    let ports: [BusPort]

    private var poller: Poller
    private var timer: CycleTimer
    private var batch: FrameBatch
    /// The monotonic time of the plant's step 0, ns.
    private var epoch: Int64
    private let control: ControlSocket?

    private static let period: Int64 = 10_000_000
    private static let longestCatchUp: Int64 = 1_000

    /// Opens the buses and starts the clock.
    static func open(
        plant: Plant,
        scenario: Scenario,
        databases: PlantDatabases,
        addresses: [PlantBus: BusAddress],
        playing played: Set<PlantNode> = Set(PlantNode.allCases),
        control: ControlSocket? = nil
    ) throws -> RealTimeLoop {
        let driven = try DrivenPlant(plant, scenario, databases, playing: played)
        let ports = PlantBus.allCases.compactMap { bus in
            addresses[bus].map {
                let spoken = driven.spokenIDs(on: bus)
                return BusPort(
                    bus,
                    $0,
                    listensTo: bus == .car ? spoken : spoken + driven.commandIDs
                )
            }
        }
        let poller = try Poller()
        for port in ports { try port.open(poller) }
        let timer = try CycleTimer(period: period)
        try poller.add(timer.descriptor, token: 0)
        try control?.watch(poller)
        return RealTimeLoop(
            driven: driven,
            ports: ports,
            poller: poller,
            timer: timer,
            control: control
        )
    }

    private init(
        driven: DrivenPlant,
        ports: [BusPort],
        poller: consuming Poller,
        timer: consuming CycleTimer,
        control: ControlSocket?
    ) {
        self.driven = driven
        self.ports = ports
        self.poller = poller
        self.timer = timer
        self.control = control
        batch = FrameBatch()
        epoch = MonotonicClock.now()
    }

    /// Listens without speaking, ns: who says already what is played here; the clock starts after that.
    mutating func listen(
        for duration: Int64
    ) throws(TransportError) -> [(node: PlantNode, message: String)] {
        let end = MonotonicClock.now() + duration
        var found: [PlantNode: String] = [:]
        while !StopSignal.isRaised, MonotonicClock.now() < end {
            let count = try poller.wait(milliseconds: 20)
            for index in 0..<count {
                // The timer's token is 0: read, so that it does not wake again at once.
                if poller[index].token == 0 { _ = timer.read() }
                guard let port = port(of: poller[index].token) else { continue }
                for position in 0..<port.receive(into: &batch) {
                    let id = batch[position].frame.id
                    let played = driven.playedNode(saying: id, on: port.bus)
                    if let (node, message) = played { found[node] = message }
                }
            }
        }
        _ = timer.read()
        epoch = MonotonicClock.now()
        return PlantNode.allCases.compactMap { node in found[node].map { (node, $0) } }
    }

    /// Runs until told to stop; `progressed` is called at each change of phase, `noticed` with what is
    /// to be said of real nodes.
    mutating func run(
        whileTrue goesOn: (ScenarioRunner) -> Bool,
        progressed: (borrowing RealTimeLoop) -> Void,
        noticed: (String) -> Void = { _ in }
    ) throws(TransportError) {
        var reported: ScenarioProgress?
        while !StopSignal.isRaised, goesOn(driven.runner) {
            let count = try poller.wait(milliseconds: 100)
            for index in 0..<count {
                let token = poller[index].token
                if token == 0 {
                    tick()
                } else if ControlSocket.owns(token) {
                    serve(token)
                } else if let port = port(of: token) {
                    receive(on: port)
                }
            }
            driven.takeNotices().forEach(noticed)
            if driven.runner.progress != reported {
                reported = driven.runner.progress
                progressed(self)
            }
        }
    }

    private mutating func tick() {
        guard let tick = timer.read() else { return }
        timing.ticks += tick.expirations
        timing.missed += tick.expirations - 1
        timing.late += tick.lateness > 2_000_000 ? 1 : 0
        timing.worst = max(timing.worst, tick.lateness)
        let now = MonotonicClock.now()
        advance(to: now)
        let ports = ports
        driven.speak(in: timing.ticks) { frame, bus in
            for port in ports where port.bus == bus { port.send(frame) }
        }
        for port in ports { port.reopen(poller, at: now) }
    }

    /// The bus that is watched under a token; a car with one motor has two.
    private func port(of token: UInt64) -> BusPort? {
        ports.first { UInt64($0.bus.rawValue) + 1 == token }
    }

    private mutating func receive(on port: BusPort) {
        let axle = PlantAxle(rawValue: port.bus.rawValue)
        for position in 0..<port.receive(into: &batch) {
            let received = batch[position]
            guard !port.isOwn(received) else { continue }
            advance(to: MonotonicClock.now())
            if let axle, driven.commandIDs.contains(received.frame.id) {
                driven.hear(received.frame, on: axle, at: received.arrival)
            } else {
                driven.overhear(received.frame, on: port.bus)
            }
        }
    }

    /// Takes changes from the control socket.
    private mutating func serve(_ token: UInt64) {
        guard let control else { return }
        for line in control.lines(token, poller, hello: driven.hello) {
            advance(to: MonotonicClock.now())
            if let answer = driven.answer(line.bytes) { control.send(answer, to: line.client) }
        }
    }

    /// Steps plant and driver up to a monotonic time.
    private mutating func advance(to now: Int64) {
        var behind = (now - epoch) / 1_000_000 - Int64(driven.plant.steps)
        if behind > Self.longestCatchUp {
            let lost = behind - Self.longestCatchUp
            epoch += lost * 1_000_000
            timing.lostMilliseconds += lost
            behind = Self.longestCatchUp
        }
        guard behind > 0 else { return }
        for _ in 0..<behind { driven.step() }
    }
}
