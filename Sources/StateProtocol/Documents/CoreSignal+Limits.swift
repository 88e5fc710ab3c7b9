import VehicleModel

// What limits, and how far away each limit is.
extension CoreSignal {
    static let limitSignals: [CoreSignal] =
        [
            CoreSignal(
                "ladder",
                "",
                "the step of the degradation ladder",
                labels: LadderLevel.allCases.map(\.wireName)
            ) { Double($0.ladder.rawValue) },
            CoreSignal("reference_speed_kmh", "km/h", "speed over ground, estimated") {
                $0.referenceSpeed.kilometresPerHour
            },
            CoreSignal("power_trim_kW", "kW", "what feedback takes off the discharge limit") {
                $0.powerTrim.kilowatts
            },
            CoreSignal(
                "shadow_price_Nm_per_kW",
                "Nm/kW",
                "torque that one kilowatt more would give"
            ) {
                $0.shadowPrice * 1000
            },
            CoreSignal("regeneration_shortfall_Nm", "Nm", "regeneration left to the brakes") {
                $0.regenerationShortfall.rawValue
            },
            CoreSignal("charge_forecast_kW", "kW", "the charge limit expected in 0.5 s") {
                $0.chargeForecast.kilowatts
            },
            CoreSignal("ceiling.torque_Nm", "Nm", "the operator's ceiling on each motor's torque") {
                $0.ceilings.torque?.rawValue ?? .nan
            },
            CoreSignal("ceiling.discharge_kW", "kW", "the operator's on power out of the battery") {
                $0.ceilings.discharge?.kilowatts ?? .nan
            },
            CoreSignal("ceiling.charge_kW", "kW", "the operator's on power into the battery") {
                $0.ceilings.charge?.kilowatts ?? .nan
            },
            CoreSignal("ceiling.vehicle_speed_kmh", "km/h", "the operator's on vehicle speed") {
                $0.ceilings.speed?.kilometresPerHour ?? .nan
            },
            CoreSignal(
                "discharge_binding",
                "",
                "which limit on power out of the battery is the least",
                labels: PowerLimit.allCases.map(\.wireName)
            ) { Double($0.dischargeLimits.binding.rawValue) },
            CoreSignal(
                "charge_binding",
                "",
                "which limit on power into the battery is the least",
                labels: PowerLimit.allCases.map(\.wireName)
            ) { Double($0.chargeLimits.binding.rawValue) },
        ]
        + PowerLimit.allCases.map { limit in
            CoreSignal(
                "discharge.\(limit.wireName)_kW",
                "kW",
                "the \(limit.wireName) limit on power out of the battery"
            ) { $0.dischargeLimits[limit].kilowatts }
        }
        + PowerLimit.allCases.map { limit in
            CoreSignal(
                "charge.\(limit.wireName)_kW",
                "kW",
                "the \(limit.wireName) limit on power into the battery"
            ) { $0.chargeLimits[limit].kilowatts }
        }

    static func marginSignals(of axle: Axle) -> [CoreSignal] {
        let name = axle.wireName
        let own = [
            CoreSignal("\(name).greatest_Nm", "Nm", "the most the \(name) axle may have now") {
                $0.axles[axle].greatestTorque.rawValue
            },
            CoreSignal("\(name).slip_kmh", "km/h", "\(name) wheels over ground, positive forward") {
                $0.axles[axle].slip.kilometresPerHour
            },
        ]
        // What only says yes or no has no distance.
        let limits = BindingLimit.allCases.filter { $0 != .none && $0 != .notFinite }
        return own
            + limits.map { limit in
                CoreSignal(
                    "\(name).margin.\(limit.wireName)_Nm",
                    "Nm",
                    "from the \(name) torque given to the \(limit.wireName) limit"
                ) { $0.axles[axle].margins[Int(limit.rawValue)].rawValue }
            }
    }
}
