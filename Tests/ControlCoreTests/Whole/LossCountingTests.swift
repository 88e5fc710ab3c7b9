import Testing
import VehicleModel

@testable import ControlCore

/// A table by hand: at w rad/s each Nm loses w/15 W, and idling 200 W and 2 W s/rad.
@Suite("Losses in the core, by formula and by table")
struct LossCountingTests {
    private static let table = AxleLosses.make { speed, torque in
        200 + 2 * speed + speed / 15 * torque
    }
    private static let formula = ControlParameters.plain.axles.front.losses

    /// A core with the table on one axle, or on both, and shafts from 75 to 150 rad/s.
    private func tabled(
        front: AxleLosses = table,
        rear: AxleLosses = table
    ) -> (core: ControlCore, shafts: AxlePair<ShaftOutlook>) {
        var core = ControlCore(.plain.with(front: front, rear: rear))
        core.battery.auxiliary = Power(500)
        let shafts = core.shafts(75, 75, later: (150, 150))
        return (core, shafts)
    }

    private func isNear(_ one: Double, _ two: Double) -> Bool { abs(one - two) < 1e-6 * abs(two) }

    @Test("a table is read at the less favourable of both speeds")
    func projected() {
        var (core, shafts) = tabled()
        for (torque, isReturning, speed, loss) in [
            (100.0, false, 150.0, 10.0), (-100, false, 75, 10), (100, true, 75, 5),
            (-100, true, 150, 5),
        ] {
            let axles = core.projected(.of(torque, torque), at: shafts, returning: isReturning)
            for axle in [axles.front, axles.rear] {
                #expect(axle.torque == Torque(torque))
                #expect(axle.speed == RotationalSpeed(speed))
                #expect(isNear(axle.torqueLoss, loss * 100 / 10_000))
                #expect(isNear(axle.idleLoss.rawValue, 500))
            }
        }
    }

    @Test("without torque the present speed is counted where power is drawn")
    func projectedIdle() {
        var (core, shafts) = tabled()
        let axles = core.projected(.of(0, 0), at: shafts)
        #expect(axles.front.speed == RotationalSpeed(75))
    }

    @Test("one axle's table is enough, and the other keeps its formula", arguments: Axle.allCases)
    func oneTable(axle: Axle) {
        var (core, shafts) = tabled(
            front: axle == .front ? Self.table : Self.formula,
            rear: axle == .rear ? Self.table : Self.formula
        )
        let axles = core.projected(.of(100, 100), at: shafts)
        #expect(isNear(axles[axle].torqueLoss, 0.1))
        #expect(axles[axle.other].torqueLoss == 0.125)
        let known = core.predictedPower(axle, of: Torque(100), at: shafts[axle])
        #expect(isNear(known.rawValue, 7_500 + 500 + 350))
        let other = core.predictedPower(axle.other, of: Torque(100), at: shafts[axle.other])
        #expect(other == Power(7_500 + 1_250 + 100))
    }

    @Test("the factors and the price hold by the table's lines, not by a square")
    func factors() {
        var (core, shafts) = tabled()
        // At half, 50 Nm at 150 rad/s lose 10 W each and idling 1000 W.
        let drawing = core.projected(.of(100, 0), at: shafts)
        let limit = Power(7_500 + 500 + 1_000 + 500)
        let drive = core.driveFactor(drawing, at: shafts, limit: limit)
        #expect(isNear(drive, 0.5))
        let pair = core.projected(.of(100, 100), at: shafts)
        let price = core.shadowPrice(pair, at: shafts)
        #expect(isNear(price, 1 / (150 + 10.0)))
        // Returning at 150 rad/s loses 5 W each.
        core.battery.charge = Power(7_500 - 250)
        let returning = core.projected(.of(-100, 0), at: shafts, returning: true)
        let charge = core.chargeFactor(returning, at: shafts)
        #expect(isNear(charge, 0.5))
    }

    @Test("with formulas alone the factors are those of the closed form")
    func closedForm() {
        var core = ControlCore.plain(charge: 3_000)
        let shafts = core.shafts(100, 70)
        let drawing = core.projected(.of(90, 80), at: shafts)
        let drive = core.driveFactor(drawing, at: shafts, limit: Power(5_000))
        let closed = PowerProjection.driveFactor(
            drawing,
            limit: Power(5_000),
            auxiliary: Power(500)
        )
        #expect(drive == closed)
        let returning = core.projected(.of(-90, -80), at: shafts, returning: true)
        let charge = core.chargeFactor(returning, at: shafts)
        #expect(charge == PowerProjection.chargeFactor(returning, limit: Power(3_000)))
        #expect(charge > 0.1 && charge < 0.9)
    }

    /// Both idle with 100 W; the front has 100 Nm, or what is said.
    private func pushed(
        _ front: Double = 100,
        _ rear: Double = 100,
        sign: Double = 1,
        kept: (Double, Double) = (50, 50),
        limit: Double = 13_400,
        ceiling: Double
    ) -> AxlePair<Torque> {
        var core = ControlCore.plain(ceiling: ceiling)
        let shafts = core.shafts(100 * sign, 110 * sign)
        let axles = core.projected(.of(front * sign, rear * sign), at: shafts)
        let thrust = core.pushHardest(
            axles,
            insteadOf: .of(kept.0 * sign, kept.1 * sign),
            within: Power(limit + 700)
        )
        return thrust.torques
    }

    @Test(
        "the most thrust: at one price 80 Nm at 100 rad/s and 40 Nm at 110 rad/s",
        arguments: [1.0, -1]
    )
    func pushes(sign: Double) {
        #expect(pushed(sign: sign, ceiling: .infinity) == .of(80 * sign, 40 * sign))
        // The shafts then have 12,400 W, and what is kept 10,500 W.
        #expect(pushed(sign: sign, ceiling: 12_400) == .of(80 * sign, 40 * sign))
        #expect(pushed(sign: sign, ceiling: 11_450) == .of(65 * sign, 45 * sign))
        #expect(pushed(sign: sign, ceiling: 10_500) == .of(50 * sign, 50 * sign))
        #expect(pushed(sign: sign, ceiling: 10_000) == .of(50 * sign, 50 * sign))
        // What is kept may be the best already, right at the ceiling.
        #expect(pushed(sign: sign, kept: (80, 40), ceiling: 12_400) == .of(80 * sign, 40 * sign))
    }

    @Test("an axle without torque says nothing against pushing forward")
    func pushesAlone() {
        let torques = pushed(0, 40, kept: (0, 20), limit: 100_000, ceiling: .infinity)
        #expect(torques == .of(0, 40))
    }

    @Test("an axle is turned round whole")
    func turned() {
        var core = ControlCore.plain()
        let shafts = core.shafts(-100, 50)
        let axles = core.projected(.of(-30, 20), at: shafts)
        let (back, same) = (axles.front.turned(-1), axles.rear.turned(1))
        #expect(back.torque == Torque(30) && back.speed == RotationalSpeed(100))
        #expect(same.torque == Torque(20) && same.speed == RotationalSpeed(50))
    }
}
