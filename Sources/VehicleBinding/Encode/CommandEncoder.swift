public import CANFrames
import DBC
import SignalCodec
public import VehicleModel

/// What is said to an axle in one cycle.
public struct AxleCommand: Sendable {
    /// Nm, positive drives forward.
    public var torque: Torque
    /// The most the inverter may give, Nm, not negative.
    public var ceiling: Torque
    /// The most it may brake, Nm, not positive.
    public var floor: Torque
    /// The gear in force.
    public var gear: Gear
    /// Whether the brake is pressed.
    public var isBraking: Bool

    /// Puts the parts together.
    public init(torque: Torque, ceiling: Torque, floor: Torque, gear: Gear, isBraking: Bool) {
        self.torque = torque
        self.ceiling = ceiling
        self.floor = floor
        self.gear = gear
        self.isBraking = isBraking
    }
}

/// Stage S11: one axle's command as the LEAF's inverter expects it, with checksums and counters.
///
/// Counters are each encoder's own, because each inverter counts on its own bus.
public struct CommandEncoder: Sendable {
    private var torqueFrame: MessageTemplate
    private var gearFrame: MessageTemplate
    private var stateFrame: MessageTemplate
    private let torque: SignalLayout
    private let ceiling: SignalLayout
    private let floor: SignalLayout
    private let inhibitor: SignalLayout
    private let brakePedal: SignalLayout
    private let gearPosition: SignalLayout
    private let gearPattern: SignalLayout
    private let gearEcho: SignalLayout
    private let activation: SignalLayout
    private let isInverted: Bool
    private var cyclesToState = 0

    /// Every so many cycles the state is sent: 100 ms.
    private static let cyclesPerState = 10

    /// What it remembers of the frames so far.
    public struct Memory: Sendable, BitwiseCopyable {
        fileprivate var torque: MessageTemplate.Memory
        fileprivate var gear: MessageTemplate.Memory
        fileprivate var state: MessageTemplate.Memory
        fileprivate var cyclesToState: Int
    }

    /// The frames of one cycle; `state` is there every tenth time.
    public struct Frames: Sendable {
        /// The torque command.
        public var torque: Frame
        /// The gear.
        public var gear: Frame
        /// The vehicle's state.
        public var state: Frame?
    }

    /// Finds the messages and signals in the databases of the axle's bus.
    public init(_ description: AxleOutput, on buses: [BoundBus]) throws(BindingError) {
        let bus = buses[try buses.index(named: description.bus, of: description.torqueMessage)]
        let torqueMessage = try bus.message(named: description.torqueMessage)
        let gearMessage = try bus.message(named: description.gearMessage)
        let stateMessage = try bus.message(named: description.stateMessage)
        torqueFrame = try MessageTemplate(torqueMessage)
        gearFrame = try MessageTemplate(gearMessage)
        stateFrame = try MessageTemplate(stateMessage)
        torque = try torqueMessage.requireSignal("TargetMotorTorque").layout
        ceiling = try torqueMessage.requireSignal("TqLimitUpper").layout
        floor = try torqueMessage.requireSignal("TqLimitLower").layout
        inhibitor = try torqueMessage.requireSignal("Inhibitor_Position").layout
        brakePedal = try torqueMessage.requireSignal("Brake_Pedal").layout
        gearPosition = try gearMessage.requireSignal("VCM_GearPosition").layout
        gearPattern = try gearMessage.requireSignal("VCM_GearPattern").layout
        gearEcho = try gearMessage.requireSignal("VCM_GearCounterEcho").layout
        activation = try stateMessage.requireSignal("VCM_Activation").layout
        isInverted = description.isInverted
    }

    /// What it remembers: where the counters of its messages stand, and what was said last.
    public var memory: Memory {
        get {
            Memory(
                torque: torqueFrame.memory,
                gear: gearFrame.memory,
                state: stateFrame.memory,
                cyclesToState: cyclesToState
            )
        }
        set {
            torqueFrame.memory = newValue.torque
            gearFrame.memory = newValue.gear
            stateFrame.memory = newValue.state
            cyclesToState = newValue.cyclesToState
        }
    }

    /// The frames that say `command`; |torque| on the wire is never more than was meant.
    public mutating func encode(_ command: AxleCommand) -> Frames {
        let sign = isInverted ? -1.0 : 1.0
        torqueFrame.storeTorque(command.torque.rawValue * sign, in: torque)
        let upper = isInverted ? -command.floor : command.ceiling
        let lower = isInverted ? -command.ceiling : command.floor
        torqueFrame.storeTorque(max(0, upper.rawValue), in: ceiling)
        torqueFrame.storeTorque(min(0, lower.rawValue), in: floor)
        torqueFrame.store(Self.inhibitorCode(command.gear), in: inhibitor)
        torqueFrame.store(command.isBraking ? 1 : 0, in: brakePedal)

        let count = gearFrame.nextCount
        gearFrame.store(Self.gearCode(command.gear), in: gearPosition)
        // Measured on the car: AA while the counter is 0 or 3, 55 while it is 1 or 2; and byte 4
        // repeats the counter of the frame before.
        gearFrame.store(count & 3 == 0 || count & 3 == 3 ? 0xAA : 0x55, in: gearPattern)
        gearFrame.store((count &+ 3) & 3, in: gearEcho)

        var state: Frame?
        if cyclesToState == 0 {
            stateFrame.store(2, in: activation)
            state = stateFrame.next()
            cyclesToState = Self.cyclesPerState
        }
        cyclesToState -= 1
        return Frames(torque: torqueFrame.next(), gear: gearFrame.next(), state: state)
    }

    private static func inhibitorCode(_ gear: Gear) -> UInt64 {
        switch gear {
        case .reverse: 1
        case .drive, .brake: 2
        case .park, .neutral: 3
        }
    }

    private static func gearCode(_ gear: Gear) -> UInt64 {
        switch gear {
        case .park: 0
        case .reverse: 2
        case .neutral: 3
        case .drive, .brake: 4
        }
    }
}
