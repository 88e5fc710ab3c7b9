import StateProtocol
import VehicleModel

/// The polarity check's torque as a client asks for it.
struct Commission {
    /// The axle that shall have it.
    var axle = Axle.front
    /// Nm of the motor, -10 to 10, positive forward.
    var torque = Torque.zero

    /// The greatest |torque| that is taken, Nm.
    private static let greatest = 10.0
    private static let axles = [Axle.front, .rear]

    /// No torque.
    init() {}

    /// What the control thread was asked.
    init(_ request: ControlRequest) {
        axle = request.axle
        torque = request.torque
    }

    /// Reads a request; both parameters must be there.
    init(_ request: RPCRequest) throws(RPCError) {
        let parameters = try Parameters(request, allowed: ["axle", "torque_Nm"])
        let names = Self.axles.map(\.wireName)
        let name = try parameters.neededChoice("axle", of: names)
        axle = name == Axle.rear.wireName ? .rear : .front
        torque = Torque(
            try parameters.neededNumber("torque_Nm", in: -Self.greatest...Self.greatest)
        )
    }

    /// What was asked for, as the answer and the log tell it.
    var json: JSONValue {
        ["axle": .string(axle.wireName), "torque_Nm": .rounded(torque.rawValue)]
    }

    /// The refusal outside the bench state.
    static let benchNeeded = RPCError(
        RPCError.benchNeeded,
        "no torque for the check: the bench state is not in force; turn the bench's key "
            + "(signals.bench_key of the vehicle's file) while motors and vehicle stand"
    )

    /// The refusal while something turns.
    static let motorsTurn = RPCError(
        RPCError.motorsTurn,
        "no torque for the check: a motor turns, or its speed is not known; it begins with both "
            + "below 50 rpm"
    )

    /// The refusal for an axle without a motor.
    static let motorMissing = RPCError(
        RPCError.motorMissing,
        "no torque for the check: that axle has no motor (axles of the vehicle's file)"
    )
}
