import ControlCore
import Testing
import VehicleModel

@Suite("ControlCore on a bench of coupled machines")
struct BenchCreditTests {
    /// The front drives and the rear brakes, each with 12 Nm at 45 rad/s, under `limit` W.
    private func coupled(limit: Double, reserve: Double?) -> Bench {
        var parameters = ControlParameters.prototype
        parameters.requests.bench.creditReserve = reserve.map { Power($0) }
        var bench = Bench.ready(.drive, parameters)
        bench.isSlippery = true
        bench.values[.benchKey] = 1
        bench.holdsSpeed = true
        bench.run(20)
        bench.speed = parameters.axles.front.speed(of: RotationalSpeed(45)).rawValue
        bench.values[.benchFrontTorque] = 12
        bench.values[.benchRearTorque] = -12
        bench.limits = (limit, 60_000)
        bench.run(60)
        return bench
    }

    /// What the driving machine, idling of both and the auxiliaries draw, W.
    private func drawn(_ bench: Bench, driving: Axle = .front) -> Double {
        (power(bench, driving) + idle(bench, driving.other) + Power(500)).rawValue
    }

    private func returned(_ bench: Bench, braking: Axle = .rear) -> Double {
        (idle(bench, braking) - power(bench, braking)).rawValue
    }

    private func power(_ bench: Bench, _ axle: Axle) -> Power {
        let report = bench.report.axles[axle]
        return bench.parameters.axles[axle].losses.drawn(by: report.given, at: report.speed)
    }

    private func idle(_ bench: Bench, _ axle: Axle) -> Power {
        bench.parameters.axles[axle].losses
            .drawn(by: .zero, at: bench.report.axles[axle].speed)
    }

    @Test("without a reserve the driving machine has what the battery gives")
    func noCredit() {
        let bench = coupled(limit: 1_400, reserve: nil)
        #expect(bench.given.rear == Torque(-12))
        #expect(bench.given.front > Torque(5) && bench.given.front < Torque(10))
        #expect(drawn(bench) <= 1_400)
        #expect(bench.report.axles.front.binding == .discharge)
    }

    @Test(
        "with one it has so much more, and no more than the other returns",
        arguments: [100, 200]
    )
    func reserved(reserve: Double) {
        let bench = coupled(limit: 1_400, reserve: reserve)
        #expect(drawn(bench) <= 1_400 + reserve)
        #expect(drawn(bench) > 1_400 + reserve - 15)
        #expect(drawn(bench) - returned(bench) <= 1_400)
        #expect(bench.report.limitViolations == 0)
    }

    @Test("the credit is no more than what is returned, losses taken off")
    func allOfIt() {
        let bench = coupled(limit: 1_060, reserve: 5_000)
        #expect(returned(bench) > 450)
        #expect(drawn(bench) - returned(bench) <= 1_060)
        #expect(drawn(bench) - returned(bench) > 1_060 - 15)
        #expect(bench.given.front < Torque(12) && bench.given.front > Torque(9))
    }

    @Test("when the returning machine ends, the driving one falls to the battery's limit at once")
    func ends() {
        var bench = coupled(limit: 1_400, reserve: 5_000)
        #expect(bench.given.front == Torque(12))
        bench.values[.benchRearTorque] = nil
        bench.run(3)
        #expect(bench.given.rear == .zero)
        #expect(drawn(bench) <= 1_400)
        #expect(bench.report.limitViolations == 0)
    }

    @Test(
        "the credit is the bench's alone, not that of a road where stability control drives an axle"
    )
    func onlyBench() {
        var parameters = ControlParameters.prototype
        parameters.requests.bench.creditReserve = Power(50_000)
        var bench = Bench.ready(.brake, at: 25, parameters)
        bench.isSlippery = true
        bench.holdsSpeed = true
        bench.values[.stabilityActive] = 1
        bench.values[.rearStabilityMinimum] = 60
        bench.limits.discharge = 2_500
        bench.run(9)
        #expect(bench.given.rear > .zero && bench.given.front < Torque(-10))
        #expect(drawn(bench, driving: .rear) <= 2_500)
        #expect(returned(bench, braking: .front) > 1_000)
    }
}
