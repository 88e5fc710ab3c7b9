/// The units in which a file may write one kind of number.
struct Scale {
    /// What is measured, with its article: `a power`.
    let noun: String
    /// As written, and the SI value of one; ranges in messages use the first.
    let units: [(name: String, factor: Double)]

    /// Reads `1875 kg` as an SI value; nil where it is no finite number with one of the units.
    func value(of text: String) -> Double? {
        let digits = text.prefix { "+-.0123456789eE".contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), number.isFinite,
            let factor = units.first(where: { $0.name == unit })?.factor
        else { return nil }
        let value = number * factor
        return value.isFinite ? value : nil
    }

    /// A range in the first unit, as SI values.
    func inSI(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        range.lowerBound * units[0].factor...range.upperBound * units[0].factor
    }

    /// What is allowed, in words: `a power in kW or W from 0 to 2000 kW`.
    func describe(_ range: ClosedRange<Double>) -> String {
        let names = units.map(\.name).filter { !$0.isEmpty }
        let written = names.isEmpty ? "" : " in " + names.joined(separator: " or ")
        let unit = units[0].name.isEmpty ? "" : " " + units[0].name
        let lower = Self.short(range.lowerBound)
        return "\(noun)\(written) from \(lower) to \(Self.short(range.upperBound))\(unit)"
    }

    /// A number of the first unit as a file has it: `2 km/h`.
    func describe(_ number: Double) -> String {
        units[0].name.isEmpty ? Self.short(number) : Self.short(number) + " " + units[0].name
    }

    /// An SI value in the first unit, to a thousandth.
    func describe(rounded value: Double) -> String {
        describe((value / units[0].factor * 1000).rounded() / 1000)
    }

    /// A span as a file has it: `[2 km/h, 7 km/h]`.
    func describe(span: ClosedRange<Double>) -> String {
        "[\(describe(span.lowerBound)), \(describe(span.upperBound))]"
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}

extension Scale {
    static let mass = Scale(noun: "a mass", units: [("kg", 1)])
    static let length = Scale(noun: "a length", units: [("m", 1), ("mm", 0.001)])
    static let torque = Scale(noun: "a torque", units: [("Nm", 1)])
    static let torqueRate = Scale(noun: "a rate", units: [("Nm/s", 1)])
    static let torqueJerk = Scale(noun: "a change of rate", units: [("Nm/s2", 1)])
    static let power = Scale(noun: "a power", units: [("kW", 1000), ("W", 1)])
    static let powerRate = Scale(noun: "a rate", units: [("kW/s", 1000), ("W/s", 1)])
    static let voltage = Scale(noun: "a voltage", units: [("V", 1)])
    static let current = Scale(noun: "a current", units: [("A", 1)])
    static let temperature = Scale(noun: "a temperature", units: [("C", 1), ("°C", 1)])
    static let yawRate = Scale(
        noun: "a yaw rate",
        units: [("deg/s", .pi / 180), ("rad/s", 1)]
    )
    static let angle = Scale(noun: "an angle", units: [("deg", .pi / 180), ("rad", 1)])
    static let acceleration = Scale(noun: "an acceleration", units: [("m/s2", 1)])
    static let speed = Scale(noun: "a speed", units: [("km/h", 1 / 3.6), ("m/s", 1)])
    static let rotation = Scale(noun: "a speed", units: [("rpm", .pi / 30), ("rad/s", 1)])
    static let shaftAcceleration = Scale(noun: "an acceleration", units: [("rad/s2", 1)])
    static let time = Scale(noun: "a time", units: [("ms", 0.001), ("s", 1)])
    static let longTime = Scale(noun: "a time", units: [("s", 1), ("min", 60), ("h", 3600)])
    static let capacity = Scale(noun: "a capacity", units: [("Ah", 3600)])
    static let resistance = Scale(noun: "a resistance", units: [("mohm", 0.001), ("ohm", 1)])
    static let powerRateByVoltage = Scale(
        noun: "a rate",
        units: [("kW/s per V", 1000), ("W/s per V", 1)]
    )
    static let creepGain = Scale(
        noun: "a gain",
        units: [("Nm per km/h", 3.6), ("Nm s/m", 1)]
    )
    static let speedGain = Scale(noun: "a gain", units: [("Nm s/m", 1)])
    static let proportionalGain = Scale(noun: "a gain", units: [("Nm s/rad", 1)])
    static let integralGain = Scale(noun: "a gain", units: [("Nm/rad", 1)])
    static let corneringGain = Scale(noun: "a gain", units: [("s4/m2", 1)])
    static let pitchGain = Scale(noun: "a gain", units: [("s/rad", 1)])
    static let pitchGradient = Scale(noun: "a gradient", units: [("rad s2/m", 1)])
    static let frequency = Scale(noun: "a rate", units: [("1/s", 1)])
    static let hertz = Scale(noun: "a frequency", units: [("Hz", 1)])
    static let inertia = Scale(noun: "an inertia", units: [("kg m2", 1)])
    static let shaftSpeed = Scale(noun: "a speed", units: [("rad/s", 1), ("rpm", .pi / 30)])
    static let size = Scale(noun: "a size", units: [("MB", 1e6), ("GB", 1e9)])
    static let bitRate = Scale(
        noun: "a bit rate",
        units: [("kbit/s", 1000), ("Mbit/s", 1e6), ("bit/s", 1)]
    )
    static let share = Scale(noun: "a share", units: [("%", 0.01), ("", 1)])
    static let number = Scale(noun: "a number without unit", units: [("", 1)])
    static let copperLoss = Scale(noun: "a loss", units: [("W/Nm2", 1)])
    static let linearLoss = Scale(noun: "a loss", units: [("W s/rad", 1)])
    static let quadraticLoss = Scale(noun: "a loss", units: [("W s2/rad2", 1)])
}
