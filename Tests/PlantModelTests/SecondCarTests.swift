import PlantModel
import Testing

@testable import axlesim

@Suite struct SecondCarTests {
    @Test("a car's files have its name, and the guardian's is the prototype's where it has none")
    func files() {
        let own = CarFiles("leaf-nismo-rc", in: shipped("Config"))
        #expect(own.vehicle == shipped("Config/vehicles/leaf-nismo-rc.yaml"))
        #expect(own.plant == shipped("Config/plants/leaf-nismo-rc.yaml"))
        #expect(own.guardian == shipped("Config/guards/leaf-nismo-rc.yaml"))
        let prototype = CarFiles(nil, in: shipped("Config"))
        #expect(prototype.vehicle == shipped("Config/vehicles/leaf-eplus-awd.yaml"))
        #expect(prototype.guardian == shipped("Config/guard.yaml"))
    }

    @Test(
        "the NISMO RC, by files alone, is driven through the prototype's scenarios too",
        arguments: ["limit-step", "recall-23v-494", "inverter-loss", "limit-frozen", "over-power"]
    )
    func scenarios(name: String) throws {
        var scenario = try shippedScenario(name)
        scenario.car = "leaf-nismo-rc"
        // What it draws at full pedal is its own.
        scenario.expectations.removeAll { $0.quantity == .peakElectrical }
        var loop = try offlineLoop(scenario)
        try loop.run(atMost: 120)
        #expect(loop.driven.plant.parameters.name == "LEAF NISMO RC")
        #expect(loop.driven.runner.isFinished)
        #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
    }
}
