/// A unit as files write it.
struct FileUnit: Equatable {
    /// What is measured; units of one dimension can stand for each other.
    enum Dimension {
        case ratio, time, mass, length, area, density, torque, power, energy, charge
        case rotation, speed, acceleration, voltage, current, resistance, inertia, damping
        case copperLoss, linearLoss, quadraticLoss
        case angle, yawRate, jerk, gradient, frequency, temperature, heatCapacity, conductance
        case rotaryStiffness, rotaryDamping
    }

    /// As written; empty for a plain number.
    let name: String
    /// What it measures.
    let dimension: Dimension
    /// The SI value of one.
    let factor: Double

    private init(_ name: String, _ dimension: Dimension, _ factor: Double = 1) {
        self.name = name
        self.dimension = dimension
        self.factor = factor
    }

    static let one = FileUnit("", .ratio)
    static let percent = FileUnit("%", .ratio, 0.01)
    static let second = FileUnit("s", .time)
    static let millisecond = FileUnit("ms", .time, 0.001)
    static let kilogram = FileUnit("kg", .mass)
    static let metre = FileUnit("m", .length)
    static let millimetre = FileUnit("mm", .length, 0.001)
    static let squareMetre = FileUnit("m2", .area)
    static let density = FileUnit("kg/m3", .density)
    static let newtonMetre = FileUnit("Nm", .torque)
    static let watt = FileUnit("W", .power)
    static let kilowatt = FileUnit("kW", .power, 1000)
    static let kilowattHour = FileUnit("kWh", .energy, 3_600_000)
    static let kilojoule = FileUnit("kJ", .energy, 1000)
    static let wattHour = FileUnit("Wh", .energy, 3600)
    static let ampereHour = FileUnit("Ah", .charge)
    static let revolution = FileUnit("rpm", .rotation, .pi / 30)
    static let radian = FileUnit("rad/s", .rotation)
    static let kilometrePerHour = FileUnit("km/h", .speed, 1 / 3.6)
    static let metrePerSecond = FileUnit("m/s", .speed)
    static let metrePerSecondSquared = FileUnit("m/s2", .acceleration)
    static let volt = FileUnit("V", .voltage)
    static let ampere = FileUnit("A", .current)
    static let ohm = FileUnit("ohm", .resistance)
    static let milliohm = FileUnit("mohm", .resistance, 0.001)
    static let inertia = FileUnit("kg m2", .inertia)
    static let damping = FileUnit("N s/m", .damping)
    static let copperLoss = FileUnit("W/Nm2", .copperLoss)
    static let linearLoss = FileUnit("W s/rad", .linearLoss)
    static let quadraticLoss = FileUnit("W s2/rad2", .quadraticLoss)
    static let degree = FileUnit("deg", .angle, .pi / 180)
    static let degreePerSecond = FileUnit("deg/s", .yawRate, .pi / 180)
    static let jerk = FileUnit("m/s3", .jerk)
    static let pitchGradient = FileUnit("rad s2/m", .gradient)
    static let degreePerGravity = FileUnit("deg/g", .gradient, .pi / 180 / 9.80665)
    static let hertz = FileUnit("Hz", .frequency)
    static let celsius = FileUnit("C", .temperature)
    static let heatCapacity = FileUnit("kJ/K", .heatCapacity, 1000)
    static let conductance = FileUnit("W/K", .conductance)
    static let rotaryStiffness = FileUnit("Nm/rad", .rotaryStiffness)
    static let rotaryDamping = FileUnit("Nm s/rad", .rotaryDamping)

    /// Every unit that a file may use.
    static let all: [FileUnit] = [
        one, percent, second, millisecond, kilogram, metre, millimetre, squareMetre, density,
        newtonMetre, watt, kilowatt, kilowattHour, kilojoule, ampereHour, revolution, radian,
        kilometrePerHour, metrePerSecond, metrePerSecondSquared, volt, ampere, ohm, milliohm,
        inertia, damping, copperLoss, linearLoss, quadraticLoss, wattHour, degree, degreePerSecond,
        jerk, pitchGradient, degreePerGravity, hertz, celsius, heatCapacity, conductance,
        rotaryStiffness, rotaryDamping,
    ]

    /// Reads `1875 kg` as an SI value; nil where it is no finite number with a unit like this one.
    ///
    /// A plain number never stands for a number with a unit, nor the other way round.
    func value(of text: String) -> Double? {
        guard
            let (number, unit) = Self.parts(of: text),
            let written = Self.all.first(where: { $0.name == unit }),
            written.dimension == dimension
        else { return nil }
        return number * written.factor
    }

    /// Takes `1875 kg` apart; nil where it does not begin with a finite number.
    static func parts(of text: String) -> (number: Double, unit: Substring)? {
        let digits = text.prefix { $0.isNumber || "+-.eE".contains($0) }
        guard let number = Double(digits), number.isFinite else { return nil }
        return (number, text.dropFirst(digits.count).drop { $0 == " " })
    }

    /// An SI value in this unit, to a thousandth, as files write it.
    func text(_ value: Double) -> String {
        let number = rounded(value / factor)
        let digits = number == number.rounded() ? "\(Int(number))" : "\(number)"
        return name.isEmpty ? digits : "\(digits) \(name)"
    }

    /// A range of values of this unit, in words.
    func describe(_ range: ClosedRange<Double>) -> String {
        "\(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
            + (name.isEmpty ? "" : " " + name)
    }

    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
