import Testing
import VehicleModel

@testable import ControlCore

@Suite("StuckSignal")
struct StuckSignalTests {
    /// A signal that has stood for 1 s since both beside it moved by more than an eighth, and by more
    /// than a quarter, is stuck.
    private struct Signal {
        var signal = StuckSignal()
        var time = 0.0

        /// One frame 500 ms after the last one; both beside it have the same value.
        mutating func step(
            _ value: Double?,
            beside related: Double?,
            isExcused: Bool = false
        ) -> Bool {
            let isStuck = signal.step(
                value,
                beside: related.map { RelatedSignals(first: $0, second: $0) },
                isExcused: isExcused,
                arrival: .at(time),
                floor: 0.25,
                with: StuckLimit(part: 0.125, time: .seconds(1))
            )
            #expect(signal.isStuck == isStuck)
            time += 500
            return isStuck
        }

        /// Whether it was stuck after each of `steps`.
        mutating func run(_ steps: [(value: Double?, related: Double?)]) -> [Bool] {
            var seen: [Bool] = []
            for each in steps { seen.append(step(each.value, beside: each.related)) }
            return seen
        }
    }

    @Test(
        "both must have moved by more than the part of where they were, and by more than the floor",
        arguments: [
            (8, 9, false), (8, 9.0.nextUp, true), (8, 7, false), (8, 7.0.nextDown, true),
            (-8, -9, false), (-8, (-9.0).nextDown, true), (8, 8, false), (-8, 8, true),
            (1, 1.25, false), (1, 1.25.nextUp, true), (1, 1.2, false), (8, 8.5, false),
            (0, 0.25, false), (0, -0.26, true), (0, 0, false),
        ] as [(Double, Double, Bool)]
    )
    func moved(from start: Double, to end: Double, isFar: Bool) {
        let reference = RelatedSignals(first: start, second: start)
        for (first, second, isMoved) in [
            (end, end, isFar), (end, 100, isFar), (100, end, isFar), (start, end, false),
            (end, start, false),
        ] {
            let now = RelatedSignals(first: first, second: second)
            #expect(now.haveMoved(from: reference, by: 0.125, floor: 0.25) == isMoved)
        }
    }

    @Test("a new signal is not stuck, known or not")
    func new() {
        #expect(!StuckSignal().isStuck)
        var unknown = Signal()
        let isStuck = unknown.step(nil, beside: 8)
        #expect(!isStuck)
    }

    @Test(
        "it has stood since the movement, counted from where the others were with its first frame"
    )
    func counts() {
        var signal = Signal()
        let seen = signal.run([(1, 8), (1, 16), (1, 16), (1, 16), (1, 16), (2, 16), (2, 16)])
        #expect(seen == [false, false, false, true, true, false, false])
    }

    @Test("where the others were not known at first they count from when they are, and not anew")
    func knownLater() {
        var signal = Signal()
        let seen = signal.run([
            (1, nil), (1, 8), (1, 16), (1, 16), (1, nil), (1, 16), (1, nil), (2, nil),
        ])
        #expect(seen == [false, false, false, false, true, true, true, false])
        // Lost for a moment, they have moved from where they were before.
        signal = Signal()
        let lost = signal.run([(1, 8), (1, nil), (1, 16), (1, 16), (1, 16)])
        #expect(lost == [false, false, false, false, true])
    }

    @Test("a signal that is lost before it is stuck begins anew, and a stuck one stays so")
    func lost() {
        var signal = Signal()
        let sound = signal.run([(1, 8), (1, 16), (1, 16), (nil, 16), (1, 16), (1, 16), (1, 16)])
        #expect(sound == [false, false, false, false, false, false, false])
        signal = Signal()
        let stuck = signal.run([(1, 8), (1, 16), (1, 16), (1, 16), (nil, 16), (1, 16), (2, 16)])
        #expect(stuck == [false, false, false, true, true, true, false])
    }

    @Test("an excuse starts the time anew, and the movement stands")
    func excused() {
        var signal = Signal()
        var seen = signal.run([(1, 8), (1, 16), (1, 16)])
        seen.append(signal.step(1, beside: 16, isExcused: true))
        seen += signal.run([(1, 8), (1, 8), (1, 8)])
        #expect(seen == [false, false, false, false, false, false, true])
    }
}
