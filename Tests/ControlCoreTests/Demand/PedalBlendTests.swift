import ControlCore
import Testing
import VehicleModel

@Suite("PedalMap towards the present torque and the brake controller")
struct PedalBlendTests {
    private func demand(
        _ pedal: Double,
        present: Double?,
        speed: Double = 50,
        isBraking: Bool = false,
        regeneration: Double? = nil,
        map: PedalMap = .drive
    ) -> Double {
        map.demand(
            pedal: pedal,
            speed: Speed(kilometresPerHour: speed),
            available: Torque(680),
            present: present.map { Torque($0) },
            isBraking: isBraking,
            regeneration: regeneration.map { Torque($0) }
        ).rawValue
    }

    @Test("full pedal asks for the present torque, 80 % of the travel for the nominal part")
    func ends() {
        let eighty = 0.02 + 0.96 * 0.8
        for present in [600.0, 650, 680] {
            #expect(abs(demand(1, present: present) - present) < 1e-9)
            #expect(demand(eighty, present: present) == demand(eighty, present: nil))
        }
        #expect(demand(1, present: 700) == 680)
        #expect(demand(1, present: nil) == 680)
        #expect(demand(1, present: 100) == demand(eighty, present: nil))
        let middle = (demand(eighty, present: nil) + 680) / 2
        let between = demand(0.9, present: 680)
        #expect(demand(0.9, present: 600) < between)
        #expect(between > middle - 60)
        for bad in notFinite { #expect(demand(1, present: bad) == 0) }
    }

    @Test("the last travel is never dead while more is present, and nothing asks for less")
    func monotone() {
        for present in stride(from: 0.0, through: 720, by: 20) {
            var last = -Double.infinity
            for step in 0...500 {
                let pedal = Double(step) / 500
                let asked = demand(pedal, present: present)
                #expect(asked >= last)
                if pedal > 0.79, pedal < 0.98, present >= 560 { #expect(asked > last) }
                #expect(asked <= demand(pedal, present: present + 20) + 1e-9)
                last = asked
            }
        }
    }

    @Test("the brake controller adds to lift-off torque while the brake is pressed, and fades")
    func brakeController() {
        func braking(_ regeneration: Double?, speed: Double = 50, pedal: Double = 0) -> Double {
            demand(
                pedal,
                present: nil,
                speed: speed,
                isBraking: true,
                regeneration: regeneration
            )
        }
        #expect(braking(nil) == -60)
        #expect(braking(100) == -160)
        #expect(abs(braking(100, speed: 4.5) - -80) < 1e-9)
        #expect(braking(100, speed: 2) == 0)
        #expect(braking(100, speed: -20) == 0)
        #expect(braking(100, pedal: 1) == -100)
        #expect(braking(-100) == -60)
        for bad in notFinite { #expect(braking(bad) == -60) }
        #expect(demand(0, present: nil, regeneration: 100) == -60)
    }

    @Test("a map is refused with the place of its problem")
    func problems() {
        func problem(_ change: (inout PedalMap) -> Void) -> PedalMapProblem? {
            var map = PedalMap.drive
            change(&map)
            do throws(PedalMapProblem) {
                _ = try PedalMap(
                    shape: map.shape,
                    liftShape: map.liftShape,
                    zeroPoint: map.zeroPoint,
                    zeroPointFade: map.zeroPointFade,
                    liftTorque: map.liftTorque,
                    liftFade: map.liftFade,
                    creepTorque: map.creepTorque,
                    creepSpeed: map.creepSpeed,
                    creepGain: map.creepGain
                )
                return nil
            } catch { return error }
        }
        #expect(problem { _ in } == nil)
        #expect(problem { $0.shape[7] = $0.shape[6] - 1e-9 } == .falls(.shape, point: 7))
        #expect(problem { $0.liftShape[9] = .nan } == .notFinite(.liftShape, point: 9))
        #expect(problem { $0.liftShape[0] = 0.1 } == .ends(.liftShape))
        #expect(problem { for i in 16..<33 { $0.shape[i] = 1 } } == .jumps(.shape, point: 16))
        #expect(problem { $0.creepGain = -1 } == .number(.creepGain))
        #expect(problem { $0.creepGain = .nan } == .number(.creepGain))
        #expect(problem { $0.zeroPoint = 1 } == .number(.zeroPoint))
        #expect(problem { $0.creepGain = 0 } == nil)
    }

    @Test("creep is its gain times the missing speed, and never above its torque")
    func creep() {
        var map = PedalMap.drive
        map.creepGain = 60
        #expect(demand(0, present: nil, speed: 6, map: map) <= 0)
        // At 4.2 km/h 0.5 m/s are missing, and 26.4 Nm of lift-off torque are left.
        #expect(abs(demand(0, present: nil, speed: 4.2, map: map) - 3.6) < 1e-9)
        #expect(demand(0, present: nil, speed: 0, map: map) == 40)
        #expect(demand(0, present: nil, speed: -9, map: map) == 40)
    }
}
