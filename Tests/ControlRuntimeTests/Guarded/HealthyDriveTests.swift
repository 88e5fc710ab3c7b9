import TestVehicle
import Testing
import TorqueMonitor
import VehicleModel

/// The guardian takes nothing from who drives properly: a million cycles of a random driver.
@Suite struct HealthyDriveTests {
    private static let parts = 20
    private static let cycles = 50_000

    @Test("sound driving of a car with one motor is not, either", arguments: 0..<parts / 2)
    func oneMotor(part: Int) throws {
        var guarded = try GuardedCar(hasOneMotor: true)
        var driver = RandomDriver(seed: UInt64(part))
        var seen = Seen()
        for _ in 0..<Self.cycles {
            driver.act(on: &guarded.car)
            try guarded.step()
            seen.note(guarded)
            let place = "cycle \(guarded.cycle), \(guarded.monitor.trip)"
            try #require(guarded.monitor.state != .tripped, "\(place)")
            try #require(guarded.decision.verdicts.front != .refused, "\(place)")
            try #require(guarded.wire.rear == 0 && guarded.commanded.rear == 0)
        }
        #expect(seen.cut < Self.cycles / 500)
        #expect(seen.torque > 300 * 4 && seen.brakingTorque > 40 * 4)
        #expect(seen.slip > 1.5)
        #expect(driver.tipOuts > 30 && driver.iceLaunches > 3)
    }

    @Test("sound driving is never tripped nor refused", arguments: 0..<parts)
    func sound(part: Int) throws {
        var guarded = try GuardedCar()
        var driver = RandomDriver(seed: UInt64(part))
        var seen = Seen()
        for _ in 0..<Self.cycles {
            driver.act(on: &guarded.car)
            try guarded.step()
            seen.note(guarded)
            let place = "cycle \(guarded.cycle), \(guarded.monitor.trip)"
            try #require(guarded.monitor.state != .tripped, "\(place)")
            try #require(guarded.decision.verdicts.front != .refused, "\(place)")
            // Encoding rounds toward zero.
            let axles = guarded.pipeline.report.axles
            let isLess =
                Double(abs(guarded.commanded.front)) / 4 <= axles.front.given.magnitude.rawValue
                && Double(abs(guarded.commanded.rear)) / 4 <= axles.rear.given.magnitude.rawValue
            try #require(isLess, "\(place)")
        }
        // What is cut now and then is within the tolerance, or shorter than the trip's time.
        #expect(seen.cut < Self.cycles / 500)
        #expect(seen.torque > 300 * 4)
        #expect(seen.slip > 1.5)
        #expect(seen.brakingTorque > 40 * 4)
        #expect(driver.tipOuts > 30)
        #expect(driver.limitSteps > 100)
        #expect(driver.iceLaunches > 3)
        printInvariant(32, "sound driving is not tripped", steps: Self.cycles, looks: seen.armed)
        let looks = 2 * Self.cycles
        printInvariant(25, "no more on the wire than meant", steps: Self.cycles, looks: looks)
    }

    /// What a drive was like.
    private struct Seen {
        var armed = 0
        var cut = 0
        var torque = 0
        var brakingTorque = 0
        var slip = 0.0

        mutating func note(_ guarded: GuardedCar) {
            if guarded.monitor.state == .armed { armed += 1 }
            let verdicts = guarded.decision.verdicts
            if verdicts.front == .clamped || verdicts.rear == .clamped { cut += 1 }
            torque = max(torque, abs(guarded.wire.front))
            let rolls = guarded.car.speed > 1
            brakingTorque = max(brakingTorque, rolls ? -guarded.wire.front : 0)
            slip = max(slip, abs(guarded.car.slip.front))
        }
    }
}

/// A driver, a road and a battery that change at random; nothing is broken.
struct RandomDriver {
    /// How often the pedal was let go from all the way down.
    private(set) var tipOuts = 0
    /// How often a limit of the battery changed.
    private(set) var limitSteps = 0
    /// How often the car started with the pedal down on slippery ground.
    private(set) var iceLaunches = 0
    private var random: SeededRandom
    private var cycle = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed + 1) }

    /// Does something, or nothing, in a cycle.
    mutating func act(on car: inout RoadCar) {
        cycle += 1
        if cycle == 50 { car.isBraking = false }
        guard cycle > 60, random.happens(onceIn: 25) else { return }
        switch random.next() % 16 {
        case 0...4: press(&car, random.one(of: [0, 0, 4, 100, 100, random.number(0...100)]))
        case 5, 6: car.isBraking = random.happens(onceIn: 3)
        case 7, 8:
            car.dischargeLimit = limit([20, 60, 240, 250, random.number(0...250)])
        case 9: car.chargeLimit = limit([0, 5, 22, 60, 80, random.number(0...100)])
        case 10, 11: car.friction = AxlePair(front: friction(), rear: friction())
        case 12: car.slope = random.number(-2...2)
        case 13: car.selector = random.one(of: [.drive, .drive, .drive, .reverse, .neutral])
        default: stop(&car)
        }
    }

    private mutating func press(_ car: inout RoadCar, _ pedal: Double) {
        if car.pedal > 90, pedal == 0 { tipOuts += 1 }
        car.pedal = (pedal * 2).rounded() / 2
    }

    /// Comes to a stop, shifts, and goes on, at once with all there is now and then.
    private mutating func stop(_ car: inout RoadCar) {
        guard abs(car.speed) < 1 else {
            press(&car, 0)
            car.isBraking = true
            return
        }
        car.selector = random.one(of: [.drive, .drive, .reverse])
        car.isBraking = false
        press(&car, random.one(of: [0, 30, 100]))
        let isSlippery = min(car.friction.front, car.friction.rear) <= 0.3
        if car.pedal == 100, isSlippery { iceLaunches += 1 }
    }

    private mutating func friction() -> Double {
        random.one(of: [1, 1, 1, 0.3, 0.1, random.number(0.05...1)])
    }

    private mutating func limit(_ kilowatts: [Double]) -> Double {
        limitSteps += 1
        return (random.one(of: kilowatts) * 4).rounded() / 4
    }
}
