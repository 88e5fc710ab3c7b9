import Testing
import VehicleModel

@testable import ControlRuntime

@Suite("GivenTorques")
struct GivenTorquesTests {
    /// Given in cycle 20, -100 Nm in front and 200 Nm behind.
    private static func given(after cycles: UInt64 = 0) -> GivenTorques {
        var given = GivenTorques()
        for cycle in 20...20 + cycles {
            var report = CycleReport()
            report.cycle = cycle
            report.axles.front.given = Torque(cycle == 20 ? -100 : 300)
            report.axles.rear.given = Torque(cycle == 20 ? 200 : 300)
            given.note(report)
        }
        return given
    }

    private static func view(_ front: Double, _ rear: Double, of cycle: UInt64?) -> GuardianView {
        var view = GuardianView()
        view.sent = AxlePair(front: Torque(front), rear: Torque(rear))
        view.answered = cycle
        return view
    }

    @Test(
        "from nothing to what was given is right; more, or the other way, is not",
        arguments: [
            (-100.0, 200.0, false), (0, 0, false), (-100.5, 200.5, false), (0.5, -0.5, false),
            (-100.75, 200, true), (0.75, 200, true), (-100, 200.75, true), (-100, -0.75, true),
        ]
    )
    func bounds(front: Double, rear: Double, isExceeded: Bool) {
        let given = Self.given()
        #expect(given.isExceeded(by: Self.view(front, rear, of: 20)) == isExceeded)
    }

    @Test("an answer is judged by its own cycle, sixteen of which are kept")
    func cycles() {
        let wrong = Self.view(250, 250, of: 20)
        for later in 0...15 as ClosedRange<UInt64> {
            let given = Self.given(after: later)
            #expect(given.isExceeded(by: wrong), "\(later)")
        }
        let given = Self.given(after: 16)
        #expect(!given.isExceeded(by: wrong))
        #expect(!given.isExceeded(by: Self.view(250, 250, of: nil)))
        #expect(!given.isExceeded(by: Self.view(250, 250, of: 37)))
        #expect(!given.isExceeded(by: GuardianView()))
    }
}
