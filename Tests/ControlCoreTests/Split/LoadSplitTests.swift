import ControlCore
import Testing
import VehicleModel

@Suite("LoadSplit")
struct LoadSplitTests {
    private let parameters = ControlParameters.prototype

    private func settled(
        total: Double,
        measured: Double?,
        in parameters: ControlParameters
    ) -> Double {
        var split = LoadSplit()
        var share = 0.0
        for _ in 0..<200 {
            share = split.step(
                total: Torque(total),
                measured: measured.map { Acceleration($0) },
                with: parameters
            )
        }
        return share
    }

    /// The total that asks for an acceleration on level ground.
    private func total(for acceleration: Double) -> Double {
        let leverage = 8.193 * (1 / 0.3285 + 1 / 0.3277) / 2
        return acceleration * 1875 / 0.96 / leverage
    }

    @Test(
        "the share follows the load on the axles: 2 % a m/s²",
        arguments: [(0, 0.5), (3, 0.43995), (6, 0.37990), (-3, 0.56005), (-6, 0.62010)]
            as [(Double, Double)]
    )
    func followsLoad(acceleration: Double, share: Double) {
        let asked = total(for: acceleration)
        let both = settled(total: asked, measured: acceleration, in: parameters)
        let alone = settled(total: asked, measured: nil, in: parameters)
        #expect(abs(both - share) < 1e-4)
        #expect(abs(alone - share) < 1e-4)
    }

    @Test("demanded and measured acceleration count half each")
    func mixes() {
        let share = settled(total: total(for: 6), measured: 0, in: parameters)
        #expect(abs(share - 0.43995) < 1e-4)
    }

    @Test("a cycle longer than the filter's time takes the whole of the acceleration, not more")
    func longCycle() {
        var slow = parameters
        slow.period = .milliseconds(60)
        var split = LoadSplit()
        let share = split.step(total: .zero, measured: Acceleration(6), with: slow)
        #expect(abs(share - 0.43995) < 1e-4)
    }

    @Test("the share moves 2 % a cycle at most and stays within 0 and 1", arguments: 0..<50)
    func isBounded(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var split = LoadSplit()
        var last = 0.5
        for _ in 0..<300 {
            let measured = random.one(of: [
                nil, Acceleration(random.number(-20...20)), Acceleration(.nan),
                Acceleration(.infinity),
            ])
            let total = random.one(of: [0, random.number(-700...700), 1e308, -.infinity, .nan])
            let share = split.step(total: Torque(total), measured: measured, with: parameters)
            #expect(abs(share - last) <= 0.02 + 1e-12, "seed \(seed)")
            #expect(share >= 0 && share <= 1, "seed \(seed)")
            last = share
        }
    }

    @Test("a number that is not finite is forgotten within the filter's time", arguments: notFinite)
    func forgetsNotFinite(bad: Double) {
        var split = LoadSplit()
        _ = split.step(total: Torque(bad), measured: nil, with: parameters)
        _ = split.step(total: .zero, measured: Acceleration(bad), with: parameters)
        var share = 0.0
        for _ in 0..<40 { share = split.step(total: .zero, measured: nil, with: parameters) }
        #expect(abs(share - 0.5) < 1e-3)
    }

    @Test("the load moves away from where the car is driven, forward and backward")
    func mirrored() {
        let forward = settled(total: 400, measured: nil, in: parameters)
        let backward = settled(total: -400, measured: nil, in: parameters)
        #expect(forward < 0.5)
        #expect(abs(forward + backward - 1) < 1e-12)
    }

    @Test("a car with all its height on one axle is clipped to 0 and 1")
    func clips() {
        var tall = parameters
        tall.body.gravityHeight = Length(5)
        #expect(settled(total: 600, measured: nil, in: tall) == 0)
        #expect(settled(total: -600, measured: nil, in: tall) == 1)
    }
}
