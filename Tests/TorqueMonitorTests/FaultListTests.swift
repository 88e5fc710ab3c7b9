import Testing

@testable import TorqueMonitor

/// Each judgement of what is measured by itself, to the watt, the count and the millimetre.
@Suite struct FaultListTests {
    private func view(_ change: (inout VehicleView) -> Void) -> VehicleView {
        var none = VehicleInputs(InputFields())
        var view = VehicleView(&none, at: 0)
        view.isBraking = false
        view.speed = PerAxle(both: 1000)
        change(&view)
        return view
    }

    private func list(
        fadeSpeed: Int = 60,
        _ change: (inout FaultBounds) -> Void = { _ in }
    ) -> FaultList {
        var bounds = makeFaults()
        change(&bounds)
        return FaultList(bounds: bounds, fadeSpeed: fadeSpeed)
    }

    /// Judges every 10 ms from 0 on; the time of the first cause in ms.
    private func time(
        _ list: inout FaultList,
        _ view: VehicleView,
        direction: Int = 1,
        cause: TripCause
    ) -> Int? {
        for cycle in 0..<40 {
            let now = Int64(cycle) * 10 * millisecond
            let found = list.judge(view, direction: direction, at: now)
            guard found != .none else { continue }
            #expect(found == cause)
            return cycle * 10
        }
        return nil
    }

    @Test(
        "1.05 and 1.15 times the limit are allowed, a watt more is not",
        arguments: [
            (20_000, 21_000, nil), (20_000, 21_001, 100), (20_000, 23_000, 100),
            (20_000, 23_001, 40), (0, 3_150, nil), (0, 3_151, 100), (3_000, 3_150, nil),
            (nil, 3_150, nil), (nil, 3_451, 40), (-100, 3_450, 100),
        ] as [(Int?, Int, Int?)]
    )
    func power(limit: Int?, drawn: Int, milliseconds: Int?) {
        var list = list()
        let view = view {
            $0.dischargeLimit = limit
            $0.batteryPower = drawn
        }
        #expect(time(&list, view, cause: .overPower) == milliseconds)
    }

    @Test("where no power is torque's own matter, an unknown limit allows not a watt")
    func powerUnknown() {
        var unknown = list { $0.otherPower = 0 }
        #expect(time(&unknown, view { $0.batteryPower = 1 }, cause: .overPower) == 40)
        var nothing = list { $0.otherPower = 0 }
        #expect(time(&nothing, view { _ in }, cause: .none) == nil)
        var zero = list { $0.otherPower = 0 }
        #expect(time(&zero, view { $0.batteryPower = 0 }, cause: .none) == nil)
    }

    // 60 counts, or half of the greatest that was sent.
    @Test(
        "a reported torque may be away by the greater of a torque and a part of what was sent",
        arguments: [
            ([400, -100], 600, nil), ([400, -100], 601, 100), ([400, -100], -300, nil),
            ([400, -100], -301, 100), ([-400, 100], 300, nil), ([-400, 100], 301, 100),
            ([-400, 100], -600, nil), ([-400, 100], -601, 100), ([10, 10], 70, nil),
            ([10, 10], 71, 100), ([10, 10], -50, nil), ([10, 10], -51, 100),
            ([1998, 1998], 2997, nil), ([1998, 1998], 2998, 100),
        ] as [([Int], Int, Int?)]
    )
    func tracking(sent: [Int], actual: Int, milliseconds: Int?) {
        for axle in [Axle.front, .rear] {
            // All that was sent counts for longer than is judged here.
            var list = list {
                $0.trackingPart = 500
                $0.trackingLatency = 1000 * millisecond
            }
            list.note(sent[0], on: axle, at: -2000 * millisecond)
            for (index, torque) in sent.enumerated() {
                list.note(torque, on: axle, at: Int64(index - 50) * 10 * millisecond)
            }
            let view = view { $0.torque[axle] = actual }
            #expect(time(&list, view, cause: .tracking) == milliseconds)
        }
    }

    @Test("what is not reported, or was never sent, is not judged")
    func untracked() {
        var silent = list()
        silent.note(400, on: .front, at: -100 * millisecond)
        #expect(time(&silent, view { _ in }, cause: .none) == nil)
        var unsent = list()
        #expect(time(&unsent, view { $0.torque.front = 1000 }, cause: .none) == nil)
    }

    // 15 mm/s2 for 1 Nm, and 1.5 m/s2 more.
    @Test(
        "acceleration is judged by the most that was sent with the gear, of both axles",
        arguments: [
            (nil, nil, 1, 1500, nil), (nil, nil, 1, 1501, 200), (0, 0, 1, 1501, 200),
            (-400, -400, 1, 1500, nil), (-400, -400, 1, 1501, 200), (400, 0, 1, 3000, nil),
            (400, 0, 1, 3001, 200), (0, 400, 1, 3000, nil), (0, 400, 1, 3001, 200),
            (400, -400, 1, 3001, 200), (-400, 0, -1, -3000, nil), (-400, 0, -1, -3001, 200),
            (400, 0, -1, -1501, 200), (400, 0, -1, -1500, nil), (0, 0, 1, -9000, nil),
        ] as [(Int?, Int?, Int, Int, Int?)]
    )
    func acceleration(
        front: Int?,
        rear: Int?,
        direction: Int,
        measured: Int,
        milliseconds: Int?
    ) {
        var list = list()
        if let front { list.note(front, on: .front, at: -100 * millisecond) }
        if let rear { list.note(rear, on: .rear, at: -100 * millisecond) }
        let view = view {
            $0.speed = PerAxle(both: 1000 * direction)
            $0.acceleration = measured
        }
        #expect(time(&list, view, direction: direction, cause: .acceleration) == milliseconds)
    }

    @Test("torque counts for its latency after it was taken away")
    func accelerationLate() {
        var list = list { $0.accelerationTime = 1 }
        list.note(400, on: .front, at: -200 * millisecond)
        list.note(0, on: .front, at: 0)
        let view = view { $0.acceleration = 3000 }
        // Until 60 ms the 400 counts were in force within the latency.
        #expect(time(&list, view, cause: .acceleration) == 70)
    }

    @Test("a car of which a motor stands, or is not known, is not judged by its acceleration")
    func accelerationSlow() {
        for (front, rear, direction, isJudged) in [
            (1, 1, 1, true), (0, 1, 1, false), (1, 0, 1, false), (nil, 100, 1, false),
            (100, nil, 1, false), (nil, -100, -1, false), (-100, nil, -1, false),
            (-1, -1, -1, true), (1, 1, -1, false), (100, -1, 1, false), (-1, 100, 1, false),
        ] as [(Int?, Int?, Int, Bool)] {
            var list = list(fadeSpeed: 0)
            let view = view {
                $0.speed = PerAxle(front: front, rear: rear)
                $0.acceleration = 9000 * direction
            }
            let found = time(&list, view, direction: direction, cause: .acceleration)
            #expect(found == (isJudged ? 200 : nil))
        }
        for (speed, isJudged) in [(60, false), (61, true)] {
            var list = list()
            let view = view {
                $0.speed = PerAxle(both: speed)
                $0.acceleration = 9000
            }
            #expect((time(&list, view, cause: .acceleration) != nil) == isJudged)
        }
    }

    @Test("the emergency stop comes before all else, then power, tracking and acceleration")
    func order() {
        var list = list {
            $0.powerTime = 1
            $0.farPowerTime = 1
            $0.trackingTime = 1
            $0.accelerationTime = 1
        }
        list.note(0, on: .front, at: -100 * millisecond)
        var view = view {
            $0.isStopped = true
            $0.batteryPower = 90_000
            $0.torque.front = 900
            $0.acceleration = 9000
        }
        _ = list.judge(view, direction: 1, at: 0)
        #expect(list.judge(view, direction: 1, at: 10) == .emergencyStop)
        view.isStopped = false
        #expect(list.judge(view, direction: 1, at: 20) == .overPower)
        view.batteryPower = nil
        #expect(list.judge(view, direction: 1, at: 30) == .tracking)
        view.torque.front = nil
        #expect(list.judge(view, direction: 1, at: 40) == .acceleration)
        view.acceleration = nil
        #expect(list.judge(view, direction: 1, at: 50) == .none)
    }
}
