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
    func number(_ text: String) -> Int? {
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let digits = trimmed.first, let number = Double(digits), number.isFinite else {
            return nil
        }
        let unit = trimmed.dropFirst().joined(separator: " ")
        guard let factor = names.first(where: { $0.name == unit })?.factor else { return nil }
        let scaled = (number * factor).rounded()
        guard abs(scaled) < 1e15, abs(number * factor - scaled) < 1e-6 else { return nil }
        return Int(scaled)
    }
}
