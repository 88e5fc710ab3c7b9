public import VehicleModel

/// A script for the driver: phases, one after the other.
public struct Scenario: Equatable, Sendable {
    /// The scenario's name, for summaries.
    public var name: String
    /// The car that it is meant for, by the name of its files; nil for any.
    public var car: String?
    /// What the daemon takes the car for, by the name of its vehicle file; nil for what it is.
    public var vehicle: String?
    /// What the guardian takes the car for, by the name of its file in guards; nil for what it is.
    public var guardian: String?
    /// What stands in the plant's file in the place of its own, and neither daemon nor guardian is told.
    public var settings: [PlantSetting]
    /// The road it is driven on.
    public var road: Road
    /// The phases in order.
    public var phases: [ScenarioPhase]
    /// What a run of it must come to.
    public var expectations: [Expectation]
    /// Whether sensors of motion tell what they measure, and the brakes whether they hold a wheel.
    public var tellsMotion: Bool

    /// Puts the parts together.
    public init(
        name: String,
        car: String? = nil,
        vehicle: String? = nil,
        guardian: String? = nil,
        settings: [PlantSetting] = [],
        road: Road = Road(),
        phases: [ScenarioPhase],
        expectations: [Expectation] = [],
        tellsMotion: Bool = false
    ) {
        self.name = name
        self.car = car
        self.vehicle = vehicle
        self.guardian = guardian
        self.settings = settings
        self.road = road
        self.phases = phases
        self.expectations = expectations
        self.tellsMotion = tellsMotion
    }

    /// Whether a phase needs the message of driver assistance.
    public var usesAssistance: Bool { phases.contains { $0.controls.usesAssistance } }

    /// Whether a phase needs the bench's message.
    public var usesBench: Bool { phases.contains { $0.controls.hasBenchKey != nil } }

    /// Standing in D with the brake held, for ever.
    public static let idle = Scenario(
        name: "idle",
        phases: [
            ScenarioPhase(name: "park", controls: .parked, until: [.elapsed(1)]),
            ScenarioPhase(
                name: "stand in D",
                controls: DriverControls(selector: .drive, accelerator: 0, brake: 0.4)
            ),
        ]
    )
}

/// One value of a plant's file, by its path, as text with its unit, or `x` and a factor.
public struct PlantSetting: Equatable, Sendable {
    /// The key's path, as `battery.state_of_charge`.
    public var key: String
    /// What stands there, as `60 %` or `x1.3`.
    public var value: String

    /// Puts the parts together.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// One phase: what the driver does, and until when.
public struct ScenarioPhase: Equatable, Sendable {
    /// The phase's name, for messages.
    public var name: String
    /// Where hands and feet go.
    public var controls: DriverControls
    /// How long the pedals take to get there, s; 0 is a step.
    public var pedalTime: Double
    /// How long the steering takes to get there, s; 0 is a step.
    public var steeringTime: Double
    /// What happens to the vehicle meanwhile.
    public var events: [ScenarioEvent]
    /// What must all hold for the phase to end; none at all means that it lasts for ever.
    public var until: [ScenarioCondition]
    /// After how long the scenario is given up, s; nil waits for ever.
    public var timeLimit: Double?

    /// Puts the parts together.
    public init(
        name: String,
        controls: DriverControls,
        pedalTime: Double = 0,
        steeringTime: Double = 0,
        events: [ScenarioEvent] = [],
        until: [ScenarioCondition] = [],
        timeLimit: Double? = nil
    ) {
        self.name = name
        self.controls = controls
        self.pedalTime = pedalTime
        self.steeringTime = steeringTime
        self.events = events
        self.until = until
        self.timeLimit = timeLimit
    }
}

/// Something a phase can wait for.
public enum ScenarioCondition: Equatable, Sendable {
    /// The phase has lasted this long, s.
    case elapsed(Double)
    /// Both inverters have had commands, ready and of zero torque, without a break this long, s.
    case armed(Double)
    /// The vehicle is at least this fast forward.
    case faster(Speed)
    /// The vehicle is at most this fast in either direction.
    case slower(Speed)
    /// The vehicle has stood this long, s: wheels and body below 0.05 m/s.
    case standing(Double)
}
