import PlantModel
import Testing

@testable import axlesim

@Suite struct SecondCarTests {
    @Test("the NISMO RC, by files alone, reaches 100 km/h near its published 3.4 s")
    func nismo() throws {
        let scenario = try shippedScenario("launch")
        let parameters = try PlantFile.read(shipped("Config/plants/leaf-nismo-rc.yaml"))
        var loop = OfflineLoop(
            try DrivenPlant(Plant(parameters), scenario, databases()),
            try OfflineDaemon(
                vehicle: shipped("Config/vehicles/leaf-nismo-rc.yaml"),
                databases: shipped("DBC")
            ),
            try OfflineGuardian(path: shipped("Config/guards/leaf-nismo-rc.yaml"))
        )
        try loop.run(atMost: 60)
        #expect(loop.driven.runner.isFinished)
        let time = try #require(loop.driven.meter.zeroTo100)
        #expect((3.13...3.67).contains(time))
        #expect(loop.guardian.trips == 0 && loop.guardian.refused == 0)
        #expect(loop.daemon.pipeline.report.limitViolations == 0)
    }
}
