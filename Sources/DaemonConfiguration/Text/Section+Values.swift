import VehicleModel

// Values with a meaning, read from a section's texts.
extension Section {
    /// A number with its unit, as SI value; `range` is in the scale's first unit.
    func number(
        _ key: String,
        as pattern: String? = nil,
        _ scale: Scale,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Double {
        let bounds = scale.inSI(range)
        return value(
            key,
            as: pattern,
            allowed: scale.describe(range),
            fallback: fallback,
            instead: bounds.upperBound
        ) { text in
            scale.value(of: text).flatMap { bounds.contains($0) ? $0 : nil }
        }
    }

    func torque(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Torque {
        Torque(number(key, .torque, range, fallback: fallback))
    }

    func torqueRate(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> TorqueRate {
        TorqueRate(number(key, .torqueRate, range, fallback: fallback))
    }

    func power(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Power {
        Power(number(key, .power, range, fallback: fallback))
    }

    func speed(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Speed {
        Speed(number(key, .speed, range, fallback: fallback))
    }

    func rotation(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> RotationalSpeed {
        RotationalSpeed(number(key, .rotation, range, fallback: fallback))
    }

    func length(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Length {
        Length(number(key, .length, range, fallback: fallback))
    }

    func voltage(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Voltage {
        Voltage(number(key, .voltage, range, fallback: fallback))
    }

    func current(_ key: String, _ range: ClosedRange<Double>) -> Current {
        Current(number(key, .current, range))
    }

    func acceleration(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Acceleration {
        Acceleration(number(key, .acceleration, range, fallback: fallback))
    }

    func time(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String? = nil
    ) -> Duration {
        let seconds = number(key, .time, range, fallback: fallback)
        return .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    /// Two numbers `[LOWER, UPPER]` as SI values.
    func span(
        _ key: String,
        _ scale: Scale,
        _ range: ClosedRange<Double>,
        fallback: ClosedRange<Double>? = nil
    ) -> ClosedRange<Double> {
        let bounds = scale.inSI(range)
        let allowed = "[LOWER, UPPER], each \(scale.describe(range))"
        let problems = findings.problems.count
        let described = fallback.map(scale.describe(span:))
        guard let texts = list(key, 2...2, allowed: allowed, fallback: described) else {
            if let fallback { return scale.inSI(fallback) }
            reportMissing(key, allowed: allowed)
            return bounds
        }
        guard isSound(since: problems) else { return bounds }
        let values = texts.compactMap { scale.value(of: $0) }.filter { bounds.contains($0) }
        guard values.count == 2, values[0] < values[1] else {
            let found = texts.map(Self.shown).joined(separator: ", ")
            report(key, found: "`[\(found)]`", allowed: allowed)
            return bounds
        }
        return values[0]...values[1]
    }

    /// One of some words.
    func word<Value>(
        _ key: String,
        as pattern: String? = nil,
        _ words: [(String, Value)],
        fallback: String? = nil,
        instead: Value
    ) -> Value {
        let allowed = words.map(\.0).joined(separator: ", ")
        return value(key, as: pattern, allowed: allowed, fallback: fallback, instead: instead) {
            text in
            words.first { $0.0 == text }?.1
        }
    }

    /// Yes or no.
    func truth(_ key: String, fallback: String) -> Bool {
        value(key, allowed: "yes or no", fallback: fallback, instead: false, parse: Self.truth)
    }

    /// A whole number.
    func whole(_ key: String, _ range: ClosedRange<Int64>, fallback: String? = nil) -> Int64 {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return value(key, allowed: allowed, fallback: fallback, instead: range.lowerBound) { text in
            Self.whole(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A text of 1 to `most` characters in one line.
    func text(_ key: String, allowed: String, most: Int, fallback: String? = nil) -> String {
        value(key, allowed: allowed, fallback: fallback, instead: "") { text in
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control
            }
            return isPlain && text.count <= most ? text : nil
        }
    }

    /// Yes and no, as YAML's older and newer version write them.
    static func truth(_ text: String) -> Bool? {
        switch text {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }

    /// A whole number, decimal or with `0x` hexadecimal.
    static func whole(_ text: String) -> Int64? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let isNegative = digits.count < text.count
        let magnitude: Int64? =
            if digits.hasPrefix("0x") {
                isDigits(digits.dropFirst(2)) ? Int64(digits.dropFirst(2), radix: 16) : nil
            } else {
                isDigits(digits) ? Int64(digits) : nil
            }
        return magnitude.map { isNegative ? -$0 : $0 }
    }

    private static func isDigits(_ text: Substring) -> Bool {
        text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

// Relations between two keys, and values as messages say them.
extension Section {
    /// Reports `key` where its value is below that of `other`; `scale` says both.
    func checkNotBelow(
        _ key: String,
        _ value: Double,
        _ other: String,
        _ least: Double,
        _ scale: Scale
    ) {
        guard value < least else { return }
        report(
            key,
            found: scale.describe(rounded: value),
            allowed: "at least \(other), \(scale.describe(rounded: least))"
        )
    }

    /// Reports `key` where its value is not above that of `other`; `scale` says both.
    func checkAbove(
        _ key: String,
        _ value: Double,
        _ other: String,
        _ least: Double,
        _ scale: Scale
    ) {
        guard value <= least else { return }
        report(
            key,
            found: scale.describe(rounded: value),
            allowed: "more than \(other), \(scale.describe(rounded: least))"
        )
    }

    static func milliseconds(_ time: Duration) -> String {
        "\(rounded(time / .milliseconds(1))) ms"
    }

    static func percent(_ share: Double) -> String { "\(rounded(share * 100)) %" }

    private static func rounded(_ number: Double) -> String {
        String((number * 1000).rounded() / 1000)
    }
}
