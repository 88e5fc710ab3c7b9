import StateProtocol
import VehicleModel

/// The ceilings that a client sets and lifts.
enum CeilingReading {
    /// How the ceilings change: what is not given stays, null lifts.
    static func change(in request: RPCRequest) throws(RPCError) -> OperatorCeilings {
        let names = ["torque_Nm", "discharge_kW", "charge_kW", "speed_kmh"]
        let parameters = try Parameters(request, allowed: names)
        var change = OperatorCeilings()
        change.torque = try parameters.ceiling("torque_Nm", upTo: 2_000).map { Torque($0) }
        change.discharge = try parameters.ceiling("discharge_kW", upTo: 1_000)
            .map { Power(kilowatts: $0) }
        change.charge = try parameters.ceiling("charge_kW", upTo: 1_000)
            .map { Power(kilowatts: $0) }
        change.speed = try parameters.ceiling("speed_kmh", upTo: 500)
            .map { Speed(kilometresPerHour: $0) }
        return change
    }
}
