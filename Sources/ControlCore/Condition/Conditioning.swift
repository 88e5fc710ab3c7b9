public import VehicleModel

/// The vehicle as the later stages see it: each value checked, or nil.
public struct ConditionedInputs: Sendable {
    /// The lower of the two pedal sensors, 0 to 1; nil where either is invalid.
    public var pedal: Double?
    /// The two pedal sensors are valid and have differed by more than 10 % for 100 ms.
    public var isPedalImplausible = false
    /// Whether the brake is pressed; nil where unknown.
    public var isBraking: Bool?
    /// The selector; nil where unknown.
    public var selector: Gear?
    /// Motor speeds; nil where unknown.
    public var motorSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// Motor speeds when a command given now has become torque; nil where the speed is unknown.
    public var leadSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// Torque that the inverters report; nil where unknown.
    public var motorTorques = AxlePair<Torque?>(both: nil)
    /// DC link voltage at the inverters; nil where unknown.
    public var linkVoltages = AxlePair<Voltage?>(both: nil)
    /// Whether the inverters are ready; nil where unknown.
    public var isInverterReady = AxlePair<Bool?>(both: nil)
    /// Pack voltage; nil where unknown.
    public var batteryVoltage: Voltage?
    /// Pack current, positive leaves; nil where unknown.
    public var batteryCurrent: Current?
    /// Whether the battery permits the main relay; nil where unknown.
    public var isRelayPermitted: Bool?
    /// State of charge, 0 to 1; nil where unknown.
    public var stateOfCharge: Double?
    /// Vehicle speed, positive forward; nil where neither wheels nor motors tell.
    public var speed: Speed?
    /// Speed that the faster motor's wheels would roll at; nil where a motor's speed is unknown.
    ///
    /// Beside `speed`, so that wheel sensors that say zero cannot make a moving car stand.
    public var motorPace: Speed?
    /// Measured longitudinal acceleration; nil where unknown.
    public var acceleration: Acceleration?

    /// Nothing known.
    public init() {}
}

/// Stage S0: range, age and plausibility of everything received; speed looked ahead.
///
/// What is not finite, out of range, stale or failed its end-to-end check is invalid, never clamped
/// into validity. A frame that fails its check never reaches the table, so its signals age out.
public struct Conditioning: Sendable, BitwiseCopyable {
    private var previousSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    private var previousArrivals = AxlePair<Instant>(both: Instant(nanoseconds: 0))
    private var shaftAccelerations = AxlePair<Double>(both: 0)
    private var disagreement = Persistence()

    /// The largest difference of two pedal sensors that is not a fault, as a part of full travel.
    private static let pedalTolerance = 0.10
    /// How long the sensors may differ before it is a fault.
    private static let pedalDebounce = Duration.milliseconds(100)

    /// Remembers nothing.
    public init() {}

    /// Checks every input at `now`.
    public mutating func step(
        _ table: InputTable,
        at now: Instant,
        with parameters: ControlParameters
    ) -> ConditionedInputs {
        let reader = InputReader(table: copy table, rules: parameters.inputs, now: now)
        var inputs = ConditionedInputs()
        conditionPedal(reader, at: now, into: &inputs)
        inputs.isBraking = reader.bool(.brakePressed)
        inputs.selector = reader.value(.gearSelector).flatMap {
            UInt8(exactly: $0).flatMap(Gear.init(rawValue:))
        }
        inputs.motorSpeeds = AxlePair(
            front: reader.quantity(.frontMotorSpeed),
            rear: reader.quantity(.rearMotorSpeed)
        )
        inputs.motorTorques = AxlePair(
            front: reader.quantity(.frontMotorTorque),
            rear: reader.quantity(.rearMotorTorque)
        )
        inputs.linkVoltages = AxlePair(
            front: reader.quantity(.frontLinkVoltage),
            rear: reader.quantity(.rearLinkVoltage)
        )
        inputs.isInverterReady = AxlePair(
            front: reader.bool(.frontInverterReady),
            rear: reader.bool(.rearInverterReady)
        )
        inputs.batteryVoltage = reader.quantity(.batteryVoltage)
        inputs.batteryCurrent = reader.quantity(.batteryCurrent)
        inputs.isRelayPermitted = reader.bool(.mainRelayPermitted)
        inputs.stateOfCharge = reader.value(.stateOfCharge)
        inputs.acceleration = reader.quantity(.longitudinalAcceleration)
        lead(.front, arrival: table[.frontMotorSpeed].arrival, into: &inputs, with: parameters)
        lead(.rear, arrival: table[.rearMotorSpeed].arrival, into: &inputs, with: parameters)
        inputs.speed = vehicleSpeed(reader, inputs, with: parameters)
        if let front = inputs.motorSpeeds.front, let rear = inputs.motorSpeeds.rear {
            inputs.motorPace = max(
                parameters.axles.front.speed(of: front).magnitude,
                parameters.axles.rear.speed(of: rear).magnitude
            )
        }
        return inputs
    }

    private mutating func conditionPedal(
        _ reader: InputReader,
        at now: Instant,
        into inputs: inout ConditionedInputs
    ) {
        guard let first = reader.value(.pedalA), let second = reader.value(.pedalB) else {
            _ = disagreement.step(false, at: now)
            return
        }
        // Always the lower: a mean would turn 0 and 100 % into 50 % until the fault matures.
        inputs.pedal = min(first, second)
        let time = disagreement.step(abs(first - second) > Self.pedalTolerance, at: now)
        inputs.isPedalImplausible = time.map { $0 >= Self.pedalDebounce } ?? false
    }

    /// Extrapolates an axle's speed by the time a command takes to become torque.
    private mutating func lead(
        _ axle: Axle,
        arrival: Instant,
        into inputs: inout ConditionedInputs,
        with parameters: ControlParameters
    ) {
        guard let speed = inputs.motorSpeeds[axle] else {
            previousSpeeds[axle] = nil
            shaftAccelerations[axle] = 0
            return
        }
        if let previous = previousSpeeds[axle] {
            let elapsed = (arrival - previousArrivals[axle]).inSeconds
            // The same frame again tells nothing new; the acceleration found before stands.
            if elapsed > 0.001 {
                let greatest = parameters.power.greatestShaftAcceleration
                let measured = (speed - previous).rawValue / elapsed
                shaftAccelerations[axle] = max(-greatest, min(greatest, measured))
            }
        }
        previousSpeeds[axle] = speed
        previousArrivals[axle] = arrival
        let change = shaftAccelerations[axle] * parameters.power.speedLead.inSeconds
        inputs.leadSpeeds[axle] = speed + RotationalSpeed(change)
    }

    /// The mean of the wheels that are known, else of the motors.
    private func vehicleSpeed(
        _ reader: InputReader,
        _ inputs: ConditionedInputs,
        with parameters: ControlParameters
    ) -> Speed? {
        if let frontLeft = reader.value(.wheelSpeedFrontLeft),
            let frontRight = reader.value(.wheelSpeedFrontRight),
            let rearLeft = reader.value(.wheelSpeedRearLeft),
            let rearRight = reader.value(.wheelSpeedRearRight)
        {
            let mean = (frontLeft + frontRight + rearLeft + rearRight) / 4
            // Wheel sensors of the reference car count without a sign; the motors know it.
            guard let front = inputs.motorSpeeds.front, let rear = inputs.motorSpeeds.rear else {
                return Speed(mean)
            }
            return Speed((front + rear) < .zero ? -abs(mean) : abs(mean))
        }
        guard let front = inputs.motorSpeeds.front, let rear = inputs.motorSpeeds.rear else {
            return nil
        }
        let sum = parameters.axles.front.speed(of: front) + parameters.axles.rear.speed(of: rear)
        return sum / 2
    }
}

/// Reads the table through the rules.
private struct InputReader {
    let table: InputTable
    let rules: InputRules
    let now: Instant

    func value(_ quantity: InputQuantity) -> Double? {
        let sample = table[quantity]
        return rules[quantity].judge(sample, at: now) == .valid ? sample.value : nil
    }

    func quantity<Dimension>(_ quantity: InputQuantity) -> Quantity<Dimension>? {
        value(quantity).map { Quantity($0) }
    }

    func bool(_ quantity: InputQuantity) -> Bool? { value(quantity).map { $0 != 0 } }
}
