/// One axle's part of a cycle report.
public struct AxleReport: Sendable, BitwiseCopyable {
    /// This axle's share of what was asked, Nm.
    public var asked: Torque = .zero
    /// What the control core gave, Nm, after every limit.
    public var given: Torque = .zero
    /// What the guardian sent, Nm; in observe and shadow zero.
    public var sent: Torque = .zero
    /// What the inverter reports, Nm; NaN where unknown.
    public var measured: Torque = .zero
    /// Motor speed, rad/s; NaN where unknown.
    public var speed: RotationalSpeed = .zero
    /// Electrical power predicted for `given`, W, losses included.
    public var predictedPower: Power = .zero
    /// Which limit made `given` differ from `asked` most.
    public var binding: BindingLimit = .none
    /// Torque asked for and not given, Nm, with the sign of the request.
    public var unallocated: Torque = .zero
    /// Nm from `given` to each limit, by `BindingLimit.rawValue`; NaN where a limit does not apply.
    public var margins: [24 of Torque] = .init(repeating: Torque(.nan))

    /// The most the axle may have now, Nm, not negative: what the inverter is told as its ceiling.
    ///
    /// The envelope, or less where a limit on power is nearer.
    public var greatestTorque: Torque = .zero
    /// How much faster than the vehicle the wheels turn, m/s, positive forward; NaN where unknown.
    public var slip = Speed(.nan)

    /// Nothing asked, nothing given.
    public init() {}
}

/// Everything worth knowing of one control cycle; a fixed-size value.
public struct CycleReport: Sendable, BitwiseCopyable {
    /// Counts cycles from 1.
    public var cycle: UInt64 = 0
    /// The cycle's time on the monotonic clock.
    public var time = Instant(nanoseconds: 0)
    /// The wall clock at the cycle, ns since 1970; for people.
    public var wallTime: Int64 = 0
    /// The stages that ran, four bits each, the first one lowest: condition 1, arbitrate 2, split 3,
    /// limit 4.
    public var stages: UInt64 = 0
    /// The mode in force.
    public var mode: OperatingMode = .observe
    /// The arming state.
    public var arming: ArmState = .disarmed
    /// What is missing before torque may be commanded.
    public var missing = MissingPreconditions.nothing
    /// What the arming in force waits for before it becomes torque.
    public var waiting = MissingPreconditions.nothing
    /// The guardian as the daemon sees it.
    public var guardian = GuardianReport()
    /// The gear in force.
    public var gear: Gear = .park
    /// The pedal as used, 0 to 1; NaN where invalid.
    public var pedal: Double = .nan
    /// Whether the brake is pressed.
    public var isBraking = false
    /// Vehicle speed, m/s, positive forward; NaN where unknown.
    public var vehicleSpeed = Speed(.nan)
    /// State of charge, 0 to 1; NaN where unknown.
    public var stateOfCharge: Double = .nan
    /// Whether the bench state is in force: its setpoints replace everybody's.
    public var isBench = false
    /// What the driver's pedal asks in total, Nm.
    public var driverDemand: Torque = .zero
    /// What arbitration made of all requests, Nm.
    public var arbitrated: Torque = .zero
    /// The front axle's share of the total, 0 to 1.
    public var frontShare: Double = 0.5
    /// The axle without a motor, of which all but its wheels is zero or unknown; nil where both have one.
    public var undriven: Axle?
    /// Front and rear.
    public var axles = AxlePair<AxleReport>(both: AxleReport())
    /// The discharge limit in force, W, after ageing and rate.
    public var dischargeLimit: Power = .zero
    /// The charge limit in force, W, not negative.
    public var chargeLimit: Power = .zero
    /// Every limit on power out of the battery, and which one binds.
    public var dischargeLimits = PowerLimits()
    /// Every limit on power into the battery, and which one binds.
    public var chargeLimits = PowerLimits()
    /// What the operator allows at most.
    public var ceilings = OperatorCeilings()
    /// What the feedback takes off the discharge limit because more was measured than predicted, W,
    /// not negative.
    public var powerTrim: Power = .zero
    /// Shaft torque that one watt more would give, Nm/W; 0 where power does not bind.
    public var shadowPrice: Double = 0
    /// Regeneration asked for and not given, Nm in total, not negative: the brakes' part.
    public var regenerationShortfall: Torque = .zero
    /// The charge limit expected in 0.5 s, W, for the brake controller.
    public var chargeForecast: Power = .zero
    /// The step of the degradation ladder.
    public var ladder = LadderLevel.full
    /// Vehicle speed estimated over ground, m/s, positive forward; NaN where unknown.
    public var referenceSpeed = Speed(.nan)
    /// Shaft power the system may give in total, W.
    public var systemCeiling: Power = .zero
    /// Predicted battery power for what was given, W, auxiliaries included.
    public var predictedPower: Power = .zero
    /// Measured battery power, W, positive leaves; NaN where unknown.
    ///
    /// About 65 ms late on a LEAF.
    public var measuredPower = Power(.nan)
    /// Pack voltage, V; NaN where unknown.
    public var batteryVoltage = Voltage(.nan)
    /// Pack current, A, positive leaves; NaN where unknown.
    public var batteryCurrent = Current(.nan)
    /// The factor by which the power projection scaled drive torque, 0 to 1; what it would have been
    /// where the vehicle's file shifts torque for the most thrust instead.
    public var powerScale: Double = 1
    /// Whether heating and air conditioning are asked to shed load.
    public var isSheddingAsked = false
    /// Cycles that began more than 12 ms after the one before, since the start.
    public var overruns: UInt64 = 0
    /// Cycles whose predicted power was above the limit without torque falling at the protective rate.
    public var limitViolations: UInt64 = 0
    /// How long the last cycle took to compute, ns.
    public var computeTime: Int64 = 0
    /// How late the last cycle began, ns.
    public var wakeLateness: Int64 = 0
    /// The current arming's number; 0 while disarmed.
    public var armingID: UInt64 = 0
    /// Time left of the lease, ns; 0 while disarmed.
    public var leaseRemaining: Int64 = 0
    /// Fault memory.
    public var faults = FaultMemory()

    /// An empty report.
    public init() {}
}
