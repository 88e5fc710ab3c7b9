import ControlCore
import Testing
import VehicleModel

@Suite("Each input in conditioning")
struct EachInputTests {
    /// A value of every input that conditioning reads.
    private static let good: [InputQuantity: Double] = [
        .pedalA: 0.1, .pedalB: 0.12, .brakePressed: 0, .gearSelector: 2, .frontMotorSpeed: 251,
        .rearMotorSpeed: 252, .frontMotorTorque: 3, .rearMotorTorque: 4, .frontLinkVoltage: 351,
        .rearLinkVoltage: 352, .frontInverterReady: 1, .rearInverterReady: 1,
        .batteryVoltage: 350, .batteryCurrent: 5, .mainRelayPermitted: 1, .stateOfCharge: 0.5,
        .wheelSpeedFrontLeft: 10, .wheelSpeedFrontRight: 10.1, .wheelSpeedRearLeft: 10.2,
        .wheelSpeedRearRight: 10.3, .longitudinalAcceleration: 0.6, .lateralAcceleration: 7,
        .yawRate: 8, .steeringAngle: 9, .ecoMode: 1, .onePedalMode: 0, .chargePlugged: 1,
        .crashDetected: 0, .isolationFault: 1, .benchKey: 0, .antilockActive: 1,
        .stabilityActive: 0, .brakeRegeneration: 10, .auxiliaryPower: 11, .leastCellVoltage: 12,
        .greatestCellVoltage: 13, .leastBatteryTemperature: 14, .greatestBatteryTemperature: 15,
        .frontMotorTemperature: 16, .frontInverterTemperature: 17, .frontCoolantTemperature: 18,
        .frontAvailableTorque: 19, .frontAvailableRegeneration: 20, .rearMotorTemperature: 21,
        .rearInverterTemperature: 22, .rearCoolantTemperature: 23, .rearAvailableTorque: 24,
        .rearAvailableRegeneration: 25,
    ]

    /// What other stages read for themselves.
    private static let readElsewhere: Set<InputQuantity> = [
        .dischargeLimit, .chargeLimit, .wideDischargeLimit, .wideChargeLimit, .cruiseTorque,
        .speedLimiterTorque, .stabilityMaximum, .stabilityMinimum, .frontStabilityMaximum,
        .rearStabilityMaximum, .frontStabilityMinimum, .rearStabilityMinimum,
        .operatorTorqueCeiling, .operatorDischargeCeiling, .operatorChargeCeiling,
        .operatorSpeedCeiling, .benchFrontTorque, .benchRearTorque,
    ]

    private let parameters = ControlParameters.prototype

    private func table(at milliseconds: Double, _ values: [InputQuantity: Double]) -> InputTable {
        var table = InputTable()
        for (quantity, value) in values { table[quantity] = .valid(value, at: .at(milliseconds)) }
        return table
    }

    private func look(_ table: InputTable) -> String {
        var conditioning = Conditioning()
        return "\(conditioning.step(table, at: .at(0), with: parameters))"
    }

    @Test("each quantity arrives in its own place")
    func places() {
        var conditioning = Conditioning()
        let inputs = conditioning.step(table(at: 0, Self.good), at: .at(0), with: parameters)
        #expect(inputs.pedal == 0.1)
        #expect(inputs.isBraking == false && inputs.selector == .drive)
        #expect(inputs.acceleration == Acceleration(0.6))
        #expect(inputs.lateralAcceleration == Acceleration(7))
        #expect(inputs.yawRate == YawRate(8) && inputs.steeringAngle == Angle(9))
        #expect(inputs.isEco == true && inputs.isOnePedal == false)
        #expect(inputs.isChargePlugged == true && inputs.hasCrashed == false)
        #expect(inputs.hasIsolationFault == true && inputs.hasBenchKey == false)
        #expect(inputs.isAntilockActive == true && inputs.isStabilityActive == false)
        #expect(inputs.brakeRegeneration == Torque(10) && inputs.auxiliaryPower == Power(11))
        #expect(inputs.leastCellVoltage == Voltage(12) && inputs.greatestCellVoltage == Voltage(13))
        #expect(inputs.leastBatteryTemperature == Temperature(14))
        #expect(inputs.greatestBatteryTemperature == Temperature(15))
        #expect(inputs.motorTemperatures == pair(16, 21))
        #expect(inputs.inverterTemperatures == pair(17, 22))
        #expect(inputs.coolantTemperatures == pair(18, 23))
        #expect(inputs.availableTorques == pair(19, 24))
        #expect(inputs.availableRegenerations == pair(20, 25))
        #expect(inputs.wheelSpeeds.front == Speed((10 + 10.1) / 2))
        #expect(inputs.wheelSpeeds.rear == Speed((10.2 + 10.3) / 2))
    }

    private func pair<Dimension>(_ front: Double, _ rear: Double) -> AxlePair<Quantity<Dimension>?>
    {
        AxlePair(front: Quantity(front), rear: Quantity(rear))
    }

    @Test(
        "every quantity is unknown when stale, out of range, not finite or not available",
        arguments: InputQuantity.allCases
    )
    func eachIsChecked(quantity: InputQuantity) {
        let known = look(table(at: 0, Self.good))
        let isUsed = !Self.readElsewhere.contains(quantity)
        #expect((Self.good[quantity] != nil) == isUsed)
        for bad in notFinite + [1e6, -1e6] {
            var values = Self.good
            values[quantity] = bad
            #expect((look(table(at: 0, values)) != known) == isUsed)
        }
        var stale = table(at: 0, Self.good)
        stale[quantity].arrival = .at(-2001)
        #expect((look(stale) != known) == isUsed)
        for quality in Quality.allCases {
            var doubted = table(at: 0, Self.good)
            doubted[quantity].quality = quality
            #expect((look(doubted) == known) == (quality == .valid || !isUsed))
        }
    }

    @Test(
        "every quantity is bridged over one bad frame, lost at the second and healed by ten",
        arguments: InputQuantity.allCases
    )
    func eachIsDebounced(quantity: InputQuantity) {
        guard let value = Self.good[quantity] else { return }
        var conditioning = Conditioning()
        for cycle in 0..<20 {
            let now = Double(cycle) * 10
            var values = Self.good
            values[quantity] = cycle == 3 || cycle == 5 ? .nan : value
            _ = conditioning.step(table(at: now, values), at: .at(now), with: parameters)
            let isValid = cycle < 5 || cycle >= 15
            #expect((conditioning.quality(of: quantity) == .valid) == isValid, "\(cycle)")
        }
    }

    @Test("requests are left to who reads them: conditioning knows of none")
    func requests() {
        var values = Self.good
        for quantity in InputQuantity.allCases { values[quantity] = values[quantity] ?? 0 }
        var conditioning = Conditioning()
        _ = conditioning.step(table(at: 0, values), at: .at(0), with: parameters)
        let first = InputQuantity.cruiseTorque.rawValue
        for quantity in InputQuantity.allCases where parameters.inputs[quantity].isBound {
            let isRequest = quantity.rawValue >= first
            let quality = conditioning.quality(of: quantity)
            #expect(quality == (isRequest ? .missing : .valid), "\(quantity)")
        }
    }

    @Test("what is not bound is never known", arguments: InputQuantity.allCases)
    func notBound(quantity: InputQuantity) {
        guard Self.good[quantity] != nil else { return }
        var without = parameters
        without.inputs[quantity].isBound = false
        var conditioning = Conditioning()
        _ = conditioning.step(table(at: 0, Self.good), at: .at(0), with: without)
        #expect(conditioning.quality(of: quantity) == .missing)
    }
}
