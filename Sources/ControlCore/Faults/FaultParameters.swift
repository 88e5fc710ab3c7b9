public import VehicleModel

/// Thresholds and times of the fault detectors, and what faults do.
public struct FaultParameters: Sendable, BitwiseCopyable {
    /// The cycle's length.
    public var period = Duration.milliseconds(10)
    /// Debounce, heal, reaction and latch of each fault.
    public var table = FaultTable.standard
    /// Whether one axle goes on where the other is lost; otherwise both are withheld at once.
    public var goesOnWithOneAxle = false
    /// From this age of pedal or inverter frames on torque does not rise.
    public var holdAge = Duration.milliseconds(30)
    /// From this age of the battery's limits on the ladder goes to limp.
    public var batteryLateAge = Duration.milliseconds(100)
    /// From this age of the battery's limits on no torque is given until a key cycle.
    public var batterySilentAge = Duration.milliseconds(500)
    /// Torque that is not what was told.
    public var tracking = TrackingParameters()
    /// Power that is not what was predicted.
    public var deviation = DeviationParameters()
    /// Power over its limit.
    public var overLimit = OverLimitParameters()
    /// A pedal above this beside the brake is a fault, 0 to 1.
    public var pressedPedal = 0.10
    /// A pedal below this is released, 0 to 1.
    public var releasedPedal = 0.05
    /// Slower than this the vehicle stands, m/s.
    public var standstill = Speed(0.2)
    /// How long torque stays withheld after the last fault that forbids it.
    public var holdTime = Duration.milliseconds(500)
    /// How long a lost bus may keep an inverter or the battery silent before the arming ends.
    public var lostBusTime = Duration.seconds(1)
    /// How long both inverters must not be ready, at standstill, for the next power-on to be a key
    /// cycle.
    public var keyOffTime = Duration.milliseconds(500)
    /// What the steps of the ladder leave.
    public var ladder = LadderParameters()

    /// The safety concept's numbers.
    public init() {}
}

/// What the detectors alone go by: small enough to be handed on by value.
struct DetectionParameters: Sendable, BitwiseCopyable {
    let batteryLateAge: Duration
    let batterySilentAge: Duration
    let tracking: TrackingParameters
    let deviation: DeviationParameters
    let overLimit: OverLimitParameters
    let pressedPedal: Double
}

extension FaultParameters {
    var detection: DetectionParameters {
        DetectionParameters(
            batteryLateAge: batteryLateAge,
            batterySilentAge: batterySilentAge,
            tracking: tracking,
            deviation: deviation,
            overLimit: overLimit,
            pressedPedal: pressedPedal
        )
    }
}

/// When a motor's torque is not what it was told.
public struct TrackingParameters: Sendable, BitwiseCopyable {
    /// What it may differ by at any torque, Nm.
    public var tolerance = Torque(15)
    /// What it may differ by as a part of the command, 0 to 1.
    public var share = 0.05
    /// Beyond this difference it is an emergency, Nm.
    public var runaway = Torque(50)
    /// From a command to the frame that reports its torque.
    public var latency = Duration.milliseconds(30)
    /// How much earlier or later that may be.
    public var spread = Duration.milliseconds(20)

    /// The safety concept's numbers.
    public init() {}
}

/// When the battery's power is not what was predicted.
public struct DeviationParameters: Sendable, BitwiseCopyable {
    /// What it may differ by as a part of the prediction, 0 to 1.
    public var share = 0.08
    /// What it may differ by at any power, W.
    public var least = Power(kilowatts: 5)
    /// From the prediction to the frame that reports the current: to torque at the shaft, and on.
    public var latency = Duration.milliseconds(65)
    /// How much earlier or later that may be: the report is filtered, too.
    public var spread = Duration.milliseconds(5)

    /// The safety concept's numbers.
    public init() {}
}

/// When measured power is over its limit.
public struct OverLimitParameters: Sendable, BitwiseCopyable {
    /// Power may exceed the limit by this factor, because both are quantised and late.
    public var factor = 1.05
    /// Beyond this factor it is far over.
    public var peakFactor = 1.15
    /// Up to this power the auxiliaries alone may draw, W.
    public var least = Power(kilowatts: 5)
    /// What the limit is taken times while power is far over it, 0 to 1.
    public var scale = 0.8

    /// The safety concept's numbers.
    public init() {}
}
