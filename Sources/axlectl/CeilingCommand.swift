import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl ceiling`.
struct CeilingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ceiling",
        abstract: "Set and lift the operator's ceilings on torque, power and speed.",
        discussion: """
            A ceiling only takes away from what the vehicle's own limits leave. It may be changed at \
            any time, armed or not, and stays until it is changed or the daemon ends: also when this \
            program is gone. `none` lifts one; what is not named stays. Without an option it prints \
            what has been set.
            """
    )

    @Option(
        help: "Torque of each motor, in Nm, as in 100Nm.",
        transform: { try Ceiling($0, ["Nm": 1]) }
    )
    var torque: Ceiling?

    @Option(
        help: "Power out of the battery, in kW or W.",
        transform: { try Ceiling($0, ["kW": 1, "W": 0.001]) }
    )
    var power: Ceiling?

    @Option(
        help: "Power into the battery, in kW or W.",
        transform: { try Ceiling($0, ["kW": 1, "W": 0.001]) }
    )
    var chargePower: Ceiling?

    @Option(
        help: "Vehicle speed, in km/h or m/s.",
        transform: { try Ceiling($0, ["km/h": 1, "m/s": 3.6]) }
    )
    var speed: Ceiling?

    @OptionGroup var daemon: DaemonOptions

    func run() throws {
        let asked = [
            ("torque_Nm", torque), ("discharge_kW", power), ("charge_kW", chargePower),
            ("speed_kmh", speed),
        ]
        let parameters = asked.compactMap { name, ceiling in
            ceiling.map { JSONMember(name, $0.json) }
        }
        let result = try daemon.connectToControl().call(
            ControlMethod.ceiling.rawValue,
            .object(parameters)
        )
        daemon.print(result, or: Self.lines)
    }

    private static func lines(_ result: JSONValue) -> [String] {
        let names = [
            ("torque", "torque_Nm", "Nm a motor"), ("power", "discharge_kW", "kW"),
            ("charge power", "charge_kW", "kW"), ("speed", "speed_kmh", "km/h"),
        ]
        return names.map { name, key, unit in
            guard let value = result[key]?.double else { return "\(name): none" }
            return "\(name): \(plain(value)) \(unit)"
        }
    }
}

/// A number with its unit, or `none`.
struct Ceiling: Sendable {
    /// In the unit of the wire; null lifts.
    let json: JSONValue

    /// Reads a text; `units` says what each is in the unit of the wire.
    init(_ text: String, _ units: [String: Double]) throws {
        if text == "none" {
            json = .null
            return
        }
        let digits = text.prefix { "0123456789.".contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), let scale = units[String(unit)] else {
            let known = units.keys.sorted().joined(separator: " or ")
            throw ValidationError("found \(text), a number with \(known), or none, is allowed")
        }
        json = .number(number * scale)
    }
}
