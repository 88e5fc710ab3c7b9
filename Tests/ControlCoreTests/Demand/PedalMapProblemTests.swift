import Testing
import VehicleModel

@testable import ControlCore

@Suite("PedalMapProblem")
struct PedalMapProblemTests {
    private func linear() -> [33 of Double] {
        var points = [33 of Double](repeating: 0)
        for index in 0..<33 { points[index] = Double(index) / 32 }
        return points
    }

    /// What is wrong with the map of D, changed.
    private func problem(_ change: (inout PedalMap) -> Void) -> PedalMapProblem? {
        var parts = PedalMap.drive
        change(&parts)
        do throws(PedalMapProblem) {
            _ = try PedalMap(
                shape: parts.shape,
                liftShape: parts.liftShape,
                zeroPoint: parts.zeroPoint,
                zeroPointFade: parts.zeroPointFade,
                liftTorque: parts.liftTorque,
                liftFade: parts.liftFade,
                creepTorque: parts.creepTorque,
                creepSpeed: parts.creepSpeed,
                creepGain: parts.creepGain
            )
        } catch { return error }
        return nil
    }

    @Test("a map without a problem is taken")
    func none() {
        #expect(problem { _ in } == nil)
        #expect(PedalMap.drive.problemOnGrid() == nil)
        #expect(PedalMap.brake.problemOnGrid() == nil)
    }

    @Test("a table's problem names the table and the point")
    func tables() {
        for (path, table) in [
            (\PedalMap.shape, PedalMapProblem.Table.shape), (\.liftShape, .liftShape),
        ] {
            func problem(_ change: (inout [33 of Double]) -> Void) -> PedalMapProblem? {
                self.problem {
                    var points = linear()
                    change(&points)
                    $0[keyPath: path] = points
                }
            }
            #expect(problem { _ in } == nil)
            #expect(problem { $0[0] = 0.001 } == .ends(table))
            #expect(problem { $0[0] = -0.001 } == .ends(table))
            #expect(problem { $0[32] = 0.999 } == .ends(table))
            #expect(problem { $0[32] = 1.001 } == .ends(table))
            for bad in notFinite {
                for point in [0, 16, 32] {
                    #expect(problem { $0[point] = bad } == .notFinite(table, point: point))
                }
            }
            #expect(problem { $0[7] = $0[6] } == nil)
            #expect(problem { $0[7] = $0[6].nextDown } == .falls(table, point: 7))
            #expect(problem { $0[1] = -0.001 } == .falls(table, point: 1))
            #expect(problem { $0[31] = 1.001 } == .falls(table, point: 32))
            // A quarter is the most that a point may be above the one before.
            var steep = [33 of Double](repeating: 1)
            for index in 0..<4 { steep[index] = Double(index) * 0.25 }
            #expect(problem { $0 = steep } == nil)
            steep[1] = 0.250_000_1
            #expect(problem { $0 = steep } == .jumps(table, point: 1))
            steep[1] = 0.2
            #expect(problem { $0 = steep } == .jumps(table, point: 2))
        }
    }

    @Test("a number's problem names the number")
    func numbers() {
        #expect(problem { $0.zeroPoint = 1 } == .number(.zeroPoint))
        #expect(problem { $0.zeroPoint = -1e-9 } == .number(.zeroPoint))
        #expect(problem { $0.zeroPoint = 0 } == nil)
        #expect(problem { $0.zeroPointFade = .zero } == .number(.zeroPointFade))
        #expect(problem { $0.liftTorque = Torque(-1e-9) } == .number(.liftTorque))
        #expect(problem { $0.liftTorque = .zero } == nil)
        #expect(problem { $0.liftFade = (Speed(-1e-9), Speed(1)) } == .number(.liftFade))
        #expect(problem { $0.liftFade = (Speed(0), Speed(1)) } == nil)
        #expect(problem { $0.liftFade = (Speed(1), Speed(1)) } == .number(.liftFade))
        #expect(problem { $0.creepTorque = Torque(-1e-9) } == .number(.creepTorque))
        #expect(problem { $0.creepTorque = .zero } == nil)
        #expect(problem { $0.creepSpeed = .zero } == .number(.creepSpeed))
        #expect(problem { $0.creepGain = -1e-9 } == .number(.creepGain))
        #expect(problem { $0.creepGain = 0 } == nil)
        for bad in notFinite {
            #expect(problem { $0.zeroPoint = bad } == .number(.zeroPoint))
            #expect(problem { $0.zeroPointFade = Speed(bad) } == .number(.zeroPointFade))
            #expect(problem { $0.liftTorque = Torque(bad) } == .number(.liftTorque))
            #expect(problem { $0.liftFade.upper = Speed(bad) } == .number(.liftFade))
            #expect(problem { $0.creepTorque = Torque(bad) } == .number(.creepTorque))
            #expect(problem { $0.creepSpeed = Speed(bad) } == .number(.creepSpeed))
            #expect(problem { $0.creepGain = bad } == .number(.creepGain))
        }
    }

    @Test("creep that comes all at once is a step in speed, told with its place")
    func stepInSpeed() {
        let found = problem {
            $0.creepSpeed = Speed(kilometresPerHour: 6) + Speed(5e-8)
            $0.creepGain = 1e9
        }
        #expect(found == .notContinuous(speed: Speed(kilometresPerHour: 6), pedal: 0))
        let lift = problem {
            $0.liftFade.lower = Speed(kilometresPerHour: 2)
            $0.liftFade.upper = $0.liftFade.lower + Speed(1e-9)
        }
        #expect(lift == .notContinuous(speed: Speed(kilometresPerHour: 2), pedal: 0))
    }

    @Test(
        "the whole grid is read, and nothing beside it",
        arguments: [
            (0.375, true), (0.3125, false), (9.875, true), (9.9375, false), (10, true), (11, true),
            (11.5, false), (100, true), (249, true), (250, true), (251, false),
        ]
    )
    func grid(speed: Double, isRead: Bool) {
        // From 40 Nm to nothing within 40 nm/s of the speed.
        let found = problem {
            $0.creepSpeed = Speed(kilometresPerHour: speed) + Speed(5e-8)
            $0.creepGain = 1e9
        }
        let place = PedalMapProblem.notContinuous(speed: Speed(kilometresPerHour: speed), pedal: 0)
        #expect(found == (isRead ? place : nil))
    }

    @Test("standstill is on the grid")
    func standstill() {
        let found = problem {
            $0.zeroPoint = 0.5
            $0.zeroPointFade = Speed(1e-9)
        }
        guard case .notContinuous(let speed, _)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(speed == .zero)
    }

    // A ten-millionth of a m/s times the gain: 0.095 and 0.105 Nm.
    @Test("a tenth of a newton metre is a step", arguments: [(9.5e5, false), (1.05e6, true)])
    func least(gain: Double, isStep: Bool) {
        let found = problem {
            $0.creepSpeed = Speed(kilometresPerHour: 3) + Speed(1e-5)
            $0.creepGain = gain
        }
        #expect((found != nil) == isStep)
    }

    @Test("a step between whole km/h is seen below 10 km/h, where the map is read more closely")
    func stepBetween() {
        let speed = Speed(kilometresPerHour: 2.125)
        let found = problem {
            $0.liftFade.lower = speed
            $0.liftFade.upper = speed + Speed(1e-9)
        }
        #expect(found == .notContinuous(speed: speed, pedal: 0))
    }

    // 2e6 Nm of lift-off torque at 1000 m/s, over 4.8 % of the pedal: from 24 m/s on a ten-millionth of
    // the travel is 0.1 Nm.
    @Test("lift-off torque that is too steep is a step in the pedal, told with its place")
    func stepInPedal() {
        let found = problem {
            $0.liftTorque = Torque(2e6)
            $0.liftFade = (.zero, Speed(1000))
        }
        #expect(found == .notContinuous(speed: Speed(kilometresPerHour: 87), pedal: 0.02))
        #expect(
            problem {
                $0.liftTorque = Torque(6e5)
                $0.liftFade = (.zero, Speed(1000))
            } == nil
        )
    }

    @Test("a map that falls, or is no number, is found on the grid")
    func falls() {
        var map = PedalMap.drive
        map.shape[16] = 0.9
        guard case .notMonotone(_, let pedal)? = map.problemOnGrid() else {
            Issue.record("the map that falls is not found")
            return
        }
        #expect(pedal > 0.4 && pedal < 0.6)
        map = .drive
        map.shape[32] = .nan
        guard case .notMonotone? = map.problemOnGrid() else {
            Issue.record("the map that is no number is not found")
            return
        }
    }

    @Test("where the present torque is less than what the start of the blend gives, that stays")
    func flatEnd() {
        var map = PedalMap.drive
        // All torque is there from 60 % of the travel on.
        for index in 20..<33 { map.shape[index] = 1 }
        for pedal in [0.85, 0.9, 1.0] {
            let asked = map.demand(
                pedal: pedal,
                speed: Speed(20),
                available: Torque(600),
                present: Torque(300),
                isBraking: false
            )
            #expect(asked == Torque(600))
        }
    }
}
