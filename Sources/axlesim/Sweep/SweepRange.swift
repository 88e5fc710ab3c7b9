import Foundation

/// One `--set` of a sweep: a key with the values that it takes, one or more.
struct SweepRange: Equatable {
    /// The values, in order.
    let settings: [KeySetting]

    /// The most values of one key.
    static let greatestCount = 1000

    /// Reads `KEY=FROM..TO/STEPS`, as `battery.discharge_limit=60..250 kW/20` or
    /// `motor_losses.copper=x0.7..x1.3/7`; anything else is one value.
    init(parsing text: String) throws(FileError) {
        let one = try KeySetting(parsing: text)
        guard case .text(let value) = one.value, let dots = value.firstRange(of: "..") else {
            settings = [one]
            return
        }
        guard
            let slash = value.lastIndex(of: "/"),
            let count = Int(value[value.index(after: slash)...].drop { $0 == " " }),
            (2...Self.greatestCount).contains(count), dots.upperBound <= slash
        else {
            throw Self.problem(
                one.key,
                value,
                "FROM..TO/STEPS with 2 to \(Self.greatestCount) steps"
            )
        }
        let from = String(value[..<dots.lowerBound])
        let to = String(value[dots.upperBound..<slash])
        let isFactor = from.hasPrefix("x")
        guard
            let first = FileUnit.parts(of: Self.bare(from)),
            let last = FileUnit.parts(of: Self.bare(to)),
            first.unit.isEmpty || first.unit == last.unit, !isFactor || last.unit.isEmpty,
            isFactor || !to.hasPrefix("x")
        else {
            throw Self.problem(one.key, value, "FROM..TO/STEPS with one unit, as 60..250 kW/20")
        }
        let unit = last.unit
        settings = (0..<count).map { index in
            let part = Double(index) / Double(count - 1)
            let number = first.number + part * (last.number - first.number)
            // Twelve digits, or a tenth of a unit would show the binary fraction.
            let short = Double(String(format: "%.12g", number)) ?? number
            let text = unit.isEmpty ? "\(short)" : "\(short) \(unit)"
            return KeySetting(key: one.key, value: isFactor ? .factor(short) : .text(text))
        }
    }

    /// Every combination of the ranges' values; the last range runs fastest.
    static func grid(_ ranges: [SweepRange]) -> [[KeySetting]] {
        ranges.reduce([[]]) { points, range in
            points.flatMap { point in range.settings.map { point + [$0] } }
        }
    }

    /// A number as it is written, without the `x` of a factor.
    private static func bare(_ text: String) -> String {
        let text = text.drop { $0 == " " }
        return String(text.first == "x" ? text.dropFirst() : text)
    }

    private static func problem(_ key: String, _ found: String, _ allowed: String) -> FileError {
        FileError(
            file: KeySetting.place,
            line: nil,
            key: key,
            problem: "found \(found), allowed \(allowed)"
        )
    }
}
