import Foundation
import Testing

@testable import DaemonConfiguration

/// A vehicle file that has only what differs from another one.
@Suite("A vehicle file that is based on another one")
struct BasedOnTests {
    private let files: EditedFiles

    init() throws {
        files = try EditedFiles()
        try files.replace(.daemon, "leaf-eplus-awd.yaml", "heavier.yaml")
    }

    private func write(_ name: String, _ text: String) throws {
        let path = files.directory + "/Config/vehicles/" + name
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    @Test("it has the other one's keys but for those that it has itself, one by one")
    func merges() throws {
        let own = """
            name: heavier
            based_on: leaf-eplus-awd.yaml
            body:
              mass: 2000 kg
            axles:
              rear:
                envelope: {peak_torque: 300 Nm}
            """
        try write("heavier.yaml", own)
        let vehicle = try DaemonConfiguration.read(path: files.path).vehicle
        try files.replace(.daemon, "heavier.yaml", "leaf-eplus-awd.yaml")
        let base = try DaemonConfiguration.read(path: files.path).vehicle
        #expect(vehicle.name == "heavier" && base.name == "LEAF e+ AWD prototype")
        let parameters = vehicle.parameters
        #expect(parameters.body.mass.rawValue == 2000)
        #expect(parameters.body.wheelbase == base.parameters.body.wheelbase)
        #expect(parameters.axles.rear.envelope.peakTorque.rawValue == 300)
        #expect(parameters.axles.front.envelope.peakTorque.rawValue == 340)
        #expect(parameters.axles.rear.gearRatio == 8.193)
        #expect(vehicle.inputs.map(\.signal) == base.inputs.map(\.signal))
        #expect(vehicle.outputs.axles.rear == base.outputs.axles.rear)
    }

    @Test("a list is taken whole")
    func hidesLists() throws {
        let own = """
            based_on: leaf-eplus-awd.yaml
            battery:
              open_circuit: [[0 %, 3.0 V], [100 %, 4.0 V]]
            """
        try write("heavier.yaml", own)
        let vehicle = try DaemonConfiguration.read(path: files.path).vehicle
        #expect(vehicle.name == "LEAF e+ AWD prototype")
        try files.replace(.daemon, "heavier.yaml", "leaf-eplus-awd.yaml")
        let base = try DaemonConfiguration.read(path: files.path).vehicle
        let curve = try #require(vehicle.parameters.battery?.discharge.model.openCircuit)
        let other = try #require(base.parameters.battery?.discharge.model.openCircuit)
        #expect(curve.least == 3 && other.least == 3.2)
        #expect(abs(curve.value(at: 0.5) - 3.5) < 1e-9 && abs(other.value(at: 0.5) - 3.7) < 1e-9)
    }

    @Test("four files in a row are read, and a fifth is refused where it is named")
    func depth() throws {
        try write("heavier.yaml", "based_on: b.yaml\n")
        try write("b.yaml", "based_on: c.yaml\n")
        try write("c.yaml", "based_on: leaf-eplus-awd.yaml\n")
        #expect(files.problems() == [])
        try write("c.yaml", "based_on: d.yaml\n")
        try write("d.yaml", "based_on: leaf-eplus-awd.yaml\n")
        let allowed = "allowed the path of a vehicle file, at most 4 in a row"
        #expect(
            files.problems() == [
                "vehicles/d.yaml:1:11: based_on: found `leaf-eplus-awd.yaml`, the 5th in a row, "
                    + allowed
            ]
        )
        try write("b.yaml", "based_on: b.yaml\n")
        #expect(
            files.problems() == [
                "vehicles/b.yaml:1:11: based_on: found `b.yaml`, the 5th in a row, \(allowed)"
            ]
        )
    }

    @Test("what is wrong is told with the file in which it stands")
    func places() throws {
        try write("heavier.yaml", "based_on: leaf-eplus-awd.yaml\nbody: {mas: 3 kg}\n")
        try files.replace(.vehicle, "wheelbase: 2.70 m", "wheelbase: 2.70 kg")
        let allowed = "centre_of_gravity_height, driveline_efficiency, front_load_share, wheelbase"
        let problems = files.problems()
        #expect(problems.count == 2)
        #expect(
            problems.contains {
                $0.hasPrefix(
                    "vehicles/heavier.yaml:2:8: body.mas: found an unknown key, allowed mass (the nearest)"
                )
            },
            "\(problems) \(allowed)"
        )
        #expect(
            problems.contains {
                $0.hasPrefix("vehicles/leaf-eplus-awd.yaml:13:14: body.wheelbase: found `2.70 kg`")
            },
            "\(problems)"
        )
    }

    @Test(
        "a base that cannot be read is told at its key",
        arguments: [
            ("none.yaml", "`none.yaml`, no such file"), ("[a]", "a list of 1"),
            ("''", "nothing"), (".", "`.`, not a regular file"),
        ]
    )
    func unreadable(name: String, found: String) throws {
        try write("heavier.yaml", "based_on: \(name)\n")
        #expect(
            files.problems() == [
                "vehicles/heavier.yaml:1:11: based_on: found \(found), "
                    + "allowed the path of a vehicle file, at most 4 in a row"
            ]
        )
    }

    @Test("a base that is no YAML is told with its own place")
    func broken() throws {
        try write("heavier.yaml", "based_on: b.yaml\n")
        try write("b.yaml", "name: [\n")
        let problems = files.problems()
        #expect(problems.count == 1 && problems[0].hasPrefix("vehicles/b.yaml:"), "\(problems)")
    }
}
