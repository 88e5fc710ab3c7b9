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
        #expect(pedal == .zero)
        #expect(wheel == .zero)
        #expect(motor == .zero)
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
