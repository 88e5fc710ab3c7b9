import VehicleModel

/// Each checked value put in its place.
extension ConditionedInputs {
    init(_ source: CheckedInputs) {
        self.init()
        readCar(source)
        readBattery(source)
        readDriveUnits(source)
        readWheels(source)
    }

    private mutating func readCar(_ source: CheckedInputs) {
        isBraking = source.bool(.brakePressed)
        selector = source.value(.gearSelector).flatMap {
            UInt8(exactly: $0).flatMap(Gear.init(rawValue:))
        }
        acceleration = source.quantity(.longitudinalAcceleration)
        lateralAcceleration = source.quantity(.lateralAcceleration)
        yawRate = source.quantity(.yawRate)
        steeringAngle = source.quantity(.steeringAngle)
        isEco = source.bool(.ecoMode)
        isOnePedal = source.bool(.onePedalMode)
        isChargePlugged = source.bool(.chargePlugged)
        hasCrashed = source.bool(.crashDetected)
        hasIsolationFault = source.bool(.isolationFault)
        hasBenchKey = source.bool(.benchKey)
        isAntilockActive = source.bool(.antilockActive)
        isStabilityActive = source.bool(.stabilityActive)
        brakeRegeneration = source.quantity(.brakeRegeneration)
    }

    private mutating func readBattery(_ source: CheckedInputs) {
        batteryVoltage = source.quantity(.batteryVoltage)
        batteryCurrent = source.quantity(.batteryCurrent)
        isRelayPermitted = source.bool(.mainRelayPermitted)
        stateOfCharge = source.value(.stateOfCharge)
        auxiliaryPower = source.quantity(.auxiliaryPower)
        leastCellVoltage = source.quantity(.leastCellVoltage)
        greatestCellVoltage = source.quantity(.greatestCellVoltage)
        leastBatteryTemperature = source.quantity(.leastBatteryTemperature)
        greatestBatteryTemperature = source.quantity(.greatestBatteryTemperature)
    }

    private mutating func readDriveUnits(_ source: CheckedInputs) {
        motorSpeeds = source.pair(.frontMotorSpeed, .rearMotorSpeed)
        motorTorques = source.pair(.frontMotorTorque, .rearMotorTorque)
        linkVoltages = source.pair(.frontLinkVoltage, .rearLinkVoltage)
        isInverterReady = AxlePair(
            front: source.bool(.frontInverterReady),
            rear: source.bool(.rearInverterReady)
        )
        motorTemperatures = source.pair(.frontMotorTemperature, .rearMotorTemperature)
        inverterTemperatures = source.pair(.frontInverterTemperature, .rearInverterTemperature)
        coolantTemperatures = source.pair(.frontCoolantTemperature, .rearCoolantTemperature)
        availableTorques = source.pair(.frontAvailableTorque, .rearAvailableTorque)
        availableRegenerations = source.pair(
            .frontAvailableRegeneration,
            .rearAvailableRegeneration
        )
    }

    /// Wheel sensors of the reference car count without a sign; the motors know it.
    private mutating func readWheels(_ source: CheckedInputs) {
        guard let frontLeft = source.value(.wheelSpeedFrontLeft),
            let frontRight = source.value(.wheelSpeedFrontRight),
            let rearLeft = source.value(.wheelSpeedRearLeft),
            let rearRight = source.value(.wheelSpeedRearRight)
        else { return }
        wheelSpeeds.front = Speed((frontLeft + frontRight) / 2)
        wheelSpeeds.rear = Speed((rearLeft + rearRight) / 2)
        guard let front = motorSpeeds.front ?? motorSpeeds.rear,
            let rear = motorSpeeds.rear ?? motorSpeeds.front
        else { return }
        let sign = (front + rear) < .zero ? -1.0 : 1.0
        wheelSpeeds.front = wheelSpeeds.front.map { $0.magnitude * sign }
        wheelSpeeds.rear = wheelSpeeds.rear.map { $0.magnitude * sign }
    }
}
