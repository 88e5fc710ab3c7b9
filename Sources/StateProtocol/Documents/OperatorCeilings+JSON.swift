public import VehicleModel

extension OperatorCeilings {
    /// The object on the wire; null for no ceiling.
    public var json: JSONValue {
        [
            "torque_Nm": .rounded(torque?.rawValue ?? .nan),
            "discharge_kW": .rounded(discharge?.kilowatts ?? .nan),
            "charge_kW": .rounded(charge?.kilowatts ?? .nan),
            "speed_kmh": .rounded(speed?.kilometresPerHour ?? .nan),
        ]
    }
}
