import CANFrames
import Testing

@testable import TorqueMonitor

/// What the guardian's checks see of the vehicle.
@Suite struct VehicleViewTests {
    private func view(
        _ said: [(MonitorInput, Int)],
        with more: [MonitorInput] = []
    ) throws
        -> VehicleView
    {
        var fields = InputFields()
        for (input, _) in said { fields[input] = extraField(input) }
        for input in more { fields[input] = extraField(input) }
        var inputs = VehicleInputs(fields)
        for (input, value) in said {
            let bits = UInt16(truncatingIfNeeded: value)
            let bytes = [UInt8(bits & 0xFF), UInt8(bits >> 8), 0, 0, 0, 0, 0, 0]
            try inputs.take(plain(0x700 + UInt32(input.rawValue), bytes), on: .car, at: 0)
        }
        return VehicleView(&inputs, at: 0)
    }

    @Test("of a car that says nothing the brake is pressed, and all else is off or unknown")
    func silent() throws {
        let view = try view([])
        #expect(view.speed.front == nil)
        #expect(view.speed.rear == nil)
        #expect(view.torque.front == nil)
        #expect(view.pedal == nil)
        #expect(view.isBraking)
        #expect(!view.isABSActive)
        #expect(!view.isESCActive)
        #expect(view.escIncrease.front == 0)
        #expect(view.escLimit == nil)
        #expect(!view.isCruising)
        #expect(view.regenRequest == 0)
        #expect(view.dischargeLimit == nil)
        #expect(view.chargeLimit == nil)
        #expect(view.batteryPower == nil)
        #expect(view.acceleration == nil)
        #expect(view.rearLoadShare == nil)
        #expect(!view.isBench)
        #expect(!view.isStopped)
    }

    @Test("ABS and the emergency stop count as acting where they are configured and not known")
    func configured() throws {
        let unknown = try view([], with: [.absActive, .emergencyStopReleased])
        #expect(unknown.isABSActive)
        #expect(unknown.isStopped)
        let off = try view([(.absActive, 0), (.emergencyStopReleased, 1), (.brake, 0)])
        #expect(!off.isABSActive)
        #expect(!off.isStopped)
        #expect(!off.isBraking)
        let on = try view([(.absActive, 1), (.emergencyStopReleased, 0), (.brake, 1)])
        #expect(on.isABSActive)
        #expect(on.isStopped)
        #expect(on.isBraking)
    }

    @Test("the greater of two pedal tracks counts, or the one that is known")
    func pedal() throws {
        #expect(try view([(.pedalA, 300), (.pedalB, 200)]).pedal == 300)
        #expect(try view([(.pedalA, 200), (.pedalB, 300)]).pedal == 300)
        #expect(try view([(.pedalA, 200)]).pedal == 200)
        #expect(try view([(.pedalB, 200)]).pedal == 200)
    }

    @Test("what stability control says counts while it acts, and not below 0")
    func stability() throws {
        let said: [(MonitorInput, Int)] = [
            (.escFrontIncrease, 11), (.escRearIncrease, 12), (.escLimit, 13),
        ]
        let on = try view(said + [(.escActive, 1)])
        #expect(on.isESCActive)
        #expect(on.escIncrease.front == 11)
        #expect(on.escIncrease.rear == 12)
        #expect(on.escLimit == 13)
        let off = try view(said + [(.escActive, 0)])
        #expect(!off.isESCActive)
        #expect(off.escIncrease.front == 0)
        #expect(off.escIncrease.rear == 0)
        #expect(off.escLimit == nil)
        let negative = try view([
            (.escActive, 1), (.escFrontIncrease, -1), (.escRearIncrease, -1), (.escLimit, -1),
            (.regenRequest, -1),
        ])
        #expect(negative.escIncrease.front == 0)
        #expect(negative.escIncrease.rear == 0)
        #expect(negative.escLimit == 0)
        #expect(negative.regenRequest == 0)
        let bare = try view([(.escActive, 1)])
        #expect(bare.escIncrease.front == 0)
        #expect(bare.escIncrease.rear == 0)
        #expect(bare.escLimit == nil)
    }

    @Test("the wide limits count before the others where they are known")
    func limits() throws {
        let both = try view([
            (.dischargeLimit, 1), (.wideDischargeLimit, 2), (.chargeLimit, 3),
            (.wideChargeLimit, 4),
        ])
        #expect(both.dischargeLimit == 2)
        #expect(both.chargeLimit == 4)
        let narrow = try view(
            [(.dischargeLimit, 1), (.chargeLimit, 3)],
            with: [.wideDischargeLimit, .wideChargeLimit]
        )
        #expect(narrow.dischargeLimit == 1)
        #expect(narrow.chargeLimit == 3)
    }

    @Test("the battery's power is its voltage times its current, where both are known")
    func power() throws {
        #expect(try view([(.packVoltage, 30_000), (.packCurrent, -20_000)]).batteryPower == -600)
        var fields = InputFields()
        for input in [MonitorInput.packVoltage, .packCurrent] {
            fields[input] = extraField(input)
            fields[input]?.scale.numerator = 1000
        }
        var inputs = VehicleInputs(fields)
        for (id, byte) in [(UInt32(0x707), UInt8(0x70)), (0x708, 0x40)] {
            try inputs.take(plain(id, [0, byte, 0, 0, 0, 0, 0, 0]), on: .car, at: 0)
        }
        // 28,672 V and 16,384 A.
        let power = VehicleView(&inputs, at: 0).batteryPower
        #expect(power == 469_762_048)
        #expect(try view([(.packVoltage, 30_000)]).batteryPower == nil)
        #expect(try view([(.packCurrent, 30_000)]).batteryPower == nil)
    }

    @Test("each other value is read from its own field")
    func others() throws {
        let view = try view([
            (.frontSpeed, -1), (.rearSpeed, 2), (.frontTorque, 3), (.rearTorque, -4), (.cruise, 1),
            (.regenRequest, 5), (.acceleration, -6), (.rearLoadShare, 7), (.benchKey, 1),
        ])
        #expect(view.speed.front == -1)
        #expect(view.speed.rear == 2)
        #expect(view.torque.front == 3)
        #expect(view.torque.rear == -4)
        #expect(view.isCruising)
        #expect(view.regenRequest == 5)
        #expect(view.acceleration == -6)
        #expect(view.rearLoadShare == 7)
        #expect(view.isBench)
    }
}
