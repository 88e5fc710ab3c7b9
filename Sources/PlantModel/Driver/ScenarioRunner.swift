import VehicleModel

/// How far a scenario has come.
public enum ScenarioProgress: Equatable, Sendable {
    /// In the phase of this index.
    case running(phase: Int)
    /// Through the last phase, whose controls are held.
    case finished
    /// A phase took longer than its limit: pedal released, brake held.
    case abandoned(phase: Int)
}

/// Drives a plant by a scenario.
public struct ScenarioRunner: Sendable {
    /// The script.
    public let scenario: Scenario
    /// How far it has come.
    public private(set) var progress: ScenarioProgress
    /// Where hands and feet are now.
    public private(set) var controls = DriverControls.parked

    /// How long the phase has lasted, s.
    public private(set) var inPhase = 0.0

    private var phaseStart = DriverControls.parked
    /// Which of the phase's events have happened.
    private var happened: [Bool] = []
    private var changes: [PlantChange] = []
    private var armedFor = 0.0
    private var standingFor = 0.0

    /// A runner before the first phase; a scenario without phases is finished at once.
    public init(_ scenario: Scenario) {
        self.scenario = scenario
        progress = scenario.phases.isEmpty ? .finished : .running(phase: 0)
        beginEvents()
    }

    private mutating func beginEvents() {
        guard case .running(let index) = progress else { return }
        happened = .init(repeating: false, count: scenario.phases[index].events.count)
    }

    /// Whether the last phase has come to its end.
    public var isFinished: Bool { progress == .finished }

    /// Whether a phase is being driven: neither finished nor given up.
    public var isUnderWay: Bool {
        if case .running = progress { true } else { false }
    }

    /// One time step; the controls to drive the plant's next step with.
    public mutating func step(_ plant: Plant) -> DriverControls {
        watch(plant)
        guard case .running(let index) = progress else { return controls }
        let phase = scenario.phases[index]
        if isOver(phase, plant) {
            enter(after: index)
        } else if let limit = phase.timeLimit, inPhase >= limit {
            progress = .abandoned(phase: index)
            let steering = controls.steering
            controls = DriverControls(selector: controls.selector, accelerator: 0, brake: 0.6)
            controls.steering = steering
        }
        if case .running(let current) = progress {
            move(by: scenario.phases[current])
            happen(in: scenario.phases[current], plant)
        }
        inPhase += Plant.timeStep
        return controls
    }

    /// What has changed in the last step, in order; told once.
    public mutating func takeChanges() -> [PlantChange] {
        guard !changes.isEmpty else { return [] }
        defer { changes.removeAll(keepingCapacity: true) }
        return changes
    }

    private mutating func happen(in phase: ScenarioPhase, _ plant: Plant) {
        guard !phase.events.isEmpty else { return }
        for index in phase.events.indices where !happened[index] {
            guard areMet(phase.events[index].when, plant) else { continue }
            happened[index] = true
            changes += phase.events[index].changes
        }
    }

    private mutating func watch(_ plant: Plant) {
        let isArmed = PlantAxle.allCases.allSatisfy { axle in
            guard plant[axle].parameters.isDriven else { return true }
            let inverter = plant[axle].inverter
            guard inverter.hasCommand, let command = inverter.command else { return false }
            return command.isReady && command.torque.magnitude < Torque(0.5)
        }
        armedFor = isArmed ? armedFor + Plant.timeStep : 0
        let fastest = max(
            plant.speed.magnitude,
            plant.front.surfaceSpeed.magnitude,
            plant.rear.surfaceSpeed.magnitude
        )
        standingFor = fastest < Speed(0.05) ? standingFor + Plant.timeStep : 0
    }

    private func isOver(_ phase: ScenarioPhase, _ plant: Plant) -> Bool {
        !phase.until.isEmpty && areMet(phase.until, plant)
    }

    private func areMet(_ conditions: [ScenarioCondition], _ plant: Plant) -> Bool {
        conditions.allSatisfy { condition in
            switch condition {
            case .elapsed(let time): inPhase >= time
            case .armed(let time): armedFor >= time
            case .faster(let speed): plant.speed >= speed
            case .slower(let speed): plant.speed.magnitude <= speed
            case .standing(let time): standingFor >= time
            }
        }
    }

    private mutating func enter(after index: Int) {
        inPhase = 0
        phaseStart = controls
        progress =
            index + 1 < scenario.phases.count ? .running(phase: index + 1) : .finished
        beginEvents()
    }

    private mutating func move(by phase: ScenarioPhase) {
        let part =
            phase.pedalTime > 0 ? min(1, (inPhase + Plant.timeStep) / phase.pedalTime) : 1
        let target = phase.controls
        controls = target
        controls.accelerator =
            phaseStart.accelerator + part * (target.accelerator - phaseStart.accelerator)
        controls.brake = phaseStart.brake + part * (target.brake - phaseStart.brake)
        let turned =
            phase.steeringTime > 0
            ? min(1, (inPhase + Plant.timeStep) / phase.steeringTime) : 1
        controls.steering =
            phaseStart.steering + turned * (target.steering - phaseStart.steering)
    }
}
