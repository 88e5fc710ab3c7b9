public import StateProtocol

/// The state as `axlectl status` prints it.
public enum StatusText {
    /// The lines for a state; `hello` names vehicle and version.
    public static func lines(_ state: StateView, hello: JSONValue) -> [String] {
        var lines = [
            "\(hello["vehicle"]?.text ?? "vehicle"): \(state.modeAndArming)",
            "axled \(hello["version"]?.text ?? ""), cycle \(count(state, "cycle")), "
                + "overruns \(count(state, "counters", "overruns")), "
                + "limit violations \(count(state, "counters", "limit_violations"))",
            "",
            drive(state),
            battery(state),
            limits(state),
            "",
        ]
        lines += state.axleTable.lines
        lines.append("")
        lines += ListTexts.buses(state.buses)
        lines += TransmissionText.lines(state.json["guardian"]?["transmission"])
        lines.append("")
        lines += missing(state)
        lines += waiting(state)
        lines += faults(state)
        return lines
    }

    /// One line for a log: what a driver would look at.
    public static func summary(_ state: StateView) -> String {
        [
            state.modeAndArming,
            "\(NumberText.fixed(state.number("speed_kmh"), 1)) km/h",
            "\(NumberText.fixed(state.total("given_Nm"), 0)) Nm",
            "\(NumberText.fixed(state.number("power", "predicted_kW"), 1)) of "
                + "\(NumberText.fixed(state.number("limits", "discharge_kW"), 1)) kW",
            "bound by "
                + state.drivenAxles.map { state.text("axles", $0, "binding") }
                .joined(separator: "/"),
            "\(state.faults.count) faults",
        ].joined(separator: ", ")
    }

    /// Speed, gear, pedal and brake.
    static func drive(_ state: StateView) -> String {
        "speed \(NumberText.fixed(state.number("speed_kmh"), 1)) km/h   gear \(state.text("gear"))"
            + "   pedal \(NumberText.fixed(state.number("pedal_percent"), 1)) %   brake "
            + (state.isBraking ? "pressed" : "released")
    }

    /// Voltage, current, power and charge.
    static func battery(_ state: StateView) -> String {
        "battery \(NumberText.fixed(state.number("battery", "voltage_V"), 1)) V   "
            + "\(NumberText.fixed(state.number("battery", "current_A"), 1)) A   "
            + "\(NumberText.fixed(state.number("power", "measured_kW"), 1)) kW measured, "
            + "\(NumberText.fixed(state.number("power", "predicted_kW"), 1)) kW predicted   "
            + "charge \(NumberText.fixed(state.number("soc_percent"), 1)) %"
    }

    /// The power limits in force.
    static func limits(_ state: StateView) -> String {
        "limits discharge \(NumberText.fixed(state.number("limits", "discharge_kW"), 1)) kW   "
            + "charge \(NumberText.fixed(state.number("limits", "charge_kW"), 1)) kW   "
            + "system \(NumberText.fixed(state.number("limits", "system_ceiling_kW"), 1)) kW"
            + (state.asksToShed ? "   heating and cooling asked to shed load" : "")
    }

    private static func missing(_ state: StateView) -> [String] {
        guard !state.missing.isEmpty else { return [] }
        return ["missing before it can be armed:"] + state.missing.map { "  - \($0)" }
    }

    private static func waiting(_ state: StateView) -> [String] {
        guard !state.waiting.isEmpty else { return [] }
        return ["armed, and no torque before this:"] + state.waiting.map { "  - \($0)" }
    }

    private static func faults(_ state: StateView) -> [String] {
        guard !state.faults.isEmpty else { return ["no active faults"] }
        return ["active faults:"]
            + state.faults.map { fault in
                "  - \(fault["name"]?.text ?? ""): \(fault["sentence"]?.text ?? "")"
            }
    }

    private static func count(_ state: StateView, _ path: String...) -> String {
        let number: Double? =
            path.count == 1 ? state.number(path[0]) : state.number(path[0], path[1])
        return NumberText.fixed(number, 0)
    }
}
