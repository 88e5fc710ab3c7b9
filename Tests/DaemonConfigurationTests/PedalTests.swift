import ControlCore
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("The pedal maps' section")
struct PedalTests {
    private static func maps(_ old: String, _ new: String) throws -> PedalMaps {
        let files = try EditedFiles()
        try files.replace(.vehicle, old, new)
        return try DaemonConfiguration.read(path: files.path).vehicle.parameters.maps
    }

    private static func map(_ name: String, _ exponent: String) -> String {
        "  \(name): {exponent: \(exponent), lift_exponent: 2, zero_point: 5 %, zero_point_fade: 5 km/h,"
            + " lift_torque: 90 Nm, lift_fade: [2 km/h, 7 km/h], creep_torque: 40 Nm,"
            + " creep_speed: 6 km/h, creep_gain: 10 Nm per km/h}\n"
    }

    @Test("without maps of their own ECO is as D, and e-Pedal as B")
    func modesFallBack() throws {
        let maps = try Self.maps("name: LEAF", "name: LEAF")
        #expect(maps.eco.liftTorque == Torque(90))
        #expect(maps.onePedal.liftTorque == Torque(180))
        #expect(abs(maps.drive.creepGain - 24) < 1e-9)
        #expect(maps.drive.liftShape[16] == 0.5)
    }

    @Test("each mode has its own map")
    func modesHaveTheirOwn() throws {
        let both = Self.map("eco", "2") + Self.map("one_pedal", "3")
        let maps = try Self.maps("pedal_maps:\n", "pedal_maps:\n" + both)
        #expect(maps.eco.shape[16] == 0.25)
        #expect(maps.onePedal.shape[16] == 0.125)
        #expect(maps.drive.shape[16] != 0.25)
        #expect(maps.eco.liftShape[16] == 0.25)
        #expect(abs(maps.eco.creepGain - 36) < 1e-9)
    }

    @Test("a wrong map says where and why")
    func saysWhy() throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "creep_speed: 6 km/h ",
            "creep_gain: 1001 Nm per km/h\n    creep_speed: 6 km/h "
        )
        #expect(
            files.problems().first?.hasSuffix(
                "pedal_maps.drive.creep_gain: found `1001 Nm per km/h`, allowed a gain in Nm per km/h "
                    + "or Nm s/m from 0 to 1000 Nm per km/h"
            ) == true,
            "\(files.problems())"
        )
    }

    @Test("every problem of a map has a sentence")
    func everyProblemHasASentence() {
        let problems: [(PedalMapProblem, String)] = [
            (
                .ends(.shape),
                "x.exponent: found a shape that does not end at 1, allowed one from 0 to 1"
            ),
            (
                .notFinite(.liftShape, point: 16),
                "x.lift_exponent: found no number at 50.0 % travel, allowed a finite shape"
            ),
            (
                .falls(.shape, point: 8),
                "x.exponent: found a shape that falls at 25.0 % travel, allowed more torque for more pedal"
            ),
            (
                .jumps(.shape, point: 8),
                "x.exponent: found a shape that rises by more than 25 % at 25.0 % travel, allowed a shape without steps"
            ),
            (
                .number(.creepGain),
                "x.creep_gain: found a number outside its range, allowed one inside"
            ),
            (
                .notMonotone(speed: Speed(10), pedal: 0.5),
                "x: found a map that falls at 36.0 km/h and 50.0 % pedal, allowed never less torque for more pedal"
            ),
            (
                .notContinuous(speed: Speed(10), pedal: 0.5),
                "x: found a map that steps at 36.0 km/h and 50.0 % pedal, allowed torque that follows pedal and speed without steps"
            ),
        ]
        for (problem, sentence) in problems {
            let findings = Findings()
            Section(nil, file: "f", path: "x", findings).report(problem)
            #expect(
                findings.problems.first?.description.hasSuffix(": " + sentence) == true,
                "\(findings.problems)"
            )
        }
    }
}
