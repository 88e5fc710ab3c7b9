import ControlCore
import VehicleModel

// The pedal's meaning.
extension VehicleReader {
    func readMaps(_ section: Section) -> PedalMaps? {
        let drive = readMap(section.section("drive", as: "GEAR"))
        let brake = readMap(section.section("brake", as: "GEAR"))
        let problems = section.findings.problems.count
        let eco = section.optionalSection("eco", as: "GEAR").flatMap(readMap)
        let onePedal = section.optionalSection("one_pedal", as: "GEAR").flatMap(readMap)
        section.finish()
        guard section.isSound(since: problems), let drive, let brake else { return nil }
        return PedalMaps(
            drive: drive,
            brake: brake,
            eco: eco ?? drive,
            onePedal: onePedal ?? brake
        )
    }

    private func readMap(_ section: Section) -> PedalMap? {
        let problems = section.findings.problems.count
        let exponent = section.number("exponent", .number, 1...3)
        let lift = section.number("lift_exponent", .number, 1...3, fallback: "1")
        let fade = section.span("lift_fade", .speed, 0...50)
        let zeroPoint = section.number("zero_point", .share, 0...40)
        let zeroPointFade = section.speed("zero_point_fade", 0.5...50)
        let liftTorque = section.torque("lift_torque", 0...1000)
        let creepTorque = section.torque("creep_torque", 0...200)
        let creepSpeed = section.speed("creep_speed", 0.5...20)
        let gain = readCreepGain(section, creepTorque, creepSpeed)
        section.finish()
        guard section.isSound(since: problems) else { return nil }
        do throws(PedalMapProblem) {
            return try PedalMap(
                shape: PedalShape.points(exponent: exponent),
                liftShape: PedalShape.points(exponent: lift),
                zeroPoint: zeroPoint,
                zeroPointFade: zeroPointFade,
                liftTorque: liftTorque,
                liftFade: (lower: Speed(fade.lowerBound), upper: Speed(fade.upperBound)),
                creepTorque: creepTorque,
                creepSpeed: creepSpeed,
                creepGain: gain
            )
        } catch {
            section.report(error)
            return nil
        }
    }

    /// Without one creep falls in a straight line from standstill.
    private func readCreepGain(_ section: Section, _ torque: Torque, _ speed: Speed) -> Double {
        let range = 0.0...1000.0
        let bounds = Scale.creepGain.inSI(range)
        return section.value(
            "creep_gain",
            allowed: Scale.creepGain.describe(range),
            fallback: "creep_torque / creep_speed",
            instead: bounds.upperBound
        ) { text in
            if text == "creep_torque / creep_speed" { return torque.rawValue / speed.rawValue }
            return Scale.creepGain.value(of: text).flatMap { bounds.contains($0) ? $0 : nil }
        }
    }
}

extension Section {
    /// Says what is wrong with a pedal map.
    func report(_ problem: PedalMapProblem) {
        switch problem {
        case .ends(let table):
            report(table.key, found: "a shape that does not end at 1", allowed: "one from 0 to 1")
        case .notFinite(let table, let point):
            report(table.key, found: "no number \(Self.travel(point))", allowed: "a finite shape")
        case .falls(let table, let point):
            let found = "a shape that falls \(Self.travel(point))"
            report(table.key, found: found, allowed: "more torque for more pedal")
        case .jumps(let table, let point):
            let found = "a shape that rises by more than 25 % \(Self.travel(point))"
            report(table.key, found: found, allowed: "a shape without steps")
        case .number(let number):
            report(number.key, found: "a number outside its range", allowed: "one inside")
        case .notMonotone(let speed, let pedal):
            let found = "a map that falls \(Self.place(speed, pedal))"
            reportWhole(found: found, allowed: "never less torque for more pedal")
        case .notContinuous(let speed, let pedal):
            let found = "a map that steps \(Self.place(speed, pedal))"
            reportWhole(found: found, allowed: "torque that follows pedal and speed without steps")
        }
    }

    private static func travel(_ point: Int) -> String {
        "at \(percent(Double(point) / 32)) travel"
    }

    private static func place(_ speed: Speed, _ pedal: Double) -> String {
        "at \((speed.rawValue * 36).rounded() / 10) km/h and \(percent(pedal)) pedal"
    }
}

extension PedalMapProblem.Table {
    fileprivate var key: String {
        switch self {
        case .shape: "exponent"
        case .liftShape: "lift_exponent"
        }
    }
}

extension PedalMapProblem.Number {
    fileprivate var key: String {
        switch self {
        case .zeroPoint: "zero_point"
        case .zeroPointFade: "zero_point_fade"
        case .liftTorque: "lift_torque"
        case .liftFade: "lift_fade"
        case .creepTorque: "creep_torque"
        case .creepSpeed: "creep_speed"
        case .creepGain: "creep_gain"
        }
    }
}
