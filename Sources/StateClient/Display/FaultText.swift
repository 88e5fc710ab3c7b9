public import StateProtocol

/// Faults as people read them.
public enum FaultText {
    /// The ladder's step and a table: whether active, the step demanded, how often, when, what each
    /// means and what ends it.
    ///
    /// `now` is in seconds since 1970, for how long ago the last one was.
    public static func list(_ result: JSONValue, now: Double) -> [String] {
        let faults = result["faults"]?.elements ?? []
        let ladder = "ladder: \(result["ladder"]?.text ?? NumberText.none)"
        guard !faults.isEmpty else { return [ladder, "no faults since the start"] }
        var table = Table(
            ["fault", "now", "level", "times", "first seen", "last seen", "meaning", "ends"],
            rightAligned: [3]
        )
        for fault in faults {
            let state = state(of: fault)
            table.add([
                fault["name"]?.text ?? "", state, level(of: fault),
                ListTexts.number(fault["occurrences"]),
                age(fault["first"], now), state == "active" ? "now" : age(fault["last"], now),
                (fault["sentence"]?.text ?? "") + effect(of: fault),
                fault["remedy"]?.text ?? "",
            ])
        }
        return [ladder] + table.lines
    }

    /// What the vehicle did when a fault appeared, first and last.
    public static func frames(_ fault: JSONValue) -> [String] {
        let name = fault["name"]?.text ?? ""
        guard let first = fault["first_frame"], let newest = fault["newest_frame"] else {
            return ["\(name): no freeze frame is kept; the last eight faults have one"]
        }
        let occurrences = ListTexts.number(fault["occurrences"])
        var table = Table(
            ["\(name), \(occurrences) times", "first", "newest"],
            rightAligned: [1, 2]
        )
        for (label, path) in Self.rows {
            table.add([label, text(first, path), text(newest, path)])
        }
        return table.lines
    }

    /// What became of an order to clear.
    public static func clearing(_ result: JSONValue) -> [String] {
        let cleared = result["cleared"]?.elements.compactMap(\.text) ?? []
        let kept = (result["kept"]?.elements ?? []).map { fault in
            "kept: \(fault["name"]?.text ?? ""): \(fault["reason"]?.text ?? "")"
        }
        return ["cleared: " + (cleared.isEmpty ? "none" : cleared.joined(separator: ", "))] + kept
    }

    private static let rows: [(label: String, path: [String])] = [
        ("time, s", ["time"]), ("speed, km/h", ["speed_kmh"]), ("pedal, %", ["pedal_percent"]),
        ("braking", ["braking"]), ("gear", ["gear"]), ("arming", ["arming"]),
        ("ladder", ["ladder"]),
        ("front asked, Nm", ["axles", "front", "asked_Nm"]),
        ("front given before, Nm", ["axles", "front", "given_Nm"]),
        ("front measured, Nm", ["axles", "front", "measured_Nm"]),
        ("front speed, rpm", ["axles", "front", "speed_rpm"]),
        ("rear asked, Nm", ["axles", "rear", "asked_Nm"]),
        ("rear given before, Nm", ["axles", "rear", "given_Nm"]),
        ("rear measured, Nm", ["axles", "rear", "measured_Nm"]),
        ("rear speed, rpm", ["axles", "rear", "speed_rpm"]),
        ("voltage, V", ["voltage_V"]), ("current, A", ["current_A"]),
        ("discharge limit, kW", ["discharge_kW"]), ("charge limit, kW", ["charge_kW"]),
    ]

    private static func text(_ frame: JSONValue, _ path: [String]) -> String {
        let value = path.reduce(Optional(frame)) { $0?[$1] }
        if let bool = value?.bool { return bool ? "yes" : "no" }
        return ListTexts.number(value)
    }

    private static func state(of fault: JSONValue) -> String {
        if fault["active"]?.bool ?? false { return "active" }
        if fault["healing"]?.bool ?? false { return "healing" }
        if fault["latched"]?.bool ?? false { return "latched" }
        return (fault["occurrences"]?.integer ?? 0) > 0 ? "gone" : "never"
    }

    private static func level(of fault: JSONValue) -> String {
        let level = fault["level"]?.text ?? ""
        return level == "full" ? NumberText.none : level
    }

    private static func effect(of fault: JSONValue) -> String {
        switch fault["reaction"]?.text {
        case "no-torque": " (forbids torque)"
        case "ramp-axle", "cut-axle": " (no torque on its axle)"
        default: ""
        }
    }

    private static func age(_ time: JSONValue?, _ now: Double) -> String {
        let age = time?.double.map { max(0, now - $0) * 1_000 }
        return age == nil ? NumberText.none : NumberText.age(milliseconds: age) + " ago"
    }
}
