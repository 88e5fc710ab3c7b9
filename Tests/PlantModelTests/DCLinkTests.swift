import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite struct DCLinkTests {
    /// The prototype after a second with a torque on both motors.
    private func moving(torque: Double) throws -> Plant {
        var plant = Plant(try prototype())
        for _ in 0..<1000 { step(&plant, torque: torque) }
        return plant
    }

    private func step(_ plant: inout Plant, torque: Double) {
        let command = InverterCommand(
            torque: Torque(torque),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
        for axle in PlantAxle.allCases { plant.accept(command, on: axle) }
        plant.step(brake: 0)
        if !plant.link.isOpen { #expect(plant.linkVoltage == plant.battery.voltage) }
    }

    @Test("an open contactor empties the link within milliseconds, and no motor gives torque")
    func opened() throws {
        var plant = try moving(torque: 300)
        #expect(plant.battery.power > Power(50_000))
        plant.setContactor(isOpen: true)
        for _ in 0..<5 { step(&plant, torque: 300) }
        #expect(plant.linkVoltage < Voltage(180) && plant.link.isBlocked)
        #expect(plant.battery.power == .zero && plant.battery.current == .zero)
        #expect(plant.front.motorTorque == .zero && plant.rear.motorTorque == .zero)
        #expect(plant.battery.voltage > Voltage(350))
        for _ in 0..<1000 { step(&plant, torque: 300) }
        #expect(plant.front.motorTorque == .zero && plant.linkVoltage == .zero)
    }

    @Test("braking motors fill an open link up to the inverters' window, and no further")
    func braking() throws {
        var plant = try moving(torque: 300)
        for _ in 0..<300 { step(&plant, torque: -200) }
        #expect(plant.battery.power < .zero)
        plant.setContactor(isOpen: true)
        for _ in 0..<20 { step(&plant, torque: -200) }
        #expect(plant.link.isBlocked && plant.linkVoltage > Voltage(400))
        #expect(plant.front.motorTorque == .zero && plant.battery.current == .zero)
    }

    @Test("the battery's controller tells of its relay 0.1 s later, and what is closed works again")
    func told() throws {
        var plant = try moving(torque: 300)
        plant.setContactor(isOpen: true)
        for _ in 0..<99 { step(&plant, torque: 300) }
        #expect(!plant.link.isToldOpen)
        plant.setContactor(isOpen: true)
        for _ in 0..<2 { step(&plant, torque: 300) }
        #expect(plant.link.isToldOpen)
        plant.setContactor(isOpen: false)
        #expect(!plant.link.isToldOpen && !plant.link.isBlocked)
        for _ in 0..<200 { step(&plant, torque: 300) }
        #expect(plant.front.motorTorque > Torque(250) && plant.battery.power > Power(50_000))
    }

    @Test("inverters tell the link's voltage and that they are not ready, the battery its own")
    func spoken() throws {
        var driven = try DrivenPlant(Plant(try prototype()), .idle, databases())
        try driven.inject([.contactor(isOpen: true)])
        for _ in 0..<2000 { driven.step() }
        var values: [String: Double] = [:]
        let messages = try databases().drive
        driven.speak(in: 0) { frame, bus in
            guard bus == .front, let index = messages.index(of: frame.id) else { return }
            let message = messages.messages[index]
            for (place, signal) in message.signals.enumerated() {
                values[signal.name] = message.value(of: place, in: frame)
            }
        }
        #expect(values["MG_InputVoltage"] == 0 && values["INV_State"] == 4)
        #expect(values["LB_Main_Relay_Permission"] == 0)
        #expect(try #require(values["LB_Total_Voltage"]) > 350)
    }
}
