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
        var given = Self.given(after: 1)
        let first = given.isExceeded(by: Self.view(301, 301, of: 21))
        let second = given.isExceeded(by: Self.view(front, rear, of: 20))
        #expect(!first && second == isExceeded)
    }

    @Test("an answer is judged by its own cycle, sixteen of which are kept")
    func cycles() {
        let wrong = Self.view(400, 400, of: 20)
        for later in 1...16 as ClosedRange<UInt64> {
            var given = Self.given(after: later)
            _ = given.isExceeded(by: Self.view(400, 400, of: 20 + later))
            let isSecond = given.isExceeded(by: wrong)
            #expect(isSecond == (later < 16), "\(later)")
        }
        var given = Self.given(after: 15)
        for number in [nil, 37, 36, nil, 37] as [UInt64?] {
            let isExceeded = given.isExceeded(by: Self.view(400, 400, of: number))
            #expect(!isExceeded)
        }
    }

    @Test("an answer counts once, and two wrong ones of eight are enough")
    func twoOfEight() {
        for right in 0...7 as ClosedRange<UInt64> {
            var given = Self.given(after: 15)
            var isExceeded = false
            for _ in 0..<5 {
                isExceeded = isExceeded || given.isExceeded(by: Self.view(400, 0, of: 21))
            }
            #expect(!isExceeded)
            for number in 0..<right {
                isExceeded =
                    isExceeded || given.isExceeded(by: Self.view(300, 300, of: 22 + number))
            }
            #expect(!isExceeded)
            isExceeded = given.isExceeded(by: Self.view(0, -1, of: 22 + right))
            #expect(isExceeded == (right < 7), "\(right)")
        }
    }

    @Test("without an arming all is forgotten")
    func disarmed() {
        var given = Self.given(after: 15)
        let one = given.isExceeded(by: Self.view(400, 0, of: 21))
        let none = given.isExceeded(by: GuardianView())
        let other = given.isExceeded(by: Self.view(400, 0, of: 22))
        #expect(!one && !none && !other)
        let second = given.isExceeded(by: Self.view(400, 0, of: 23))
        #expect(second)
    }
}
