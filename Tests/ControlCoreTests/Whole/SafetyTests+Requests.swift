import ControlCore
import Testing
import VehicleModel

/// Requests that the brake, or their lease, has ended.
extension SafetyTests {
    @Test("a setpoint that the brake ended stays out until it is let go and set anew")
    func brakeEndsSetpoints() {
        var bench = driving(pedal: 0)
        func cruise() {
            let request = TorqueRequest(
                source: .cruise,
                kind: .setpoint,
                torque: Torque(200),
                expiry: bench.now + .milliseconds(50)
            )
            _ = bench.requests.place(request)
        }
        func drive(_ cycles: Int) {
            for _ in 0..<cycles {
                cruise()
                bench.step()
            }
        }
        drive(40)
        #expect(abs(total(bench) - 200) < 1e-6)
        bench.isBraking = true
        drive(40)
        #expect(total(bench) <= 0)
        bench.isBraking = false
        drive(100)
        #expect(total(bench) <= 0)
        bench.run(6)
        drive(40)
        #expect(abs(total(bench) - 200) < 1e-6)
    }

    @Test("a setpoint whose lease ran out is gone at the comfortable rate")
    func setpointLapses() {
        var bench = driving(pedal: 0)
        for _ in 0..<40 {
            let request = TorqueRequest(
                source: .cruise,
                kind: .setpoint,
                torque: Torque(200),
                expiry: bench.now + .milliseconds(50)
            )
            _ = bench.requests.place(request)
            bench.run(1)
        }
        #expect(total(bench) > 100)
        bench.run(6)
        let lapsed = total(bench)
        bench.run(30)
        #expect(lapsed > 0)
        #expect(total(bench) <= 0)
    }

    @Test("a maximum whose lease ran out holds 100 ms and then gives the limp torque at most")
    func maximumLapses() {
        var bench = driving(at: 20, pedal: 1)
        let request = TorqueRequest(
            source: .stability,
            kind: .maximum,
            torque: Torque(100),
            expiry: bench.now
        )
        _ = bench.requests.place(request)
        bench.run(10)
        // On the way to 100 Nm at the comfortable rate, and below the limp torque by now.
        #expect(total(bench) < 160)
        bench.run(200)
        #expect(abs(total(bench) - 204) < 1e-6)
        #expect(bench.report.axles.front.binding == .stability)
        bench.requests.withdraw(.stability, .maximum)
        bench.run(60)
        #expect(total(bench) > 550)
    }
}
