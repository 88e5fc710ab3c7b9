/// The units that a database may use without a question.
enum Unit {
    /// Whether engineers know the unit; an empty one is none.
    static func isKnown(_ text: String) -> Bool {
        let unit = text.filter { $0 != " " }
        guard !unit.isEmpty, !known.contains(unit) else { return true }
        // Products and quotients: each part on its own, powers left out.
        let parts = unit.split { "/*·.()-".contains($0) }.map { part in
            var part = part
            while let last = part.last, "0123456789^²³".contains(last) { part.removeLast() }
            while let first = part.first, first.isASCII, first.isNumber { part.removeFirst() }
            return String(part)
        }
        return !parts.isEmpty && parts.allSatisfy { $0.isEmpty || isKnownPart($0) }
    }

    private static func isKnownPart(_ part: String) -> Bool {
        if known.contains(part) || known.contains(part.lowercased()) { return true }
        for prefix in prefixes where part.hasPrefix(prefix) {
            if prefixable.contains(String(part.dropFirst(prefix.count))) { return true }
        }
        return false
    }

    private static let prefixes = ["n", "µ", "μ", "u", "m", "c", "d", "h", "k", "M", "G", "T"]

    /// Units that take a prefix such as k or m.
    private static let prefixable: Set<String> = [
        "m", "g", "s", "A", "K", "mol", "cd", "Hz", "N", "Nm", "Pa", "J", "W", "Wh", "C", "V", "F",
        "Ohm", "ohm", "Ω", "S", "Wb", "T", "H", "lm", "lx", "l", "L", "bar", "eV", "Ah", "As", "VA",
        "var", "bit", "byte", "B", "Bit", "Byte", "rad", "sec", "t", "bps", "cal",
    ]

    private static let known: Set<String> = prefixable.union([
        // Time and angle
        "min", "h", "hr", "hrs", "hour", "hours", "d", "day", "days", "week", "weeks", "month",
        "months", "year", "years", "yr", "sec", "second", "seconds", "minute", "minutes", "deg",
        "°", "degree", "degrees", "'", "\"", "arcmin", "arcsec", "rev", "grad",
        // Speed and rotation
        "rpm", "1/min", "min-1", "U/min", "r/min", "kph", "kmh", "kmph", "mph", "mi/h", "kn",
        "knot", "knots", "fps", "mps", "g", "G", "gee",
        // Temperature
        "degC", "deg_C", "degF", "degK", "°C", "°F", "°K", "C", "F", "K", "Cel", "Celsius",
        "Fahrenheit", "celsius", "fahrenheit", "degreeC", "deg.C", "Deg", "DegC",
        // Length, area, volume, mass
        "mi", "mile", "miles", "ft", "feet", "in", "inch", "inches", "yd", "meter", "meters",
        "metre", "metres", "gal", "gallon", "gallons", "lb", "lbs", "oz", "ha", "sqm", "pixel",
        "pixels", "px", "gram", "litre", "liter", "litres", "liters",
        // Force, pressure, energy
        "lbf", "lbft", "ftlb", "psi", "Psi", "PSI", "atm", "mmHg", "inHg", "hp", "PS", "bhp", "Btu",
        "kgf", "Nm", "gids", "gid", "SOC", "SoC",
        // Electricity and light
        "volt", "volts", "Volt", "Volts", "amp", "amps", "Amp", "Amps", "ampere", "watt", "watts",
        "dB", "dBA", "dBm", "dBsm", "dBi", "decibel", "lux", "candela",
        // Ratios and counts
        "%", "percent", "Percent", "pct", "‰", "permille", "ppm", "ppb", "1", "-", "--", "count",
        "counts", "Count", "Counts", "cnt", "step", "steps", "pulse", "pulses", "revs", "times",
        "bool", "boolean", "flag", "enum", "index", "none", "None", "raw", "hex", "dec", "bin",
        "ASCII", "ascii", "BCD", "lambda", "Lambda", "pH", "AFR", "gear", "stage", "level",
        "status", "state", "code", "bits", "bytes", "Bits", "Bytes", "char", "ID", "id", "N/A",
        "n/a", "NA", "x", "unitless", "Unitless", "number", "Number", "LSB", "lsb", "baud", "Baud",
    ])
}
