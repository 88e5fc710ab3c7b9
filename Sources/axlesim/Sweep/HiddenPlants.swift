/// Draws plants that differ from what the controller was told.
struct HiddenPlants {
    private var state: UInt64

    /// The losses of all drive units.
    private let losses: [String]
    /// The battery's resistances.
    private let resistances: [String]
    /// Where an inverter's delay and lag stand.
    private let inverters: [String]

    /// The greatest sum of delay and lag, of the inverters' torque and of the battery's report
    /// each, s.
    static let greatestLag = 0.1

    /// The plants of a seed; `has` tells which keys the plant file has.
    init(seed: UInt64, has: (String) -> Bool) {
        state = seed
        let places = ["", "axles.front.", "axles.rear."]
        let terms = ["copper", "field_weakening", "constant", "linear", "quadratic"]
        losses = places.flatMap { place in terms.map { "\(place)motor_losses.\($0)" } }.filter(has)
        inverters = places.map { "\($0)inverter" }.filter { has("\($0).torque_lag") }
        resistances = ["series", "polarisation", "slow_polarisation"]
            .map { "battery.\($0)_resistance" }.filter(has)
    }

    /// The next plant: all losses by one factor of 0.7 to 1.3, all resistances by one of 0.5 to
    /// 1.5.
    mutating func next() -> [KeySetting] {
        let loss = 0.7 + 0.6 * fraction()
        let resistance = 0.5 + fraction()
        var settings = losses.map { setting($0, factor: loss) }
        settings += resistances.map { setting($0, factor: resistance) }
        let inverter = split(Self.greatestLag * fraction())
        for place in inverters {
            settings.append(setting("\(place).transport_delay", seconds: inverter.delay))
            settings.append(setting("\(place).torque_lag", seconds: inverter.lag))
        }
        let report = split(Self.greatestLag * fraction())
        settings.append(setting("battery.current_report_delay", seconds: report.delay))
        settings.append(setting("battery.current_report_lag", seconds: report.lag))
        return settings
    }

    private mutating func split(_ time: Double) -> (delay: Double, lag: Double) {
        let delay = time * fraction()
        return (delay, time - delay)
    }

    private func setting(_ key: String, factor: Double) -> KeySetting {
        KeySetting(key: key, value: .factor(rounded(factor)))
    }

    private func setting(_ key: String, seconds: Double) -> KeySetting {
        KeySetting(key: key, value: .text("\(rounded(seconds * 1000)) ms"))
    }

    /// The next number from 0 to below 1 (SplitMix64).
    private mutating func fraction() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) / Double(UInt64(1) << 53)
    }
}
