public import StateProtocol

/// The lists that commands print.
public enum ListTexts {
    /// Signal values: name, value, unit, label, quality and age.
    public static func values(_ values: [JSONValue]) -> [String] {
        var table = Table(rightAligned: [1, 5])
        for value in values {
            table.add([
                value["name"]?.text ?? "",
                number(value["value"]),
                value["unit"]?.text ?? "",
                value["label"]?.text ?? "",
                value["quality"]?.text ?? "",
                NumberText.age(milliseconds: value["age_ms"]?.double),
            ])
        }
        return table.lines
    }

    /// One line a value of an update: time, name, value, unit and quality where it is not valid.
    public static func update(_ update: JSONValue) -> [String] {
        (update["values"]?.elements ?? []).map { value in
            let time = NumberText.fixed(value["t"]?.double ?? update["time"]?.double, 6)
            var words = ["(\(time))", value["name"]?.text ?? "", number(value["value"])]
            if let unit = value["unit"]?.text, !unit.isEmpty { words.append(unit) }
            if let label = value["label"]?.text { words.append("\"\(label)\"") }
            if let quality = value["quality"]?.text, quality != "valid" { words.append(quality) }
            return words.joined(separator: " ")
        }
    }

    /// Database files: path, buses, and how much is in them.
    public static func databases(_ files: [JSONValue]) -> [String] {
        var table = Table(
            ["file", "buses", "messages", "signals", "warnings"],
            rightAligned: [2, 3, 4]
        )
        for file in files {
            let buses = file["buses"]?.elements.compactMap(\.text) ?? []
            table.add([
                file["file"]?.text ?? "", buses.joined(separator: ", "),
                number(file["messages"]), number(file["signals"]), number(file["warnings"]),
            ])
        }
        return table.lines
    }

    /// Known signals: name, unit, range, labels or comment.
    public static func signals(_ signals: [JSONValue]) -> [String] {
        var table = Table(["signal", "unit", "range", "meaning"])
        for signal in signals {
            let labels = signal["labels"]?.members ?? []
            let meaning =
                labels.isEmpty
                ? signal["comment"]?.text ?? ""
                : labels.map { "\($0.name) \($0.value.text ?? "")" }.joined(separator: ", ")
            table.add([
                signal["name"]?.text ?? "", signal["unit"]?.text ?? "", range(signal),
                meaning.cut(100),
            ])
        }
        return table.lines
    }

    private static func range(_ signal: JSONValue) -> String {
        guard let minimum = signal["minimum"]?.double, let maximum = signal["maximum"]?.double
        else { return "" }
        return "\(NumberText.short(minimum)) to \(NumberText.short(maximum))"
    }

    /// Buses with their counters; below, what a user should know.
    public static func buses(_ buses: [JSONValue]) -> [String] {
        var table = Table(
            [
                "bus", "address", "state", "frames/s", "received", "lost", "dropped", "errors",
                "bad crc", "gaps", "last",
            ],
            rightAligned: [3, 4, 5, 6, 7, 8, 9, 10]
        )
        for bus in buses { table.add(row(of: bus, counters: counters)) }
        let warnings = buses.compactMap { bus -> String? in
            bus["warning"]?.text.map { "warning: \(bus["name"]?.text ?? ""): \($0)" }
        }
        let controllers = buses.compactMap { bus in
            ControllerText.line(of: bus).map {
                "\(bus["name"]?.text ?? ""): \($0)"
            }
        }
        let troubles = buses.flatMap { bus in
            ControllerText.troubles(of: bus).map { "warning: \(bus["name"]?.text ?? ""): \($0)" }
        }
        return table.lines + controllers + troubles + warnings
    }

    private static let counters = [
        "frames_per_s", "received", "lost", "interface_dropped", "errors", "bad_checksums",
        "counter_gaps",
    ]

    /// The cells of one bus.
    static func row(
        of bus: JSONValue,
        addressWidth: Int = .max,
        counters: [String]
    ) -> [String] {
        [
            bus["name"]?.text ?? "", (bus["address"]?.text ?? "").cut(addressWidth),
            bus["state"]?.text ?? "",
        ] + counters.map { number(bus[$0]) } + [
            NumberText.age(milliseconds: bus["last_frame_age_ms"]?.double)
        ]
    }

    /// A value as it is printed: a number with at most six decimals, or the text that it is.
    static func number(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): NumberText.short(number)
        case nil, .null, .bool, .array, .object: NumberText.none
        }
    }
}
