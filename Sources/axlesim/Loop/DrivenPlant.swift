import CANFrames
import DBC
import PlantModel

/// The vehicle with its driver, and with what both say and hear on the buses; knows no clock.
struct DrivenPlant {
    /// The vehicle.
    private(set) var plant: Plant
    /// The driver.
    private(set) var runner: ScenarioRunner
    /// What was measured.
    private(set) var meter = PerformanceMeter()
    /// The inverters' ears, front and rear.
    private(set) var receivers: [CommandReceiver]

    /// The extremes of the whole run and of what is expected.
    private(set) var extremes: RunMeter
    /// What is wrong with what is said.
    private(set) var disturbances = Disturbances()

    /// The nodes that speak; the others are real, and the plant does what they say.
    private(set) var played: Set<PlantNode>
    /// What the real ones say.
    private(set) var real: RealNodes

    /// What hands and feet do now: the scenario's, or real ones.
    private(set) var controls = DriverControls.parked

    private var messages: [OutgoingMessage]
    private var notices: [String] = []

    /// A vehicle at rest before the scenario's first phase; throws where the databases lack something.
    init(
        _ plant: Plant,
        _ scenario: Scenario,
        _ databases: PlantDatabases,
        playing played: Set<PlantNode> = Set(PlantNode.allCases)
    ) throws {
        self.plant = plant
        self.played = played
        real = try RealNodes(databases, played: played)
        runner = ScenarioRunner(scenario)
        extremes = RunMeter(scenario)
        messages = try OutgoingMessage.all(
            databases,
            plant,
            hasAssistance: scenario.usesAssistance,
            hasBench: scenario.usesBench,
            hasMotion: scenario.tellsMotion
        )
        let receiver = try CommandReceiver(databases.drive)
        receivers = [receiver, receiver]
        try check(scenario.phases.flatMap(\.events).flatMap(\.changes))
    }

    /// The identifiers of all that is said on a bus, by the plant or by real nodes.
    func spokenIDs(on bus: PlantBus) -> [FrameID] {
        messages.filter { $0.bus == bus }.map(\.message.id)
    }

    /// The node that is played here and says a frame of somebody else; nil where there is none.
    func playedNode(saying id: FrameID, on bus: PlantBus) -> (node: PlantNode, message: String)? {
        messages.first { $0.bus == bus && $0.message.id == id && played.contains($0.node) }
            .map { ($0.node, $0.name) }
    }

    /// Makes changes now; throws, and makes none, where one is of what is not there.
    mutating func inject(_ changes: [PlantChange]) throws {
        try check(changes)
        for change in changes { disturbances.make(change, in: &plant) }
    }

    /// Takes a frame that somebody else sent.
    ///
    /// A node that is played and speaks by itself is there: two senders of one identifier are dangerous,
    /// so it is played no more, at once, and followed.
    mutating func overhear(_ frame: borrowing Frame, on bus: PlantBus) {
        guard !disturbances.isOff(bus) else { return }
        if let (node, message) = playedNode(saying: frame.id, on: bus) {
            played.remove(node)
            real.follow(node, from: plant.steps)
            notices.append(
                "\(message) comes from another sender too: \(node.rawValue) is not played any more"
            )
        }
        real.take(frame, on: bus, before: plant)
    }

    /// Has something said to whoever runs the plant.
    mutating func note(_ notice: String) { notices.append(notice) }

    /// What is to be said; told once.
    mutating func takeNotices() -> [String] {
        guard !notices.isEmpty else { return [] }
        defer { notices.removeAll() }
        return notices
    }

    private mutating func follow() {
        real.replace(&controls, at: plant.steps)
        real.act(on: &plant)
        for (node, message) in real.newlySilent(at: plant.steps) {
            notices.append("\(node.rawValue) is silent: no \(message) for a second")
        }
    }

    /// Refuses changes of messages that nobody says here, and of the drive unit of an axle without one.
    private func check(_ changes: [PlantChange]) throws {
        let names = messages.map(\.name)
        for change in changes {
            if let axle = change.driveUnit, !plant[axle].parameters.isDriven {
                throw UndrivenAxleError(axle: axle, vehicle: plant.parameters.name)
            }
            guard let (key, message) = change.message, !names.contains(message) else { continue }
            throw DatabaseError.notSpoken(key: key, message: message, allowed: names)
        }
    }

    /// The identifiers that an inverter listens to.
    var commandIDs: [FrameID] { receivers[0].ids }

    /// One time step of driver and vehicle.
    mutating func step() {
        controls = runner.step(plant)
        for change in runner.takeChanges() { disturbances.make(change, in: &plant) }
        if real.isFollowing { follow() }
        plant.step(brake: controls.brake, steering: controls.steering)
        meter.step(plant, controls: controls)
        extremes.step(plant, runner)
    }

    /// Hands out the frames that are due in a tick of 10 ms, in the order of sending.
    mutating func speak(in tick: UInt64, _ send: (Frame, PlantBus) -> Void) {
        let source = FrameSource(
            plant: plant,
            controls: controls,
            disturbances: disturbances
        )
        for index in messages.indices
        where messages[index].isDue(in: tick) && played.contains(messages[index].node) {
            if let frame = messages[index].next(source) { send(frame, messages[index].bus) }
        }
    }

    /// Gives an inverter a frame that arrived on its bus at a monotonic time.
    ///
    /// An axle without a motor has none, and hears nothing.
    mutating func hear(_ frame: borrowing Frame, on axle: PlantAxle, at arrival: Int64) {
        guard plant[axle].parameters.isDriven else { return }
        guard !disturbances.isOff(axle == .front ? .front : .rear) else { return }
        let index = Int(axle.rawValue)
        if let command = receivers[index].take(frame, at: arrival) {
            let isRight = disturbances.mounting(axle) == .right
            plant.accept(isRight ? command : command.reversed, on: axle)
        }
    }
}

/// A scenario that is about a drive unit which the vehicle does not have.
struct UndrivenAxleError: Error, Equatable, CustomStringConvertible {
    /// The axle without a motor.
    let axle: PlantAxle
    /// The vehicle.
    let vehicle: String

    /// One sentence: what was found and what is allowed.
    var description: String {
        "events: found one of the \(axle) drive unit, allowed those of the other axle: "
            + "the \(axle) axle of \(vehicle) has no motor"
    }
}

extension PlantChange {
    /// The axle whose drive unit it is about.
    fileprivate var driveUnit: PlantAxle? {
        switch self {
        case .inverter(let axle, _), .mounting(let axle, _): axle
        case .dischargeLimit, .chargeLimit, .grip, .wheelGrip, .headWind, .frozenCounter,
            .corruption, .frameLoss, .bias, .contactor, .bus:
            nil
        }
    }

    /// The message that it is about, and the key by which files call it so.
    fileprivate var message: (key: String, name: String)? {
        switch self {
        case .frozenCounter(let name): name.map { ("frozen_counter", $0) }
        case .corruption(let name): name.map { ("corrupt", $0) }
        case .frameLoss(let loss): loss.map { ("frame_loss.message", $0.message) }
        case .dischargeLimit, .chargeLimit, .grip, .wheelGrip, .headWind, .inverter, .mounting,
            .bias, .contactor, .bus:
            nil
        }
    }
}
