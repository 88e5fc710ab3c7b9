import Testing
import VehicleModel

@testable import ControlCore

/// Numbers by hand: an axle with T at w draws T w + T²/8, and all idle with 700 W.
@Suite("The projection in the core")
struct ProjectionStageTests {
    private func margin(_ axle: AxleReport, _ limit: BindingLimit) -> Double {
        axle.margins[Int(limit.rawValue)].rawValue
    }

    /// What is left of `torques` at speeds in rad/s, and what is said of it.
    private func projected(
        _ torques: (Double, Double),
        at speeds: (Double, Double) = (100, 100),
        later: (Double, Double)? = nil,
        by core: inout ControlCore
    ) -> (torques: AxlePair<Torque>, report: CycleReport) {
        let shafts = core.shafts(speeds.0, speeds.1, later: later)
        var report = CycleReport()
        let left = core.project(.of(torques.0, torques.1), at: shafts, into: &report)
        return (left, report)
    }

    @Test("with room to every limit torques stay, and the room is said")
    func room() {
        // At 1.5 times: 150 · 200 + 150² / 4.
        var core = ControlCore.plain(discharge: 35_625 + 700, ceiling: 40_000)
        let (torques, report) = projected((100, 100), by: &core)
        #expect(torques == .of(100, 100))
        #expect(report.powerScale == 1 && report.shadowPrice == 0)
        #expect(core.driveScale == .infinity)
        for axle in [report.axles.front, report.axles.rear] {
            #expect(axle.binding == .none)
            #expect(margin(axle, .systemCeiling) == 100 && margin(axle, .discharge) == 50)
            #expect(margin(axle, .charge).isNaN)
        }
    }

    @Test("where the battery gives half, half is left, and its greater price is said")
    func discharge() {
        var core = ControlCore.plain(discharge: 8_000 + 625 + 700)
        let (torques, report) = projected((100, 100), at: (100, 60), by: &core)
        #expect(torques == .of(50, 50))
        #expect(report.powerScale == 0.5 && core.driveScale == 0.5)
        #expect(report.shadowPrice == 1 / (60 + 12.5))
        for axle in [report.axles.front, report.axles.rear] {
            #expect(axle.binding == .discharge)
            #expect(margin(axle, .discharge) == 0 && margin(axle, .systemCeiling).isNaN)
        }
    }

    @Test("the lesser of a cycle's factors counts as the battery's", arguments: [0.25, 2])
    func leastScale(other: Double) {
        var core = ControlCore.plain(discharge: 10_625 + 700)
        core.driveScale = other
        _ = projected((100, 100), by: &core)
        #expect(core.driveScale == min(other, 0.5))
    }

    @Test("where the system's ceiling gives half, power from the battery is worth nothing")
    func ceiling() {
        var core = ControlCore.plain(discharge: 35_625 + 700, ceiling: 10_000)
        let (torques, report) = projected((100, 100), by: &core)
        #expect(torques == .of(50, 50))
        #expect(report.powerScale == 0.5 && report.shadowPrice == 0)
        #expect(core.driveScale == .infinity)
        #expect(report.axles.front.binding == .systemCeiling)
        #expect(report.axles.rear.binding == .systemCeiling)
        #expect(margin(report.axles.front, .discharge) == 50)
    }

    @Test("of equal factors the system's ceiling is the one that binds")
    func equal() {
        var core = ControlCore.plain(discharge: 10_625 + 700, ceiling: 10_000)
        let (torques, report) = projected((100, 100), by: &core)
        #expect(torques == .of(50, 50))
        #expect(report.axles.front.binding == .systemCeiling)
        #expect(report.shadowPrice == 0 && core.driveScale == .infinity)
    }

    @Test("what fits exactly is not short of power")
    func exact() {
        var core = ControlCore.plain(discharge: 22_500 + 700)
        let (torques, report) = projected((100, 100), by: &core)
        #expect(torques == .of(100, 100))
        #expect(report.powerScale == 1 && report.shadowPrice == 0)
        #expect(report.axles.front.binding == .none)
    }

    @Test("braking returns what the battery takes", arguments: [0.5, 1.5])
    func charge(part: Double) {
        // At half: 50 · 200 − 50² / 4; and so at 1.5 times.
        var core = ControlCore.plain(charge: part * 20_000 - part * part * 2_500)
        let (torques, report) = projected((-100, -100), by: &core)
        let left = min(1, part) * -100
        #expect(torques == .of(left, left))
        for axle in [report.axles.front, report.axles.rear] {
            #expect(axle.binding == (part < 1 ? .charge : .none))
            #expect(margin(axle, .charge) == max(0, part - 1) * 100)
            #expect(margin(axle, .discharge).isNaN)
        }
        #expect(report.powerScale == 1)
    }

    @Test("what draws, and returns once it is scaled down, returns what the battery takes")
    func turnsToReturn() {
        // Rolling back, 100 Nm lose 1250 W and brake 1000 W; 50 Nm lose 312.5 W and brake 500 W; at 0.4
        // times that both return 2 · (200 − 50) W. 30 Nm return as much as 50: the lesser holds. More than
        // 400 W they never do.
        for (charge, left) in [(300.0, 20.0), (0, 0), (375, 30), (400, 50), (1000, 50)] {
            // Rolling slower by the time that the command acts, 50 Nm draw then, and return now.
            for later in [-10.0, -4] {
                var core = ControlCore.plain(discharge: 625 + 700, charge: charge)
                let (torques, report) = projected(
                    (100, 100),
                    at: (-10, -10),
                    later: (later, later),
                    by: &core
                )
                #expect(abs(torques.front.rawValue - left) < 1e-9, "\(charge) at \(later)")
                #expect(abs(torques.rear.rawValue - left) < 1e-9, "\(charge) at \(later)")
                #expect(report.axles.front.binding == (left < 50 ? .charge : .discharge))
                #expect(report.axles.rear.binding == (left < 50 ? .charge : .discharge))
            }
        }
    }

    @Test("a charge limit that is just met does not bind, beside a discharge limit that does")
    func chargeMet() {
        var core = ControlCore.plain(discharge: 5_000 + 312.5 + 700, charge: 2_000 - 50)
        let (torques, report) = projected((100, -20), by: &core)
        #expect(torques == .of(50, -20))
        #expect(report.axles.front.binding == .discharge)
        #expect(report.axles.rear.binding == .none)
    }

    @Test(
        "through standstill an axle may draw now and return then: the lesser part holds, never more"
    )
    func throughStandstill() {
        func left(discharge: Double, charge: Double) -> AxlePair<Torque> {
            var core = ControlCore.plain(discharge: discharge, charge: charge)
            return projected((100, 0), at: (100, 100), later: (-100, 100), by: &core).torques
        }
        let much = 100_000.0
        #expect(left(discharge: much, charge: much) == .of(100, 0))
        #expect(left(discharge: 5_312.5 + 700, charge: much) == .of(50, 0))
        #expect(left(discharge: much, charge: 5_000 - 312.5) == .of(50, 0))
        // Room for 1.5 times each.
        #expect(left(discharge: 17_812.5 + 700, charge: 15_000 - 2_812.5) == .of(100, 0))
    }

    @Test("an axle whose speed is no number takes all torque", arguments: Axle.allCases)
    func unknownSpeed(axle: Axle) {
        var core = ControlCore.plain()
        var shafts = core.shafts(100, 100)
        let unknown = RotationalSpeed(.nan)
        shafts[axle] = ShaftOutlook(.em57, now: unknown, later: unknown)
        var report = CycleReport()
        let torques = core.project(.of(100, 100), at: shafts, into: &report)
        #expect(torques == AxlePair(both: .zero))
        #expect(report.axles.front.binding == .invalidInput)
        #expect(report.axles.rear.binding == .invalidInput)
    }

    @Test("the most thrust is said at its own price")
    func thrustPrice() {
        var core = ControlCore.plain(discharge: 625 + 700) { $0.power.allocation = .maxThrust }
        let (torques, report) = projected((100, 100), at: (0, 0), by: &core)
        #expect(torques == .of(50, 50))
        #expect(report.shadowPrice == 1 / 12.5)
    }

    @Test("the least torques are shifted too")
    func thrustOfLittle() {
        var core = ControlCore.plain(discharge: 100.125 + 700) {
            $0.power.allocation = .maxThrust
        }
        let (torques, _) = projected((0.5, 1), at: (400, 100), by: &core)
        #expect(abs(torques.rear.rawValue - 1) < 1e-9 && abs(torques.front.rawValue) < 1e-9)
    }

    @Test("the bench's credit is what the charge limit leaves of the returning machine")
    func credit() {
        var core = ControlCore.plain(
            discharge: 5_000 + 312.5 + 700 - 4_687.5,
            charge: 5_000 - 312.5
        ) { $0.requests.bench.creditReserve = Power(50_000) }
        var standing = ConditionedInputs.turning(0, 0)
        standing.speed = .zero
        standing.motorPace = .zero
        standing.hasBenchKey = true
        let isActive = core.bench.step(standing, with: BenchParameters())
        #expect(isActive)
        let (torques, report) = projected((100, -100), by: &core)
        #expect(torques == .of(50, -50))
        #expect(report.axles.front.binding == .discharge)
        #expect(report.axles.rear.binding == .charge)
    }
}
