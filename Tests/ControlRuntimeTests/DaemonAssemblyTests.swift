import CANTransport
import ControlRuntime
import Testing
import VehicleModel

@Suite struct DaemonAssemblyTests {
    @Test("the shipped configuration is assembled without warnings")
    func shipped() throws {
        let assembly = try Shipped.assembly(.control)
        #expect(assembly.warnings.isEmpty)
        #expect(assembly.plan.buses.map(\.name) == ["front", "rear", "car"])
        #expect(assembly.plan.buses[0].address == .interface("can0"))
        #expect(assembly.plan.period == 10_000_000)
        #expect(assembly.plan.guardSocket == "/run/axle-guard/guard.sock")
    }

    @Test(
        "there is no way to the guardian below control",
        arguments: [OperatingMode.observe, .shadow]
    )
    func observe(mode: OperatingMode) throws {
        #expect(try Shipped.assembly(mode).plan.guardSocket == nil)
    }

    @Test("filters let pass exactly what is bound")
    func filters() throws {
        let assembly = try DaemonAssembly(
            Shipped.configuration(),
            mode: .observe,
            receivesEverything: false,
            lastArmingID: 0
        )
        let rear = try #require(assembly.plan.buses[1].filters)
        #expect(rear.map(\.id) == [0x1DA])
        let car = try #require(assembly.plan.buses[2].filters)
        #expect(car.map(\.id) == [0x174, 0x239, 0x284, 0x285, 0x292, 0x6A3, 0x6A5])
        #expect(try Shipped.assembly(.observe).plan.buses[1].filters == nil)
    }

    @Test("more than eight buses are refused")
    func tooMany() throws {
        var configuration = try Shipped.configuration()
        let car = try #require(configuration.buses.last)
        configuration.buses += Array(repeating: car, count: 6)
        #expect {
            try DaemonAssembly(
                configuration,
                mode: .observe,
                receivesEverything: true,
                lastArmingID: 0
            )
        } throws: { error in
            "\(error)" == "buses: found 9, allowed 1 to 8"
        }
    }

    @Test("a database that does not exist is named")
    func missingDatabase() throws {
        var configuration = try Shipped.configuration()
        configuration.buses[2].databases = ["/nowhere/car.dbc"]
        #expect {
            try DaemonAssembly(
                configuration,
                mode: .observe,
                receivesEverything: true,
                lastArmingID: 0
            )
        } throws: { error in
            "\(error)" == "/nowhere/car.dbc: cannot be read: no such file"
        }
    }
}
