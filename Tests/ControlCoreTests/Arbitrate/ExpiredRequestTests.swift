import ControlCore
import Testing
import VehicleModel

@Suite("Requests whose lease ran out")
struct ExpiredRequestTests {
    private func isFault(_ bench: Bench) -> Bool {
        bench.report.faults[.requestExpired].isActive
    }

    @Test("a client's request is one from its expiry on, until it is renewed or withdrawn")
    func clients() {
        var bench = Bench.ready(at: 50)
        func place() {
            let request = TorqueRequest(
                source: .speedLimiter,
                kind: .maximum,
                torque: Torque(300),
                expiry: bench.now + .milliseconds(40)
            )
            let isPlaced = bench.requests.place(request)
            #expect(isPlaced)
        }
        #expect(!isFault(bench))
        place()
        bench.run(4)
        #expect(!isFault(bench))
        bench.step()
        #expect(isFault(bench))
        place()
        bench.step()
        #expect(!isFault(bench))
        bench.run(10)
        #expect(isFault(bench))
        bench.requests.withdraw(.speedLimiter, .maximum)
        bench.step()
        #expect(!isFault(bench))
        #expect(bench.report.faults[.requestExpired].occurrences == 2)
    }

    @Test("a request on the bus is one when its frames stay away, and not when it is withdrawn")
    func vehicles() {
        var bench = Bench.ready(at: 50)
        bench.isSlippery = true
        bench.values[.stabilityMaximum] = 500
        bench.run(20)
        #expect(!isFault(bench))
        bench.silent = [.stabilityMaximum]
        bench.run(10)
        #expect(isFault(bench))
        bench.silent = []
        bench.run(2)
        #expect(!isFault(bench))
        bench.values[.stabilityMaximum] = nil
        bench.run(20)
        #expect(!isFault(bench))
    }
}
