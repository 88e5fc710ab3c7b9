import ControlCore
import Testing
import VehicleModel

@Suite("PedalMap")
struct PedalMapTests {
    private static let maps = [("D", PedalMap.drive), ("B", PedalMap.brake)]
    private let full = Torque(680)

    private func speeds() -> [Speed] {
        stride(from: -30.0, through: 200, by: 0.9).map { Speed(kilometresPerHour: $0) }
    }

    private func demand(
        _ map: PedalMap,
        _ pedal: Double,
        _ kilometresPerHour: Double,
        isBraking: Bool = false
    ) -> Double {
        map.demand(
            pedal: pedal,
            speed: Speed(kilometresPerHour: kilometresPerHour),
            available: full,
            isBraking: isBraking
        ).rawValue
    }

    @Test("more pedal never asks for less, at any speed", arguments: [false, true])
    func isMonotone(isBraking: Bool) {
        for (name, map) in Self.maps {
            for speed in speeds() {
                var last = -Double.infinity
                for step in 0...250 {
                    let pedal = Double(step) / 200 - 0.1
                    let asked = map.demand(
                        pedal: pedal,
                        speed: speed,
                        available: full,
                        isBraking: isBraking
                    ).rawValue
                    guard asked >= last, asked.isFinite else {
                        Issue.record("\(name): \(asked) after \(last) at \(pedal), \(speed)")
                        return
                    }
                    last = asked
                }
            }
        }
    }

    @Test("the demand has no step in pedal and none in speed")
    func isContinuous() {
        for (name, map) in Self.maps {
            for speed in stride(from: -10.0, through: 20, by: 0.9) {
                var last = demand(map, 0, speed)
                for step in 1...1000 {
                    let next = demand(map, Double(step) / 1000, speed)
                    // The steepest part is the lift-off zone: 60 Nm within 5 % of travel.
                    #expect(abs(next - last) < 2, "\(name), \(speed) km/h, \(step) per mille")
                    last = next
                }
            }
            for pedal in stride(from: 0.0, through: 1, by: 0.05) {
                var last = demand(map, pedal, -10)
                for step in -999...2000 {
                    let next = demand(map, pedal, Double(step) / 100)
                    #expect(abs(next - last) < 1, "\(name), \(step) / 100 km/h, \(pedal)")
                    last = next
                }
            }
        }
    }

    @Test("a released pedal asks for no more than creep")
    func releasedIsCreepAtMost() {
        for (name, map) in Self.maps {
            for speed in speeds() {
                for pedal in [-1, 0, 0.01, 0.02] {
                    let asked = demand(map, pedal, speed.kilometresPerHour)
                    #expect(asked <= 40, "\(name) at \(speed)")
                    if speed.kilometresPerHour >= 6 { #expect(asked <= 0, "\(name) at \(speed)") }
                }
            }
        }
    }

    @Test(
        "the map's corners are where the parameters put them",
        arguments: [
            // pedal, km/h, braking, Nm
            (0, 0, false, 40), (0, 0, true, 0), (0, 3, false, 8), (0, 6, false, -48),
            (0, 6, true, -48), (0, 7, false, -60), (0, 100, false, -60), (0.02, 100, false, -60),
            (0.044, 100, false, -30), (0.068, 100, false, 0), (0.98, 100, false, 680),
            (0.98, 0, false, 680), (1, 100, false, 680), (1, 0, true, 680), (0, -10, false, 40),
            (0, -10, true, 0), (0, 2, true, 0), (0, 4.5, false, -20),
        ] as [(Double, Double, Bool, Double)]
    )
    func corners(pedal: Double, speed: Double, isBraking: Bool, expected: Double) {
        let asked = demand(.drive, pedal, speed, isBraking: isBraking)
        #expect(abs(asked - expected) < 1e-9, "\(asked)")
    }

    @Test("lift-off torque fades out between its two speeds and is gone below")
    func liftFades() {
        #expect(demand(.brake, 0, 7.01) == -150)
        #expect(abs(demand(.brake, 0, 4.5, isBraking: true) + 75) < 1e-9)
        #expect(demand(.brake, 0, 2, isBraking: true) == 0)
        #expect(demand(.brake, 0, 1.99, isBraking: true) == 0)
        #expect(demand(.brake, 0, -50, isBraking: true) == 0)
    }

    @Test("a number that is not finite asks for nothing", arguments: notFinite)
    func notFiniteIsNothing(bad: Double) {
        let map = PedalMap.drive
        let speed = Speed(kilometresPerHour: 20)
        let pedal = map.demand(pedal: bad, speed: speed, available: full, isBraking: false)
        let wheel = map.demand(pedal: 1, speed: Speed(bad), available: full, isBraking: false)
        let motor = map.demand(pedal: 1, speed: speed, available: Torque(bad), isBraking: false)
        let present = map.demand(
            pedal: 1,
            speed: speed,
            available: Torque(bad),
            present: full,
            isBraking: false
        )
        #expect(pedal == .zero)
        #expect(wheel == .zero)
        #expect(motor == .zero)
        #expect(present == .zero)
    }

    @Test(
        "without a zero point a released pedal asks for nothing at speed, and travel below it too"
    )
    func noZeroPoint() {
        let map = PedalMap.make(zeroPoint: 0, liftTorque: 60, progression: 1)
        for pedal in [-1, 0, 0.01, 0.02] {
            #expect(demand(map, pedal, 50) == 0, "\(pedal)")
        }
        #expect(abs(demand(map, 0.5, 50) - 340) < 1e-9)
    }

    @Test("the zero point has gone at standstill, so that the first travel drives")
    func zeroPointFades() {
        let map = PedalMap.make(zeroPoint: 0.2, liftTorque: 60, progression: 1)
        let part = (0.1 - 0.02) / 0.96
        #expect(abs(demand(map, 0.1, 0, isBraking: true) - 680 * part) < 1e-9)
        // Half of it at half of its 5 km/h: below the faded point nothing drives.
        #expect(demand(map, 0.1, 2.5, isBraking: true) <= 0)
        let above = (0.2 - 0.02) / 0.96
        #expect(abs(demand(map, 0.2, 2.5, isBraking: true) - 680 * (above - 0.1) / 0.9) < 1e-9)
        #expect(demand(map, 0.2, -2.5, isBraking: true) == demand(map, 0.2, 2.5, isBraking: true))
    }

    @Test("a brake controller that asks for nothing leaves the pedal's torque alone")
    func noRegeneration() {
        let map = PedalMap.drive
        for (regeneration, expected) in [(0.0, 0.0), (-1, 0), (100, 100)] {
            let asked = map.demand(
                pedal: 0.5,
                speed: Speed(20),
                available: full,
                isBraking: true,
                regeneration: Torque(regeneration)
            )
            let driver = map.demand(
                pedal: 0.5,
                speed: Speed(20),
                available: full,
                isBraking: true
            )
            #expect(driver > Torque(100))
            #expect(asked == (expected > 0 ? Torque(-expected) : driver))
        }
    }

    @Test("a map whose numbers are out of range is refused")
    func refusesBadParameters() {
        #expect(build() != nil)
        #expect(build { $0.shape[0] = 0.01 } == nil)
        #expect(build { $0.shape[32] = 0.99 } == nil)
        #expect(build { $0.shape[32] = 1.01 } == nil)
        #expect(build { $0.shape[5] = $0.shape[4] - 1e-9 } == nil)
        #expect(build { $0.shape[5] = .nan } == nil)
        #expect(build { $0.zeroPoint = 1 } == nil)
        #expect(build { $0.zeroPoint = -0.01 } == nil)
        #expect(build { $0.zeroPoint = .nan } == nil)
        #expect(build { $0.zeroPointFade = .zero } == nil)
        #expect(build { $0.liftTorque = Torque(-1) } == nil)
        #expect(build { $0.liftFade.upper = $0.liftFade.lower } == nil)
        #expect(build { $0.liftFade.lower = Speed(-1) } == nil)
        #expect(build { $0.creepTorque = Torque(-1) } == nil)
        #expect(build { $0.creepSpeed = .zero } == nil)
        for bad in notFinite {
            #expect(build { $0.zeroPointFade = Speed(bad) } == nil)
            #expect(build { $0.liftTorque = Torque(bad) } == nil)
            #expect(build { $0.liftFade.upper = Speed(bad) } == nil)
            #expect(build { $0.liftFade.lower = Speed(bad) } == nil)
            #expect(build { $0.creepTorque = Torque(bad) } == nil)
            #expect(build { $0.creepSpeed = Speed(bad) } == nil)
        }
    }

    private func build(_ change: (inout PedalMap) -> Void = { _ in }) -> PedalMap? {
        var parts = PedalMap.drive
        change(&parts)
        return PedalMap(
            shape: parts.shape,
            zeroPoint: parts.zeroPoint,
            zeroPointFade: parts.zeroPointFade,
            liftTorque: parts.liftTorque,
            liftFade: parts.liftFade,
            creepTorque: parts.creepTorque,
            creepSpeed: parts.creepSpeed
        )
    }
}
