import Foundation
import PlantModel
import Testing

@testable import axlesim

@Suite struct ShippedScenarioTests {
    /// The names of the scenarios in Config/scenarios.
    static let names: [String] = {
        let folder = shipped("Config/scenarios")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    @Test("there are scenarios, and each expects something")
    func expectSomething() throws {
        #expect(Self.names.contains("launch") && Self.names.contains("limit-step"))
        for name in Self.names {
            #expect(!(try shippedScenario(name).expectations.isEmpty), "\(name)")
        }
    }

    @Test("the scenario comes to its end as it expects", arguments: names)
    func expected(name: String) throws {
        var loop = try offlineLoop(try shippedScenario(name))
        try loop.run(atMost: 120)
        #expect(loop.driven.runner.isFinished, "\(loop.driven.runner.progress)")
        #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
    }

    @Test("an expectation that is not met is told in one sentence")
    func missed() throws {
        var scenario = try shippedScenario("launch")
        let pedal = try #require(scenario.phases.firstIndex { $0.name == "full pedal" })
        scenario.expectations = [
            Expectation(.zeroTo100, least: 1, most: 2), Expectation(.trips, most: 0),
            Expectation(
                .greatestTotalTorque,
                in: PhaseWindow(phase: pedal, after: 0.5),
                most: 100
            ),
        ]
        var loop = try offlineLoop(scenario)
        try loop.run(atMost: 60)
        let comparisons = Outcome(loop).comparisons
        #expect(comparisons.map(\.isMet) == [false, true, false])
        let misses = comparisons.filter { !$0.isMet }.map(\.sentence)
        #expect(misses[0].hasPrefix("zero_to_100: found "))
        #expect(misses[0].hasSuffix(" s, expected at least 1 s and at most 2 s"))
        let place = "greatest_total_torque in phase \"full pedal\" after 0.5 s: found "
        #expect(misses[1].hasPrefix(place) && misses[1].hasSuffix(" Nm, expected at most 100 Nm"))
    }

    @Test("the limit's step is met in time wherever the daemon's cycle falls", arguments: 0..<10)
    func phases(milliseconds: Int) throws {
        var loop = try offlineLoop(
            try shippedScenario("limit-step"),
            cyclePhase: UInt64(milliseconds)
        )
        try loop.run(atMost: 60)
        #expect(loop.driven.runner.isFinished)
        #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
    }
}
