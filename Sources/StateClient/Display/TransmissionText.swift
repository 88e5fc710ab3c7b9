public import StateProtocol

/// What became of the guardian's frames, in words.
public enum TransmissionText {
    /// A line and perhaps a warning for each axle that was sent something, or should have been.
    public static func lines(_ transmission: JSONValue?) -> [String] {
        ["front", "rear"].flatMap { axle in
            lines(of: axle, transmission?[axle])
        }
    }

    private static func lines(of axle: String, _ counts: JSONValue?) -> [String] {
        guard let counts, number("queued") > 0 || number("dropped") > 0 else { return [] }
        var text =
            "guardian to \(axle): sent \(count("queued")), on the wire \(count("confirmed")), "
            + "unconfirmed \(count("unconfirmed")), dropped \(count("dropped"))"
        if let newest = counts["newest_echo_us"]?.double,
            let greatest = counts["greatest_echo_us"]?.double
        {
            text +=
                "; torque is on the wire after \(milliseconds(newest)) ms, at most "
                + "\(milliseconds(greatest)) ms"
        }
        let warning = counts["warning"]?.text.map { "warning: guardian to \(axle): \($0)" }
        return [text] + [warning].compactMap { $0 }

        func number(_ name: String) -> Double { counts[name]?.double ?? 0 }
        func count(_ name: String) -> String { NumberText.short(counts[name]?.double) }
        func milliseconds(_ time: Double) -> String { NumberText.fixed(time / 1_000, 3) }
    }
}
