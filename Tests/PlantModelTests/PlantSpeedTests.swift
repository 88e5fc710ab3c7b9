import Glibc
import PlantModel
import Testing
import VehicleModel

@Suite struct PlantSpeedTests {
    /// The prototype with all that a plant can have.
    private func whole() throws -> PlantParameters {
        var parameters = try prototype()
        let heat = MotorHeatParameters(
            capacity: 20_000,
            cooling: 100,
            coolant: 60,
            lossShare: 0.7,
            deratesFrom: 140,
            deratesTo: 160
        )
        parameters.front.drive?.shaft = ShaftParameters(lash: .degrees(3))
        parameters.rear.drive?.shaft = ShaftParameters(lash: .degrees(3))
        parameters.front.drive?.heat = heat
        parameters.rear.drive?.heat = heat
        parameters.brakes.isBlended = true
        parameters.battery.slowPolarisation = Polarisation(resistance: 0.01, time: 60)
        parameters.battery.heat.capacity = 370_000
        parameters.battery.heat.cooling = 30
        parameters.battery.heat.resistance = [-20.0, 0, 25, 45].map {
            TemperatureFactor(temperature: $0, factor: 2 - $0 / 40)
        }
        return parameters
    }

    /// Launch, bend, split road, stop: 60 s.
    private func drive(_ maneuver: inout Maneuver, watch: (Plant) -> Void = { _ in }) {
        for round in 0..<4 {
            maneuver.brake = 0
            maneuver.steering = 0
            maneuver.torques = (300, 300)
            maneuver.run(4, watch: watch)
            maneuver.steering = .degrees(round % 2 == 0 ? 2 : -1)
            maneuver.torques = (40, 60)
            maneuver.run(5, watch: watch)
            maneuver.plant.road.move(.frontLeft, to: 0.3, over: 0.5)
            maneuver.plant.road.move(.rearLeft, to: 0.3, over: 0.5)
            maneuver.torques = (-30, -20)
            maneuver.brake = 0.8
            maneuver.run(6, watch: watch)
            maneuver.plant.road.frontGrip = 1
            maneuver.plant.road.rearGrip = 1
        }
    }

    @Test("it runs at least 200 times as fast as real time on one core")
    func factor() throws {
        var maneuver = Maneuver(try whole())
        let start = Self.threadTime()
        drive(&maneuver)
        let factor = maneuver.plant.time / (Self.threadTime() - start)
        print("the plant runs \(Int(factor)) times as fast as real time")
        #expect(maneuver.plant.time > 59 && factor >= 200, "\(factor)")
    }

    /// What this thread has computed, s: other programs do not count.
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    @Test("with all that it can have, two runs are equal to the last bit")
    func determinism() throws {
        func trace() throws -> [UInt64] {
            var maneuver = Maneuver(try whole())
            var trace: [UInt64] = []
            drive(&maneuver) { plant in
                guard plant.steps % 7 == 0 else { return }
                trace.append(plant.speed.rawValue.bitPattern)
                trace.append(plant.lateralSpeed.rawValue.bitPattern)
                trace.append(plant.yawRate.rawValue.bitPattern)
                trace.append(plant.rear.motorSpeed.rawValue.bitPattern)
                trace.append(plant.battery.voltage.rawValue.bitPattern)
                trace.append(plant.battery.temperature.bitPattern)
            }
            return trace
        }
        let (one, other) = (try trace(), try trace())
        #expect(one == other && one.count > 50_000)
        #expect(one.allSatisfy { Double(bitPattern: $0).isFinite })
    }
}
