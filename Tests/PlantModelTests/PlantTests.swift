import Foundation
import PlantModel
import Testing
import VehicleModel

@Suite struct PlantTests {
    @Test("the prototype at its shaft ceiling reaches 100 km/h in 4.4 to 5.1 s")
    func launch() throws {
        var plant = Plant(try prototype())
        let run = drive(&plant, try shippedScenario("launch"), for: 60)
        #expect(run.runner.isFinished)
        let hundred = try #require(run.meter.zeroTo100)
        let fifty = try #require(run.meter.zeroTo50)
        #expect(hundred > 4.4 && hundred < 5.1, "0-100 in \(hundred) s")
        #expect(fifty > 1.8 && fifty < 2.3, "0-50 in \(fifty) s")
        #expect(
            run.meter.peakShaftPower.rawValue > 215_000
                && run.meter.peakShaftPower.rawValue < 235_000
        )
        #expect(run.meter.peakElectricalPower.rawValue > run.meter.peakShaftPower.rawValue + 5000)
        #expect(run.meter.peakSlipSpeed.rawValue < 3, "\(run.meter.peakSlipSpeed.rawValue) m/s")
        #expect(try #require(run.meter.speedAtPedalStep).rawValue < 0.01)
    }

    @Test(
        "less power takes longer, and as long as published simulations say",
        arguments: [
            (150_000.0, 6.0, 7.0), (100_000, 8.5, 10.0),
        ]
    )
    func lessPower(ceiling: Double, fastest: Double, slowest: Double) throws {
        var plant = Plant(try prototype())
        let run = drive(
            &plant,
            try shippedScenario("launch"),
            for: 60,
            controller: TestController(ceiling: ceiling * 0.935)
        )
        let hundred = try #require(run.meter.zeroTo100)
        #expect(hundred > fastest && hundred < slowest, "0-100 in \(hundred) s")
    }

    @Test("what leaves the battery is stored or lost, to one part in a thousand")
    func energyBalance() throws {
        let parameters = try prototype()
        var plant = Plant(parameters, road: Road(slope: 0.05))
        var battery = 0.0
        var before = (speed: 0.0, front: 0.0, rear: 0.0)
        var spent = 0.0
        var checked = 0
        _ = drive(&plant, try shippedScenario("launch"), for: 60) { plant, _ in
            // An account of its own: from what is published, not from the plant's own books.
            battery += plant.battery.voltage.rawValue * plant.battery.current.rawValue * 0.001
            let speed = (plant.speed.rawValue + before.speed) / 2
            spent += 0.5 * 1.2 * 0.644 * speed * speed * speed * 0.001
            spent += 1875 * 9.80665 * sin(0.05) * speed * 0.001
            spent += parameters.auxiliaryPower * 0.001
            for (axle, old) in [(plant.front, before.front), (plant.rear, before.rear)] {
                let middle = (axle.wheelSpeed + old) / 2
                let motor = axle.motorTorque.rawValue * middle * axle.parameters.gearRatio
                spent += axle.electricalPower.rawValue * 0.001 - motor * 0.001
                // What the motor gives less what the tyre gives on: gear, brakes, rolling, slip.
                spent += (motor - axle.tyreForce * speed) * 0.001
                let turned = axle.parameters.inertia / 2
                spent -= turned * (axle.wheelSpeed * axle.wheelSpeed - old * old)
            }
            before = (plant.speed.rawValue, plant.front.wheelSpeed, plant.rear.wheelSpeed)
            let error = battery - spent - plant.kineticEnergy.rawValue
            checked += abs(error) <= 0.001 * max(battery, 50_000) ? 1 : 0
        }
        #expect(checked == Int(plant.steps))
        let energy = plant.energy
        let booked =
            energy.auxiliaries + energy.drag + energy.height + plant.front.energy.total
            + plant.rear.energy.total + plant.kineticEnergy.rawValue
        #expect(abs(energy.battery - booked) < 0.001 * energy.battery)
        #expect(plant.front.energy.motorLoss > 0 && plant.front.energy.drivelineLoss > 0)
        #expect(plant.front.energy.wheelFriction > 0 && plant.front.energy.tyreSlip > 0)
    }

    @Test("a vehicle at standstill stays there", arguments: [0.0, 0.4])
    func standstill(brake: Double) throws {
        var plant = Plant(try prototype())
        for _ in 0..<10_000 { plant.step(brake: brake) }
        #expect(plant.speed.rawValue == 0 && plant.distance.rawValue == 0)
        #expect(plant.front.wheelSpeed == 0 && plant.rear.wheelSpeed == 0)
        // Only the auxiliaries draw: at rest the inverters' idle loss is theirs too.
        #expect(abs(plant.battery.power.rawValue - 500) < 1)
    }

    @Test("on a hill it rolls back without brake and torque, and the brake holds it")
    func hill() throws {
        let road = Road(slope: atan(0.10))
        var rolling = Plant(try prototype(), road: road)
        var held = Plant(try prototype(), road: road)
        for _ in 0..<3000 {
            rolling.step(brake: 0)
            held.step(brake: 0.4)
        }
        // g sin - rolling resistance, over the mass with what turns with the wheels.
        let expected = (9.80665 * (0.0995 - 0.00995) * 1875 / 1984) * 3
        #expect(abs(rolling.speed.rawValue + expected) < 0.03 * expected)
        #expect(abs(held.speed.rawValue) < 0.01 && abs(held.distance.rawValue) < 0.05)
    }

    @Test("negative torque drives in reverse, drawing power")
    func reverse() throws {
        var plant = Plant(try prototype())
        let command = InverterCommand(
            torque: Torque(-60),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
        for step in 0..<2000 {
            if step % 10 == 0 {
                plant.accept(command, on: .front)
                plant.accept(command, on: .rear)
            }
            plant.step(brake: 0)
        }
        #expect(plant.speed.rawValue < -2 && plant.front.motorSpeed.rawValue < 0)
        #expect(plant.shaftPower.rawValue > 0 && plant.battery.current.rawValue > 0)
    }

    @Test("braking stops the vehicle and does not turn it round", arguments: [0.2, 0.6, 1.0])
    func braking(brake: Double) throws {
        var plant = Plant(try prototype())
        _ = drive(&plant, try shippedScenario("launch"), for: 5)
        #expect(plant.speed.rawValue > 10)
        var slowest = 0.0
        for _ in 0..<25_000 {
            plant.step(brake: brake)
            #expect(plant.front.wheelSpeed >= 0 && plant.rear.wheelSpeed >= 0)
            slowest = min(slowest, plant.speed.rawValue)
        }
        // The body may rock back on its tyres; the wheels stand.
        #expect(slowest > -0.3)
        #expect(abs(plant.speed.rawValue) < 1e-3)
        #expect(plant.front.wheelSpeed == 0 && plant.rear.wheelSpeed == 0)
    }

    @Test("negative torque while rolling forward gives power back")
    func regeneration() throws {
        var plant = Plant(try prototype())
        _ = drive(&plant, try shippedScenario("launch"), for: 6)
        let command = InverterCommand(
            torque: Torque(-50),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
        for step in 0..<500 {
            if step % 10 == 0 {
                plant.accept(command, on: .front)
                plant.accept(command, on: .rear)
            }
            plant.step(brake: 0)
        }
        #expect(plant.speed.rawValue > 10 && plant.battery.current.rawValue < 0)
        #expect(plant.battery.power.rawValue > plant.shaftPower.rawValue)
    }

    @Test("on ice the wheels spin, but slip is bounded and force is the road's")
    func ice() throws {
        var plant = Plant(try prototype(), road: Road(grip: 0.1))
        let run = drive(&plant, try shippedScenario("launch"), for: 6)
        #expect(run.meter.peakSlipSpeed.rawValue > 5)
        #expect(run.meter.peakSlipSpeed.rawValue < 60)
        #expect(plant.speed.rawValue < 0.1 * 9.81 * 5)
        #expect(abs(plant.front.tyreForce) <= 0.1 * plant.front.load * 1.001)
    }

    @Test("two runs of the same inputs are equal to the last bit")
    func determinism() throws {
        var traces: [[UInt64]] = []
        for _ in 0..<2 {
            var plant = Plant(try prototype())
            var trace: [UInt64] = []
            _ = drive(&plant, try shippedScenario("launch"), for: 60) { plant, _ in
                trace.append(plant.speed.rawValue.bitPattern)
                trace.append(plant.battery.voltage.rawValue.bitPattern)
                trace.append(plant.front.wheelSpeed.bitPattern)
                trace.append(plant.battery.reportedCurrent.rawValue.bitPattern)
            }
            traces.append(trace)
        }
        #expect(traces[0] == traces[1])
        #expect(traces[0].count > 20_000)
    }

    @Test("accelerating moves load to the rear by mass, height and wheelbase")
    func loadTransfer() throws {
        var plant = Plant(try prototype())
        _ = drive(&plant, try shippedScenario("launch"), for: 3)
        let shift = 1875 * plant.acceleration.rawValue * 0.53 / 2.7
        #expect(plant.acceleration.rawValue > 4)
        #expect(abs(plant.rear.load - plant.front.load - 2 * shift) < 0.05 * shift)
    }
}
