/// A unit a number in the file carries, and how many of the monitor's own units it is.
struct Unit {
    /// How it is written, the first form in messages.
    let names: [(name: String, factor: Double)]

    /// Whole nanoseconds.
    static let time = Unit(names: [("ms", 1e6), ("s", 1e9), ("us", 1e3)])
    /// Counts of 0.25 Nm.
    static let torque = Unit(names: [("Nm", 4)])
    /// Counts of 0.25 Nm a second.
    static let torqueRate = Unit(names: [("Nm/s", 4)])
    /// Revolutions a minute.
    static let speed = Unit(names: [("rpm", 1)])
    /// Watts.
    static let power = Unit(names: [("W", 1), ("kW", 1000)])
    /// Milliwatts per Nm squared.
    static let copperLoss = Unit(names: [("W/Nm2", 1000)])
    /// Tenths of a percent.
    static let part = Unit(names: [("%", 10)])
    /// Millivolts.
    static let voltage = Unit(names: [("V", 1000)])
    /// Milliamperes.
    static let current = Unit(names: [("A", 1000)])
    /// Millimetres a second squared.
    static let acceleration = Unit(names: [("m/s2", 1000)])
    /// Millimetres a second squared that 1 Nm makes.
    static let accelerationPerTorque = Unit(names: [("m/s2/Nm", 1000)])
    /// Tenths of a percent of the load that 1 m/s2 moves.
    static let loadTransfer = Unit(names: [("%/(m/s2)", 10)])
    /// A number alone.
    static let none = Unit(names: [("", 1)])

    /// A number in the monitor's units as the file writes it.
    func text(_ number: Int) -> String {
        let first = names[0]
        let value = Double(number) / first.factor
        let digits = value == value.rounded() ? String(Int(value)) : String(value)
        return first.name.isEmpty ? digits : digits + " " + first.name
    }

    /// Reads `20 ms`; nil where it is no number with this unit, or no whole monitor's unit.
    func number(_ text: String) -> Int? { scaled(text, by: 1) }

    /// Reads `0.0005 m/s2` as a fraction of monitor's units; nil where it is none to four digits.
    func fraction(_ text: String) -> (numerator: Int, denominator: Int)? {
        for denominator in [1, 10, 100, 1000, 10_000] {
            if let number = scaled(text, by: Double(denominator)) { return (number, denominator) }
        }
        return nil
    }

    private func scaled(_ text: String, by more: Double) -> Int? {
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let digits = trimmed.first, let number = Double(digits), number.isFinite else {
            return nil
        }
        let unit = trimmed.dropFirst().joined(separator: " ")
        guard let factor = names.first(where: { $0.name == unit })?.factor else { return nil }
        let exact = number * factor * more
        guard abs(exact) < 1e15, abs(exact - exact.rounded()) < 1e-6 else { return nil }
        return Int(exact.rounded())
    }
}
