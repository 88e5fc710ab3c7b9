import Testing
import VehicleModel

@testable import ControlCore

@Suite("AxleSlip")
struct AxleSlipTests {
    private let parameters = ControlParameters.prototype

    private func step(
        _ slip: inout AxleSlip,
        direction: Double,
        request: Double,
        sent: Double,
        speed: Double?,
        reference: Double?
    ) -> SlipCaps {
        slip.step(
            direction: direction,
            request: Torque(request),
            sent: Torque(sent),
            speed: speed.map { RotationalSpeed($0) },
            reference: reference.map { Speed($0) },
            by: .em57,
            of: parameters.axles.front,
            period: parameters.period
        )
    }

    @Test("spinning caps drive, locking caps regeneration, and reverse mirrors both")
    func directions() {
        for direction in [1.0, -1] {
            var spinning = AxleSlip()
            let drive = step(
                &spinning,
                direction: direction,
                request: 100 * direction,
                sent: 100 * direction,
                speed: 300 * direction,
                reference: 10 * direction
            )
            #expect(drive.drive.isFinite && !drive.brake.isFinite)
            var locking = AxleSlip()
            let brake = step(
                &locking,
                direction: direction,
                request: -100 * direction,
                sent: -100 * direction,
                speed: 200 * direction,
                reference: 10 * direction
            )
            #expect(!brake.drive.isFinite && brake.brake.isFinite)
            #expect(drive.isActive && brake.isActive)
        }
    }

    @Test("a change of gear lets go, neutral has no cap, and an unknown speed keeps it")
    func gears() {
        var slip = AxleSlip()
        func spin(_ direction: Double, _ speed: Double?, _ reference: Double?) -> SlipCaps {
            step(
                &slip,
                direction: direction,
                request: 100,
                sent: 100,
                speed: speed,
                reference: reference
            )
        }
        let cap = spin(1, 300, 10)
        #expect(cap.isActive)
        #expect(spin(1, nil, 10).drive == cap.drive)
        #expect(spin(1, 300, nil).drive == cap.drive)
        #expect(spin(1, .nan, 10).drive == cap.drive)
        #expect(!spin(0, 300, 10).isActive)
        #expect(!spin(1, 249, 10).isActive)
    }

    @Test("caps of one direction do not outlive a change to the other, though no speed is known")
    func changedDirection() {
        for (first, second) in [(1.0, -1.0), (-1, 1)] {
            for (request, speed) in [(100.0, 300.0), (-100, 200)] {
                var slip = AxleSlip()
                let held = step(
                    &slip,
                    direction: first,
                    request: request * first,
                    sent: request * first,
                    speed: speed * first,
                    reference: 10 * first
                )
                #expect(held.drive.isFinite == (request > 0))
                #expect(held.brake.isFinite == (request < 0))
                for (direction, isActive) in [(first, true), (second, false), (first, false)] {
                    let caps = step(
                        &slip,
                        direction: direction,
                        request: 0,
                        sent: 0,
                        speed: nil,
                        reference: nil
                    )
                    #expect(caps.isActive == isActive)
                }
            }
        }
    }

    @Test(
        "the acceleration is taken between two cycles, and is nothing in the first and after a gap"
    )
    func acceleration() {
        func cap(_ speeds: [Double?]) -> Double {
            var slip = AxleSlip()
            var caps = SlipCaps()
            for speed in speeds {
                caps = step(
                    &slip,
                    direction: 1,
                    request: 200,
                    sent: 100,
                    speed: speed,
                    reference: 10
                )
            }
            return caps.drive.rawValue
        }
        // Limit 261.872; the history is empty in the first cycles but for the latest command.
        #expect(cap([270]) == 0)
        let still = cap([261, 261, 261, 261, 270])
        // 9 rad/s in a cycle: 100 − 0.088 · 900 = 20.8, 0.9 of it, less the excess's parts.
        let excess = 270 - 10.5 * 8.193 / 0.3285
        #expect(abs(still - (18.72 - 0.02112 * excess - 1.056 * excess)) < 1e-6)
        for missing in [nil, .nan, .infinity] as [Double?] {
            let gap = cap([261, 261, 261, 261, missing, 270])
            #expect(abs(gap - (90 - 0.02112 * excess - 1.056 * excess)) < 1e-6)
        }
    }
}

@Suite("CommandHistory")
struct CommandHistoryTests {
    @Test("the newest command is one period old; between two it is read linearly; the oldest is 15")
    func ages() {
        var history = CommandHistory()
        for torque in 1...40 { history.note(Torque(Double(torque))) }
        func at(_ milliseconds: Double) -> Double {
            let age = Duration.microseconds(Int(milliseconds * 1000))
            return history.torque(age, period: .milliseconds(10)).rawValue
        }
        #expect(at(0) == 40)
        #expect(at(10) == 40)
        #expect(abs(at(13) - 39.7) < 1e-9)
        #expect(at(20) == 39)
        #expect(abs(at(33) - 37.7) < 1e-9)
        #expect(at(150) == 26)
        #expect(at(160) == 26)
        #expect(at(10_000) == 26)
        history.note(Torque(.nan))
        #expect(at(10) == 0)
    }
}
