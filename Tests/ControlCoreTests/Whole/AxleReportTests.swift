import Testing
import VehicleModel

@testable import ControlCore

@Suite("AxleReport")
struct AxleReportTests {
    private func margin(_ report: AxleReport, _ limit: BindingLimit) -> Double {
        report.margins[Int(limit.rawValue)].rawValue
    }

    /// How many distances are known.
    private func known(_ report: AxleReport) -> Int {
        report.margins.indices.count { report.margins[$0].rawValue.isNaN == false }
    }

    @Test("stages stand in the order in which they ran, the first one lowest")
    func stages() {
        var report = CycleReport()
        report.pass(.condition)
        report.pass(.arbitrate)
        report.pass(.split)
        report.pass(.limit)
        #expect(report.stages == 0x4321)
        report.pass(.condition)
        #expect(report.stages == 0x14321)
    }

    @Test("a limit is named from more than one count on, on the axle that it takes from")
    func names() {
        func named(_ before: Double, _ after: Double) -> Bool {
            var report = AxleReport()
            report.note(.envelope, from: Torque(before), to: Torque(after))
            return report.binding == .envelope
        }
        #expect(!named(10, 10) && !named(10, 11))
        #expect(!named(10, 9.75) && !named(-10, -9.75))
        #expect(named(10, 9.74) && named(-10, -9.74))
        #expect(named(10, .nan) && !named(.nan, 10))
    }

    @Test("both axles are named for, and none where the limit does not hold")
    func namesBoth() {
        var report = CycleReport()
        let before = AxlePair(front: Torque(10), rear: Torque(20))
        report.note(.charge, if: false, from: before, to: AxlePair(both: .zero))
        #expect(report.axles.front.binding == .none && report.axles.rear.binding == .none)
        report.note(.charge, from: before, to: AxlePair(front: .zero, rear: Torque(20)))
        #expect(report.axles.front.binding == .charge && report.axles.rear.binding == .none)
        report.note(.brake, from: before, to: AxlePair(both: Torque(10)))
        #expect(report.axles.front.binding == .charge && report.axles.rear.binding == .brake)
    }

    @Test("the most that an axle may have is what it has and the nearest limit's room")
    func greatestTorque() {
        var report = AxleReport()
        report.setGreatestTorque(Torque(-100))
        #expect(report.greatestTorque == Torque(100))
        report.setMargin(.envelope, Torque(30))
        report.setMargin(.discharge, Torque(12))
        report.setMargin(.thermal, Torque(20))
        report.setGreatestTorque(Torque(-100))
        #expect(report.greatestTorque == Torque(112))
        report.setGreatestTorque(Torque(50))
        #expect(report.greatestTorque == Torque(62))
        report.setMargin(.slip, Torque(-.infinity))
        report.setGreatestTorque(Torque(50))
        #expect(report.greatestTorque == Torque(62))
        report.setMargin(.discharge, Torque(-5))
        report.setGreatestTorque(Torque(50))
        #expect(report.greatestTorque == Torque(50))
    }

    @Test("the room to a cap is counted from the torque; what is no number caps nothing")
    func capMargins() {
        var caps = [24 of Torque](repeating: Torque(.nan))
        caps[0] = Torque(50)
        caps[Int(BindingLimit.envelope.rawValue)] = Torque(340)
        caps[Int(BindingLimit.slip.rawValue)] = Torque(.infinity)
        caps[23] = Torque(10)
        var report = AxleReport()
        report.setMargins(caps.span, from: Torque(20))
        #expect(margin(report, .none) == 30)
        #expect(margin(report, .envelope) == 320)
        #expect(report.margins[23] == Torque(-10))
        #expect(known(report) == 3)
        report.forgetMargins()
        #expect(known(report) == 0)
    }

    @Test("an axle that draws has room to the system's ceiling and the discharge limit")
    func driveMargins() {
        func report(_ torque: Double, ceiling: Double, drive: Double) -> AxleReport {
            let axle = ProjectedAxle(
                torque: Torque(torque),
                speed: RotationalSpeed(torque < 0 ? -200 : 200),
                torqueLoss: 0.1,
                idleLoss: .zero
            )
            var report = AxleReport()
            report.setMargins(axle, ceiling: ceiling, drive: drive, charge: 1.75)
            return report
        }
        for torque in [100.0, -100] {
            let room = report(torque, ceiling: 1.5, drive: 1.25)
            #expect(margin(room, .systemCeiling) == 50)
            #expect(margin(room, .discharge) == 25)
            #expect(known(room) == 2)
            let none = report(torque, ceiling: 0.75, drive: 0.5)
            #expect(margin(none, .systemCeiling) == 0)
            #expect(margin(none, .discharge) == 0)
        }
        let unbounded = report(100, ceiling: .infinity, drive: 1.25)
        #expect(margin(unbounded, .discharge) == 25 && known(unbounded) == 1)
        let undrawn = report(100, ceiling: 1.5, drive: .infinity)
        #expect(margin(undrawn, .systemCeiling) == 50 && known(undrawn) == 1)
        #expect(known(report(0, ceiling: 1.5, drive: 1.25)) == 0)
    }

    @Test("an axle that returns has room to the charge limit alone")
    func chargeMargins() {
        func report(charge: Double) -> AxleReport {
            let axle = ProjectedAxle(
                torque: Torque(-100),
                speed: RotationalSpeed(200),
                torqueLoss: 0.1,
                idleLoss: .zero
            )
            var report = AxleReport()
            report.setMargins(axle, ceiling: 1.5, drive: 1.25, charge: charge)
            return report
        }
        let room = report(charge: 1.5)
        #expect(margin(room, .charge) == 50 && known(room) == 1)
        let none = report(charge: 0.5)
        #expect(margin(none, .charge) == 0 && known(none) == 1)
        #expect(known(report(charge: .infinity)) == 0)
    }
}
