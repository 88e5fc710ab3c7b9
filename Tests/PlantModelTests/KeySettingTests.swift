import Foundation
import PlantModel
import Testing

@testable import axlesim

@Suite struct KeySettingTests {
    private func plant(_ settings: String...) throws -> PlantParameters {
        let text = try String(
            contentsOf: repository.appendingPathComponent("Config/plants/leaf-eplus-awd.yaml"),
            encoding: .utf8
        )
        var all: [KeySetting] = []
        for setting in settings { all.append(try KeySetting(parsing: setting)) }
        return try PlantFile.parse(text, file: "p.yaml", setting: all)
    }

    @Test("what is set stands in the place of the file's value, in any unit of it")
    func values() throws {
        let before = try prototype()
        let after = try plant(
            "battery.series_resistance=0.05 ohm",
            "inverter.torque_lag=60 ms",
            "motor_losses.copper=0.15 W/Nm2",
            "axles.rear.gear_ratio=9",
            "auxiliary_power=1500 W",
            "name=other car"
        )
        #expect(after.battery.seriesResistance == 0.05)
        #expect(after.inverter.torqueLag == 0.06)
        #expect(after.losses.copper == 0.15)
        #expect(after.rear.gearRatio == 9 && after.front.gearRatio == before.front.gearRatio)
        #expect(after.auxiliaryPower == 1500 && after.name == "other car")
        #expect(after.body == before.body && after.envelope == before.envelope)
    }

    @Test("a factor multiplies the file's value, and the last setting of a key counts")
    func factors() throws {
        let before = try prototype()
        let after = try plant(
            "motor_losses.copper=x1.3",
            "battery.capacity=100 Ah",
            "battery.capacity=x0.5",
            "inverter.torque_lag=x0"
        )
        #expect(abs(after.losses.copper / before.losses.copper - 1.3) < 1e-9)
        #expect(abs(after.battery.capacity / before.battery.capacity - 0.5) < 1e-9)
        #expect(after.inverter.torqueLag == 0)
    }

    @Test("a list is set as files write it")
    func list() throws {
        let after = try plant("battery.open_circuit=[[0 %, 3.1 V], [100 %, 4.1 V]]")
        #expect(after.battery.openCircuit.map(\.voltage) == [3.1, 4.1])
    }

    @Test(
        "an error names what was set, and says what a file's error would say",
        arguments: [
            (
                "battery.series_resistence=50 mohm",
                "--set battery.series_resistence: found a key that is not known, allowed for example "
                    + "series_resistance"
            ),
            ("axle.front.gear_ratio=9", "--set axle: found a key that is not known"),
            (
                "battery.series_resistance=50 V",
                "--set battery.series_resistance: found 50 V, allowed 0.1 to 1000 mohm"
            ),
            (
                "battery.series_resistance=50",
                "--set battery.series_resistance: found 50, allowed 0.1 to 1000 mohm"
            ),
            ("battery.series_resistance=x1e9", "allowed 0.1 to 1000 mohm"),
            ("battery.series_resistance=xx", "found xx, allowed 0.1 to 1000 mohm"),
            ("battery=5", "--set battery: found 5, allowed keys of its own"),
            ("auxiliary_power.part=1 kW", "--set auxiliary_power: found keys"),
            ("name=x2", "--set name: found LEAF e+ AWD prototype in the file, allowed a number"),
            ("battery.open_circuit=x2", "found no single value in the file"),
            ("battery.cels=x2", "--set battery.cels: found nothing in the file"),
            ("body.mass=[1", "--set body.mass: found [1, allowed a value as files write it"),
            ("based_on=other.yaml", "--set based_on: found a file"),
            ("battery.cells", "--set: found battery.cells, allowed KEY=VALUE"),
            ("=5", "--set: found =5, allowed KEY=VALUE"),
            ("battery..cells=5", "--set: found battery..cells=5, allowed KEY=VALUE"),
            ("battery.cells= ", "--set: found battery.cells= , allowed KEY=VALUE"),
        ]
    )
    func errors(setting: String, message: String) throws {
        let error = #expect(throws: FileError.self) { try plant(setting) }
        #expect(try #require(error).description.contains(message), "\(String(describing: error))")
    }

    @Test("a value of the file is still named by its line")
    func place() throws {
        let error = #expect(throws: FileError.self) {
            try PlantFile.parse(
                "name: car\nbody:\n  mass: 1 kg\n",
                file: "p.yaml",
                setting: [KeySetting(key: "axles.front.gear_ratio", value: .text("9"))]
            )
        }
        #expect(try #require(error).description.hasPrefix("p.yaml:3: body.mass: found 1 kg"))
    }
}
