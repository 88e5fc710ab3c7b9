import ControlCore
import Testing
import VehicleModel

@Suite("LossTable")
struct LossTableTests {
    /// Losses at 75 rad/s and 25 Nm a point.
    private static func table(_ loss: (Double, Double) -> Double) -> LossTable? {
        var losses = [289 of Double](repeating: 0)
        for row in 0..<17 {
            for column in 0..<17 {
                losses[17 * row + column] = loss(Double(row) * 75, Double(column) * 25)
            }
        }
        return LossTable(losses: losses, speedStep: RotationalSpeed(75), torqueStep: Torque(25))
    }

    private let table = LossTableTests.table { w, t in 200 + 2 * w + 0.1 * t * t }

    @Test(
        "losses are read linearly in both directions, whatever the signs",
        arguments: [
            (0, 0, 200), (25, 0, 262.5), (12.5, 0, 231.25), (0, 75, 350), (0, 37.5, 275),
            (12.5, 37.5, 306.25), (-12.5, -37.5, 306.25), (400, 1200, 18_600),
        ] as [(Double, Double, Double)]
    )
    func values(torque: Double, speed: Double, loss: Double) throws {
        let table = try #require(table)
        #expect(table.loss(of: Torque(torque), at: RotationalSpeed(speed)) == Power(loss))
        #expect(
            table.power(of: Torque(torque), at: RotationalSpeed(speed))
                == Power(torque * speed + loss)
        )
    }

    @Test("beyond the table nothing is affordable", arguments: notFinite + [-400.001, 400.001])
    func beyond(torque: Double) throws {
        let table = try #require(table)
        #expect(table.loss(of: Torque(torque), at: .zero) == Power(.infinity))
        #expect(table.power(of: Torque(torque), at: RotationalSpeed(-500)) == Power(.infinity))
        #expect(table.loss(of: .zero, at: RotationalSpeed(torque * 3.01)) == Power(.infinity))
    }

    @Test("losses that fall with torque, negative or not finite are refused", arguments: notFinite)
    func refused(bad: Double) {
        #expect(Self.table { _, t in 500 - t } == nil)
        #expect(Self.table { _, _ in -1 } == nil)
        #expect(Self.table { _, _ in bad } == nil)
        #expect(Self.table { _, _ in 0 } != nil)
        let flat = [289 of Double](repeating: 0)
        for step in [bad, 0, -1] {
            #expect(
                LossTable(losses: flat, speedStep: RotationalSpeed(step), torqueStep: Torque(1))
                    == nil
            )
            #expect(
                LossTable(losses: flat, speedStep: RotationalSpeed(1), torqueStep: Torque(step))
                    == nil
            )
        }
    }

    private func projection(
        _ front: (Double, Double),
        _ rear: (Double, Double)
    ) throws -> TableProjection {
        func axle(_ pair: (Double, Double)) -> TableProjection.Axle {
            TableProjection.Axle(torque: Torque(pair.0), speed: RotationalSpeed(pair.1))
        }
        let table = try #require(table)
        return TableProjection(
            axles: AxlePair(front: axle(front), rear: axle(rear)),
            tables: AxlePair(both: table)
        )
    }

    @Test(
        "the drive factor holds the limit and wastes no more than its resolution",
        arguments: 0..<40
    )
    func drive(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<50 {
            func any() -> (Double, Double) {
                (random.number(-340...340), random.one(of: [0, random.number(-1000...1000)]))
            }
            let projection = try projection(any(), any())
            let limit = Power(random.number(0...3e5))
            let factor = projection.driveFactor(limit: limit, auxiliary: Power(400))
            #expect(factor >= 0 && factor <= 1)
            if factor > 0 { #expect(projection.drawn(at: factor) + Power(400) <= limit) }
            if factor < 1 {
                let next = factor + 1.0 / 16_777_216
                #expect(projection.drawn(at: next) + Power(400) > limit, "seed \(seed)")
            }
            let more = projection.driveFactor(limit: limit + Power(100), auxiliary: Power(400))
            #expect(more >= factor)
        }
    }

    @Test("the charge factor holds the limit up to the regeneration optimum", arguments: 0..<40)
    func charge(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 100)
        for _ in 0..<50 {
            let speed = random.number(-1000...1000)
            let torque = -min(340, abs(speed) / 0.2) * (speed < 0 ? -1 : 1) * random.number(0...1)
            let projection = try projection((torque, speed), (torque * 0.5, speed))
            let limit = Power(random.number(0...2e5))
            let factor = projection.chargeFactor(limit: limit)
            #expect(projection.returned(at: factor) <= limit)
            if factor < 1 {
                #expect(projection.returned(at: factor + 1.0 / 16_777_216) > limit, "seed \(seed)")
            }
        }
    }

    @Test("consuming axles are those that drive, stand, or lose more than they brake")
    func consumes() throws {
        #expect(try projection((100, 300), (100, 300)).consumes(.front))
        #expect(try projection((100, 0), (100, 300)).consumes(.front))
        #expect(try !projection((-100, 300), (100, 300)).consumes(.front))
        // 0.1 · 300² = 9 kW lost against 300 Nm at 25 rad/s = 7.5 kW.
        #expect(try projection((300, -25), (100, 300)).consumes(.front))
        #expect(try !projection((300, -35), (100, 300)).consumes(.front))
        // The braking axle earns the other nothing.
        let with = try projection((100, 300), (-200, 300))
        let without = try projection((100, 300), (0, 300))
        #expect(
            with.driveFactor(limit: Power(20_000), auxiliary: .zero)
                == without.driveFactor(limit: Power(20_000), auxiliary: .zero)
        )
    }

    @Test("a limit that is not finite, or nothing, leaves no torque", arguments: notFinite)
    func notFiniteLimit(bad: Double) throws {
        let driving = try projection((100, 300), (100, 300))
        let braking = try projection((-100, 300), (-100, 300))
        #expect(driving.driveFactor(limit: Power(bad), auxiliary: .zero) == 0)
        #expect(driving.driveFactor(limit: Power(1e5), auxiliary: Power(bad)) == 0)
        #expect(driving.driveFactor(limit: Power(-1), auxiliary: .zero) == 0)
        #expect(braking.chargeFactor(limit: Power(bad)) == 0)
        #expect(braking.chargeFactor(limit: Power(-1)) == 0)
        #expect(braking.chargeFactor(limit: .zero) == 0)
        #expect(driving.chargeFactor(limit: .zero) == 1)
        for broken in [
            try projection((bad, 300), (0, 0)), try projection((10, bad), (0, 0)),
            try projection((0, 0), (bad, 300)), try projection((0, 0), (10, bad)),
        ] {
            #expect(broken.driveFactor(limit: Power(1e5), auxiliary: .zero) == 0)
            #expect(broken.chargeFactor(limit: Power(1e5)) == 0)
        }
    }
}
