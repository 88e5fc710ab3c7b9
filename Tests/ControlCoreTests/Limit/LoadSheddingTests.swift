import ControlCore
import Testing
import VehicleModel

@Suite("LoadShedding")
struct LoadSheddingTests {
    /// Whether load is asked to be shed after each cycle of 10 ms at these factors.
    private func asked(_ scales: [(scale: Double, cycles: Int)]) -> [Bool] {
        var (shedding, asked) = (LoadShedding(), [Bool]())
        for (scale, cycles) in scales {
            for _ in 0..<cycles {
                let now = Instant.at(Double(asked.count) * 10)
                asked.append(shedding.step(scale, with: LoadSheddingParameters(), at: now))
            }
        }
        #expect(shedding.isAsked == asked.last)
        return asked
    }

    @Test(
        "asked for once the factor was below 0.9 for longer than 0.5 s",
        arguments: [(0.899, true), (0.9, false), (.nan, false)]
    )
    func begins(scale: Double, isBelow: Bool) {
        let asked = asked([(scale, 52)])
        #expect(asked[50] == false)
        #expect(asked[51] == isBelow)
    }

    @Test("one cycle at 0.9 begins the time anew")
    func interrupted() {
        let asked = asked([(0.5, 50), (0.9, 1), (0.5, 52)])
        #expect(asked.firstIndex(of: true) == 50 + 1 + 51)
    }

    @Test(
        "withdrawn once it was at least 0.95 for longer than 2 s",
        arguments: [0.95, 1, .infinity]
    )
    func ends(scale: Double) {
        let asked = asked([(0.5, 60), (scale, 202)])
        #expect(asked[59] && asked[60 + 200])
        #expect(!asked[60 + 201])
    }

    @Test("between both it stays, and one cycle below 0.95 begins the time anew")
    func stays() {
        #expect(asked([(0.5, 60), (0.949, 400)]).last == true)
        let broken = asked([(0.5, 60), (1, 200), (0.949, 1), (1, 202)])
        #expect(broken[60 + 200 + 1 + 200])
        #expect(broken.last == false)
    }

    @Test("after a change the time begins anew, also where the factor jumps")
    func jumps() {
        let asked = asked([(0.5, 52), (1, 202), (0.5, 52)])
        let changes = asked.indices.dropFirst().filter { asked[$0] != asked[$0 - 1] }
        #expect(changes == [51, 52 + 201, 52 + 202 + 51])
    }

    @Test("what nobody set is 0.9 for 0.5 s, and 0.95 for 2 s")
    func defaults() {
        let parameters = LoadSheddingParameters()
        #expect(parameters.begin == 0.9 && parameters.beginTime == .milliseconds(500))
        #expect(parameters.end == 0.95 && parameters.endTime == .seconds(2))
        #expect(!LoadShedding().isAsked)
    }

    /// At full pedal and 80 km/h under a battery's limit, W, for a second.
    private func driving(_ limit: Double, _ change: (inout Bench) -> Void = { _ in }) -> Bench {
        var bench = Bench.ready(at: 80)
        bench.holdsSpeed = true
        bench.limits.discharge = limit
        bench.run(10)
        bench.pedal = 1
        change(&bench)
        bench.run(100)
        return bench
    }

    @Test("in the whole core: the battery's limit asks for it, the system's ceiling does not")
    func wholeCore() {
        var limited = driving(60_000)
        #expect(limited.report.isSheddingAsked && limited.report.powerScale < 0.9)
        limited.pedal = 0
        limited.run(190)
        #expect(limited.report.isSheddingAsked)
        limited.run(60)
        #expect(!limited.report.isSheddingAsked)
        #expect(!driving(250_000).report.isSheddingAsked)
    }

    @Test("without torque there is nothing to shed for, and shadow counts as driving")
    func modes() {
        #expect(!driving(60_000) { $0.arming = .disarmed }.report.isSheddingAsked)
        #expect(!driving(60_000) { $0.mode = .observe }.report.isSheddingAsked)
        #expect(driving(60_000) { $0.mode = .shadow }.report.isSheddingAsked)
    }
}
