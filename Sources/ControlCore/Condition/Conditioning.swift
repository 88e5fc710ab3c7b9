public import VehicleModel

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
        conditionMotion(reader, into: &inputs)
        conditionBattery(reader, into: &inputs)
        conditionDriveUnits(reader, into: &inputs)
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

    private func conditionMotion(_ reader: InputReader, into inputs: inout ConditionedInputs) {
        inputs.lateralAcceleration = reader.quantity(.lateralAcceleration)
        inputs.yawRate = reader.quantity(.yawRate)
        inputs.steeringAngle = reader.quantity(.steeringAngle)
        inputs.isEco = reader.bool(.ecoMode)
        inputs.isOnePedal = reader.bool(.onePedalMode)
        inputs.isChargePlugged = reader.bool(.chargePlugged)
        inputs.hasCrashed = reader.bool(.crashDetected)
        inputs.hasIsolationFault = reader.bool(.isolationFault)
        inputs.hasBenchKey = reader.bool(.benchKey)
        inputs.isAntilockActive = reader.bool(.antilockActive)
        inputs.isStabilityActive = reader.bool(.stabilityActive)
        inputs.brakeRegeneration = reader.quantity(.brakeRegeneration)
    }

    private func conditionBattery(_ reader: InputReader, into inputs: inout ConditionedInputs) {
        inputs.auxiliaryPower = reader.quantity(.auxiliaryPower)
        inputs.leastCellVoltage = reader.quantity(.leastCellVoltage)
        inputs.greatestCellVoltage = reader.quantity(.greatestCellVoltage)
        inputs.leastBatteryTemperature = reader.quantity(.leastBatteryTemperature)
        inputs.greatestBatteryTemperature = reader.quantity(.greatestBatteryTemperature)
    }

    private func conditionDriveUnits(_ reader: InputReader, into inputs: inout ConditionedInputs) {
        inputs.motorTemperatures = AxlePair(
            front: reader.quantity(.frontMotorTemperature),
            rear: reader.quantity(.rearMotorTemperature)
        )
        inputs.inverterTemperatures = AxlePair(
            front: reader.quantity(.frontInverterTemperature),
            rear: reader.quantity(.rearInverterTemperature)
        )
        inputs.coolantTemperatures = AxlePair(
            front: reader.quantity(.frontCoolantTemperature),
            rear: reader.quantity(.rearCoolantTemperature)
        )
        inputs.availableTorques = AxlePair(
            front: reader.quantity(.frontAvailableTorque),
            rear: reader.quantity(.rearAvailableTorque)
        )
        inputs.availableRegenerations = AxlePair(
            front: reader.quantity(.frontAvailableRegeneration),
            rear: reader.quantity(.rearAvailableRegeneration)
        )
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
