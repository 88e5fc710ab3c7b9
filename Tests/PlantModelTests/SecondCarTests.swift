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

    @Test("a vehicle that is a name is the car, and a path is the daemon's file alone")
    func vehicles() throws {
        let scenario = try shippedScenario("launch")
        func files(car: String? = nil, vehicle: String?, plant: String? = nil) -> CarFiles {
            CarFiles(for: scenario, car: car, vehicle: vehicle, plant: plant, guardian: nil)
        }
        let named = files(vehicle: "leaf-nismo-rc")
        #expect(named.vehicle == "Config/vehicles/leaf-nismo-rc.yaml")
        #expect(named.plant == "Config/plants/leaf-nismo-rc.yaml")
        let path = files(vehicle: "Config/vehicles/compare/cold.yaml", plant: "p.yaml")
        #expect(path.vehicle == "Config/vehicles/compare/cold.yaml" && path.plant == "p.yaml")
        #expect(path.guardian == "Config/guard.yaml")
        let both = files(car: "leaf-40", vehicle: "v.yaml")
        #expect(both.vehicle == "v.yaml" && both.plant == "Config/plants/leaf-40.yaml")
        #expect(files(vehicle: nil).vehicle == "Config/vehicles/leaf-eplus-awd.yaml")
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
