public import VehicleModel

/// What conditioning is judged by beside ranges and ages.
public struct ConditionParameters: Sendable, BitwiseCopyable {
    /// Values out of range, not finite or not available.
    public var frames = FrameDebounce(badFrames: 2, goodFrames: 10)
    /// When a motor's speed that stands is stuck; the part is of the speed it stood at.
    public var stuckSpeed = StuckLimit(part: 0.05, time: .milliseconds(500))
    /// Wheels and the other axle must have moved by more than this for a speed to be stuck, m/s.
    public var stuckSpeedFloor = Speed(0.5)
    /// When a pedal sensor that stands is stuck; the part is of full travel.
    public var stuckPedal = StuckLimit(part: 0.05, time: .seconds(2))
    /// The largest difference of the pedal's sensors that is not a fault, part of full travel.
    public var pedalTolerance = 0.10
    /// The pedal's sensors agree again below this difference, part of full travel.
    public var pedalAgreement = 0.05
    /// The pedal's sensors differ.
    public var pedal = TimeDebounce(mature: .milliseconds(100), heal: .milliseconds(500))
    /// The largest difference of link and pack voltages that is not a fault.
    public var voltageTolerance = Voltage(10)
    /// Voltages differ.
    public var voltage = TimeDebounce(mature: .milliseconds(200), heal: .seconds(1))
    /// The largest difference of the axles' speeds and the vehicle's that is not a fault, part of
    /// the fastest.
    public var speedTolerance = 0.30
    /// Below this, speeds are not compared.
    public var leastComparedSpeed = Speed(2)
    /// Speeds differ.
    public var speed = TimeDebounce(mature: .milliseconds(200), heal: .seconds(1))
    /// How the vehicle's speed is estimated.
    public var estimator = SpeedEstimatorParameters()

    /// The numbers of the control design.
    public init() {}
}

/// How many frames make an input invalid, and how many make it good again.
public struct FrameDebounce: Sendable, BitwiseCopyable {
    /// So many bad frames make it invalid, 1 or more.
    ///
    /// Good frames between them excuse none, unless there are as many as heal.
    public var badFrames: UInt8
    /// So many good frames in a row heal it, 1 to 254.
    public var goodFrames: UInt8

    /// Puts the parts together.
    public init(badFrames: UInt8, goodFrames: UInt8) {
        self.badFrames = badFrames
        self.goodFrames = goodFrames
    }
}

/// How long something must hold to count, and be gone to be forgotten.
public struct TimeDebounce: Sendable, BitwiseCopyable {
    /// It counts after it has held this long.
    public var mature: Duration
    /// It is forgotten after it has been gone this long.
    public var heal: Duration

    /// Puts the parts together.
    public init(mature: Duration, heal: Duration) {
        self.mature = mature
        self.heal = heal
    }
}

/// When a signal that stands is stuck.
public struct StuckLimit: Sendable, BitwiseCopyable {
    /// What belongs to it has moved by more than this part.
    public var part: Double
    /// It has stood this long since.
    public var time: Duration

    /// Puts the parts together.
    public init(part: Double, time: Duration) {
        self.part = part
        self.time = time
    }
}

/// What conditioning needs to know of the cycle before.
public struct PreviousCycle: Sendable, BitwiseCopyable {
    /// Each motor's torque as it was given, Nm, positive forward.
    public var torques = AxlePair(both: Torque.zero)
    /// The slip controller holds an axle's torque down.
    public var hasSlipCap = false
    /// What gravity adds to the measured acceleration, m/s², positive uphill; nil where unknown.
    public var slope: Acceleration?

    /// No torque, no slip, slope unknown.
    public init() {}
}
