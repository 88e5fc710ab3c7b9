public import StateProtocol

/// The live view: a state drawn on 24 lines of 80 characters.
public struct WatchScreen {
    /// Characters in a line.
    public static let width = 80
    /// Lines on the screen.
    public static let height = 24

    private let state: StateView
    private let hello: JSONValue
    private let hint: String

    /// Takes a state, the daemon's greeting, and what stands at the lower edge.
    public init(_ state: StateView, hello: JSONValue, hint: String) {
        self.state = state
        self.hello = hello
        self.hint = hint
    }

    /// Exactly `height` lines of at most `width` characters, without colours.
    public var lines: [String] {
        var lines = [heading, rule]
        lines += [StatusText.drive(state), batteryLine, StatusText.limits(state), ""]
        lines += state.axleTable.lines
        lines.append("")
        lines += torqueBars + [powerBar]
        lines.append(rule)
        lines += busLines
        lines.append(rule)
        let space = Self.height - 1 - lines.count
        lines += faultLines(space)
        lines += Array(repeating: "", count: max(0, Self.height - 1 - lines.count))
        lines.append(footer)
        return lines.prefix(Self.height).map { $0.cut(Self.width) }
    }

    private var rule: String { String(repeating: "─", count: Self.width) }

    private var heading: String {
        let left = "Axle  \(hello["vehicle"]?.text ?? "")".cut(44)
        return left + state.modeAndArming.right(Self.width - left.count)
    }

    private var batteryLine: String {
        "battery \(NumberText.fixed(state.number("battery", "voltage_V"), 1)) V   "
            + "\(NumberText.fixed(state.number("battery", "current_A"), 1)) A   "
            + "\(NumberText.fixed(state.number("power", "measured_kW"), 1)) kW measured   "
            + "charge \(NumberText.fixed(state.number("soc_percent"), 1)) %"
    }

    /// The largest torque of the scale, Nm: the next hundred above what is asked.
    private var torqueScale: Double {
        let names = ["asked_Nm", "given_Nm", "measured_Nm"]
        let largest = state.drivenAxles.flatMap { axle in
            names.compactMap { state.number("axles", axle, $0)?.magnitude }
        }.max()
        return max(400, ((largest ?? 0) / 100).rounded(.up) * 100)
    }

    private var torqueBars: [String] {
        let bar = Bar(minimum: -torqueScale, maximum: torqueScale, width: 44)
        return state.drivenAxles.map { axle in
            let given = state.number("axles", axle, "given_Nm")
            let asked = state.number("axles", axle, "asked_Nm")
            return "\(axle.left(6))\(bar.text(given, limits: [asked])) "
                + "\(NumberText.fixed(given, 1).right(6)) of "
                + "\(NumberText.fixed(asked, 1).right(6)) Nm"
        }
    }

    private var powerBar: String {
        let discharge = state.number("limits", "discharge_kW")
        let charge = state.number("limits", "charge_kW").map { -$0 }
        let power = state.number("power", "predicted_kW")
        let most = max(100, (discharge ?? 0) * 1.05, power ?? 0)
        // One scale for both sides, so that a bar of one length is one power.
        let least = min(-most / 4, charge ?? 0, power ?? 0)
        let bar = Bar(minimum: least, maximum: most, width: 44)
        let limit = (power ?? 0) < 0 ? charge : discharge
        return "\("power".left(6))\(bar.text(power, limits: [discharge, charge])) "
            + "\(NumberText.fixed(power, 1).right(6)) of \(NumberText.fixed(limit, 1).right(6)) kW"
    }

    private var busLines: [String] {
        var table = Table(
            ["bus", "address", "state", "fr/s", "received", "lost", "err", "crc", "gap", "last"],
            rightAligned: [3, 4, 5, 6, 7, 8, 9]
        )
        let counters = [
            "frames_per_s", "received", "lost", "errors", "bad_checksums", "counter_gaps",
        ]
        for bus in state.buses.prefix(3) {
            table.add(ListTexts.row(of: bus, addressWidth: 14, counters: counters))
        }
        return table.lines
    }

    /// Active faults first, then what is missing, as many as there is room for.
    private func faultLines(_ space: Int) -> [String] {
        let faults = state.faults.map { fault in
            "! \(fault["name"]?.text ?? ""): \(fault["sentence"]?.text ?? "")"
        }
        let missing = state.missing.map { "- missing: \($0)" }
        let waiting = state.waiting.map { "- missing: \($0)" }
        let all = faults + waiting + (state.text("mode") == "control" ? missing : [])
        guard !all.isEmpty else { return ["no active faults"] }
        guard all.count > space, space > 0 else { return all }
        return all.prefix(space - 1) + ["  and \(all.count - space + 1) more"]
    }

    private var footer: String {
        let numbers =
            "cycle \(NumberText.fixed(state.number("cycle"), 0))   "
            + "overruns \(NumberText.fixed(state.number("counters", "overruns"), 0))   "
            + "violations \(NumberText.fixed(state.number("counters", "limit_violations"), 0))   "
            + "step \(NumberText.fixed(state.number("timing", "compute_us"), 0)) us"
        return numbers + hint.right(Self.width - numbers.count)
    }
}

extension WatchScreen {
    /// What draws the lines over what stood there before, without a flicker.
    public var drawing: String {
        var text = "\u{1B}[H"
        for (index, line) in lines.enumerated() {
            // Cleared to the end of each line; no line end after the last, or the screen rolls.
            text += Self.coloured(line) + "\u{1B}[K" + (index < Self.height - 1 ? "\r\n" : "")
        }
        return text
    }

    /// Switches to a screen of its own and hides the cursor.
    public static let begin = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
    /// Back to the screen that was.
    public static let end = "\u{1B}[?25h\u{1B}[?1049l"

    /// Faults in red, what is missing in yellow, the first line bold.
    private static func coloured(_ line: String) -> String {
        if line.hasPrefix("Axle ") { return "\u{1B}[1m\(line)\u{1B}[0m" }
        if line.hasPrefix("! ") { return "\u{1B}[31m\(line)\u{1B}[0m" }
        if line.hasPrefix("- missing") { return "\u{1B}[33m\(line)\u{1B}[0m" }
        return line
    }
}
