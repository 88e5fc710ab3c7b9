import VehicleModel

/// Turns what databases write as a unit into SI.
enum WireUnit {
    /// The factor from a signal's unit to SI; nil where the unit does not fit the quantity.
    static func factor(of unit: String, for quantity: InputQuantity) -> Double? {
        table(for: quantity)[unit]
    }

    /// The units that fit a quantity, for an error's sentence.
    static func allowed(for quantity: InputQuantity) -> String {
        let units = table(for: quantity).keys.sorted().map { "\"\($0)\"" }
        return units.joined(separator: " or ")
    }

    private static func table(for quantity: InputQuantity) -> [String: Double] {
        switch quantity {
        case .pedalA, .pedalB, .stateOfCharge: ["%": 0.01, "": 1]
        case .brakePressed, .gearSelector, .frontInverterReady, .rearInverterReady,
            .mainRelayPermitted,
            .ecoMode, .onePedalMode, .chargePlugged, .crashDetected, .isolationFault, .benchKey,
            .antilockActive, .stabilityActive:
            ["": 1]
        case .frontMotorSpeed, .rearMotorSpeed:
            ["rpm": .pi / 30, "1/min": .pi / 30, "rad/s": 1]
        case .frontMotorTorque, .rearMotorTorque,
            .brakeRegeneration, .frontAvailableTorque, .frontAvailableRegeneration,
            .rearAvailableTorque, .rearAvailableRegeneration, .cruiseTorque, .speedLimiterTorque,
            .stabilityMaximum, .stabilityMinimum, .frontStabilityMaximum, .rearStabilityMaximum,
            .frontStabilityMinimum, .rearStabilityMinimum, .operatorTorqueCeiling,
            .benchFrontTorque, .benchRearTorque:
            ["Nm": 1]
        case .frontLinkVoltage, .rearLinkVoltage, .batteryVoltage,
            .leastCellVoltage, .greatestCellVoltage:
            ["V": 1, "mV": 0.001]
        case .batteryCurrent: ["A": 1, "mA": 0.001]
        case .dischargeLimit, .chargeLimit,
            .auxiliaryPower, .wideDischargeLimit, .wideChargeLimit, .operatorDischargeCeiling,
            .operatorChargeCeiling:
            ["kW": 1000, "W": 1]
        case .wheelSpeedFrontLeft, .wheelSpeedFrontRight, .wheelSpeedRearLeft,
            .wheelSpeedRearRight,
            .operatorSpeedCeiling:
            ["km/h": 1 / 3.6, "m/s": 1, "mph": 0.44704]
        case .longitudinalAcceleration,
            .lateralAcceleration:
            ["m/s^2": 1, "m/s²": 1, "g": 9.80665]
        case .yawRate: ["deg/s": .pi / 180, "°/s": .pi / 180, "rad/s": 1]
        case .steeringAngle: ["deg": .pi / 180, "°": .pi / 180, "rad": 1]
        case .leastBatteryTemperature, .greatestBatteryTemperature, .frontMotorTemperature,
            .frontInverterTemperature, .frontCoolantTemperature, .rearMotorTemperature,
            .rearInverterTemperature, .rearCoolantTemperature:
            ["C": 1, "degC": 1, "°C": 1]
        }
    }
}
