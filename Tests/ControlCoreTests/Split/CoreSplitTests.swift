import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's split of the total")
struct CoreSplitTests {
    /// What creep at standstill leaves of the load on the front axle.
    private let creeping = Asking.frontLoad(under: 40)
    /// What 1.5 m/s² to the side moves to the rear: 0.004 s⁴/m² of their square.
    private let cornering = 0.009

    /// The front axle's share while the car creeps.
    private func share(_ change: (inout Asking) -> Void) -> Double {
        var asking = Asking()
        change(&asking)
        _ = asking.ask()
        return asking.report.frontShare
    }

    private func isNear(_ share: Double, _ wanted: Double) -> Bool { abs(share - wanted) < 1e-12 }

    @Test("alone the load of what is asked decides")
    func load() {
        #expect(creeping < 0.5)
        #expect(isNear(share { _ in }, creeping))
    }

    @Test("measured acceleration counts for half")
    func measured() {
        let asked = 40 * 8.193 / 0.3285 * 0.96 / 1875
        let mixed = share { $0.inputs.acceleration = Acceleration(1) }
        #expect(isNear(mixed, Asking.frontLoad(at: (1 + asked) / 2 / 3)))
    }

    @Test("lateral acceleration moves it to the rear, held while stability control acts")
    func lateral() {
        for state in [nil, false] as [Bool?] {
            let turned = share {
                $0.inputs.lateralAcceleration = Acceleration(1.5)
                $0.inputs.isStabilityActive = state
            }
            #expect(isNear(turned, creeping - cornering))
        }
        let held = share {
            $0.inputs.lateralAcceleration = Acceleration(1.5)
            $0.inputs.isStabilityActive = true
        }
        #expect(isNear(held, creeping))
    }

    /// The rear's wheels 0.1 m/s faster at 10 m/s: a hundredth.
    private func slip(_ inputs: inout ConditionedInputs) {
        let axle = Asking().core.parameters.axles.front
        inputs.motorSpeeds.front = axle.motorSpeed(at: Speed(10))
        inputs.motorSpeeds.rear = axle.motorSpeed(at: Speed(10.1))
        inputs.estimatedSpeed = Speed(10)
    }

    @Test("wheels that slip move it to the other axle")
    func slipping() {
        let moved = share { slip(&$0.inputs) }
        #expect(abs(moved - (creeping + 0.01)) < 1e-9)
        let unknown = share {
            slip(&$0.inputs)
            $0.inputs.estimatedSpeed = nil
        }
        #expect(isNear(unknown, creeping))
    }

    @Test("from the ladder's first step on cornering is out and slip is not")
    func plain() {
        let plain = share {
            $0.core.monitor = .seeing { $0.isMotorSpeedStuck.front = true }
            $0.inputs.lateralAcceleration = Acceleration(1.5)
            slip(&$0.inputs)
        }
        #expect(abs(plain - (creeping + 0.01)) < 1e-9)
    }

    @Test("where speeds disagree it is half and half")
    func half() {
        let even = share {
            $0.core.monitor = .seeing { $0.isSpeedImplausible = true }
            $0.inputs.lateralAcceleration = Acceleration(1.5)
            slip(&$0.inputs)
        }
        #expect(even == 0.5)
    }

    @Test("the axle behind brakes with its load's part at most: the rear forward, the front back")
    func behind() {
        var asking = Asking()
        asking.inputs.speed = Speed(20)
        let forward = asking.ask(.brake)
        #expect(asking.report.arbitrated == Torque(-150))
        let rear = 1 - Asking.frontLoad(under: -150)
        #expect(rear < 0.49)
        #expect(abs(forward.greatestShareBehind - rear) < 1e-12)

        asking = Asking()
        asking.inputs.speed = Speed(-20)
        let backward = asking.ask(.reverse)
        #expect(asking.report.arbitrated == Torque(60))
        let front = Asking.frontLoad(under: 60)
        #expect(front < 0.498)
        #expect(abs(backward.greatestShareBehind - front) < 1e-12)
    }

    @Test("what drives binds no share")
    func driving() {
        var asking = Asking()
        let demand = asking.ask()
        #expect(demand.greatestShareBehind == 1)
    }
}
