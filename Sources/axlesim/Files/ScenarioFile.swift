import Foundation
import Glibc
import PlantModel
import VehicleModel

/// Reads a scenario file.
enum ScenarioFile {
    /// The scenario that a file describes.
    static func read(_ file: String) throws(FileError) -> Scenario {
        try scenario(FileSection.read(file))
    }

    /// The scenario of a file, or of a name in Config/scenarios.
    static func find(_ name: String) throws(FileError) -> Scenario {
        let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        return try read(isName ? "Config/scenarios/\(name).yaml" : name)
    }

    /// The names of all scenarios in Config/scenarios.
    static func all() throws(FileError) -> [String] {
        let directory = "Config/scenarios"
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw FileError(
                file: directory,
                line: nil,
                key: "",
                problem: "found no such directory, allowed one with scenarios"
            )
        }
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The scenario that a text describes.
    static func parse(_ text: String, file: String) throws(FileError) -> Scenario {
        try scenario(FileSection.parse(text, file: file))
    }

    private static func scenario(_ top: FileSection) throws(FileError) -> Scenario {
        var road = Road()
        if top.has("road") {
            let section = try top.section("road")
            if section.has("slope") {
                road.slope = atan(try section.number("slope", .percent, -50...50))
            }
            if section.has("grip") {
                road.frontGrip = try section.number("grip", .one, 0...2)
                road.rearGrip = road.frontGrip
            }
            if section.has("wind") {
                road.headWind = try section.number("wind", .metrePerSecond, -50...50)
            }
            for wheel in PlantWheel.allCases {
                if let grip = try section.optional(wheel.gripKey, .one, 0...2) {
                    road[wheel] = grip
                }
            }
            try section.finish()
        }
        let name = try top.text("name")
        let car = top.has("car") ? try top.text("car") : nil
        let vehicle = top.has("vehicle") ? try top.text("vehicle") : nil
        let guardian = top.has("guard") ? try top.text("guard") : nil
        let settings = top.has("set") ? try top.texts("set") : []
        let sections = try top.sections("phases")
        var phases: [ScenarioPhase] = []
        if top.has("begin") {
            phases = beginning(
                try top.choice("begin", [("D", SelectorPosition.drive), ("R", .reverse)])
            )
        }
        for (index, section) in sections.enumerated() {
            let phase = try phase(section)
            if phase.until.isEmpty, index + 1 < sections.count {
                throw section.error(
                    "until",
                    "found nothing, allowed only in the last phase, which then never ends"
                )
            }
            phases.append(phase)
        }
        var expectations: [Expectation] = []
        if top.has("expect") {
            expectations = try Self.expectations(
                top.section("expect"),
                phases: phases.map(\.name)
            )
        }
        let tellsMotion = try top.answer(
            "motion",
            default: phases.contains { $0.controls.steering != 0 }
        )
        try top.finish()
        return Scenario(
            name: name,
            car: car,
            vehicle: vehicle,
            guardian: guardian,
            settings: settings.map { PlantSetting(key: $0.key, value: $0.text) },
            road: road,
            phases: phases,
            expectations: expectations,
            tellsMotion: tellsMotion
        )
    }

    /// From switching on until the brake is released in a gear: what every drive begins with.
    private static func beginning(_ selector: SelectorPosition) -> [ScenarioPhase] {
        let held = DriverControls(selector: selector, accelerator: 0, brake: 0.4)
        let free = DriverControls(selector: selector, accelerator: 0, brake: 0)
        return [
            ScenarioPhase(name: "wait until armed", controls: .parked, until: [.armed(0.5)]),
            ScenarioPhase(
                name: "select the gear",
                controls: held,
                until: [.elapsed(1), .standing(0.5)],
                timeLimit: 10
            ),
            ScenarioPhase(name: "release the brake", controls: free, until: [.elapsed(0.1)]),
        ]
    }

    private static func phase(_ section: FileSection) throws(FileError) -> ScenarioPhase {
        let selector = try section.choice(
            "selector",
            [
                ("P", SelectorPosition.park), ("R", .reverse), ("N", .neutral), ("D", .drive),
            ]
        )
        var phase = ScenarioPhase(
            name: try section.text("phase"),
            controls: DriverControls(
                selector: selector,
                accelerator: try section.number("accelerator", .percent, 0...100),
                brake: try section.number("brake", .percent, 0...100)
            )
        )
        if section.has("cruise") {
            phase.controls.cruiseTorque = try section.number("cruise", .newtonMetre, -1000...1000)
        }
        if section.has("mode") {
            phase.controls.mode = try section.choice(
                "mode",
                [("normal", .normal), ("eco", .eco), ("e-pedal", .onePedal)]
            )
        }
        if section.has("bench_key") {
            phase.controls.hasBenchKey = try section.choice(
                "bench_key",
                [("off", false), ("on", true)]
            )
        }
        if section.has("pedals_take") {
            phase.pedalTime = try section.number("pedals_take", .second, 0...60)
        }
        phase.controls.steering = try section.optional("steering", .degree, -45...45) ?? 0
        phase.steeringTime = try section.optional("steering_takes", .second, 0...60) ?? 0
        phase.events = try events(section)
        if section.has("at_most") {
            phase.timeLimit = try section.number("at_most", .second, 0.001...3600)
        }
        if section.has("until") { phase.until = try conditions(section.section("until")) }
        try section.finish()
        return phase
    }

    static func conditions(_ section: FileSection) throws(FileError) -> [ScenarioCondition] {
        var conditions: [ScenarioCondition] = []
        if section.has("elapsed") {
            conditions.append(.elapsed(try section.number("elapsed", .second, 0...3600)))
        }
        if section.has("armed") {
            conditions.append(.armed(try section.number("armed", .second, 0...60)))
        }
        if section.has("faster") {
            conditions.append(
                .faster(Speed(try section.number("faster", .kilometrePerHour, 0...500)))
            )
        }
        if section.has("slower") {
            conditions.append(
                .slower(Speed(try section.number("slower", .kilometrePerHour, 0...500)))
            )
        }
        if section.has("standing") {
            conditions.append(.standing(try section.number("standing", .second, 0...60)))
        }
        try section.finish()
        return conditions
    }
}
