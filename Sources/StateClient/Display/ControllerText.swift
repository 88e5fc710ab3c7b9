public import StateProtocol

/// A bus's CAN controller in words.
public enum ControllerText {
    /// One line; nil where there is no controller.
    public static func line(of bus: JSONValue) -> String? {
        guard let controller = bus["controller"], let state = controller["state"]?.text else {
            return nil
        }
        var parts = ["controller \(state)", speed(controller)]
        if let load = bus["load"]?.double {
            parts.append("load at least \(NumberText.short(load * 100)) %")
        }
        if let transmit = controller["transmit_errors"]?.double,
            let receive = controller["receive_errors"]?.double
        {
            let counters = [transmit, receive].map(NumberText.short)
            parts.append("error counters \(counters[0]) transmit, \(counters[1]) receive")
        }
        parts += modes("", controller["modes"])
        switch bus["stamps"]?.text {
        case "hardware": parts.append("stamped by the adapter")
        case "software": parts.append("stamped by the kernel")
        default: break
        }
        let delay = controller["restart_ms"]?.double ?? 0
        parts.append(
            delay == 0
                ? "no kernel restart after bus-off"
                : "kernel restart \(NumberText.short(delay)) ms after bus-off"
        )
        for (name, text) in counts {
            if let count = controller[name]?.double, count > 0 {
                let times = count == 1 ? "time" : "times"
                parts.append("\(text) \(NumberText.short(count)) \(times)")
            }
        }
        parts += modes("can ", controller["possible_modes"])
        return parts.joined(separator: "; ")
    }

    /// What went wrong in keeping an adapter as the configuration asks.
    static func troubles(of bus: JSONValue) -> [String] {
        let address = bus["address"]?.text ?? ""
        var troubles: [String] = []
        if let reason = bus["setup"]?["reason"]?.text {
            troubles.append("\(address) is not as configured: \(reason)")
        }
        if let reason = bus["recovery"]?["reason"]?.text {
            troubles.append("\(address) was not restarted after bus-off: \(reason)")
        }
        if bus["recovery"]?["given_up"]?.bool == true {
            let count = NumberText.short(bus["recovery"]?["in_a_row"]?.double)
            troubles.append(
                "\(address) stays in bus-off after \(count) restarts in a row; look for the cause, then set it down "
                    + "and up"
            )
        }
        return troubles
    }

    private static let counts = [
        ("error_warning_times", "error-warning"), ("error_passive_times", "error-passive"),
        ("bus_off_times", "bus-off"), ("restarts", "restarted"),
    ]

    private static func speed(_ controller: JSONValue) -> String {
        guard let bitrate = controller["bitrate"]?.double else { return "no bit rate set" }
        var text = "\(NumberText.short(bitrate / 1_000)) kbit/s"
        if let data = controller["data_bitrate"]?.double {
            text += ", data \(NumberText.short(data / 1_000)) kbit/s"
        }
        if let point = controller["sample_point"]?.double {
            text += ", sample point \(NumberText.short(point * 100)) %"
        }
        return text
    }

    private static func modes(_ prefix: String, _ list: JSONValue?) -> [String] {
        let names = (list?.elements ?? []).compactMap(\.text)
        return names.isEmpty ? [] : [prefix + names.joined(separator: ", ")]
    }
}
