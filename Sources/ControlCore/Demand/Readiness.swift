public import VehicleModel

/// Which of the inputs that forbid torque the vehicle has.
///
/// One that it has and that is unknown forbids torque as well.
public struct ReadinessParameters: Sendable, BitwiseCopyable {
    /// The charging plug is reported.
    public var hasChargePlug: Bool
    /// A crash is reported.
    public var hasCrash: Bool
    /// An isolation fault is reported.
    public var hasIsolation: Bool

    /// Puts the parts together.
    public init(hasChargePlug: Bool = false, hasCrash: Bool = false, hasIsolation: Bool = false) {
        self.hasChargePlug = hasChargePlug
        self.hasCrash = hasCrash
        self.hasIsolation = hasIsolation
    }
}

/// Why no torque may leave.
public enum TorqueHindrance: UInt8, Sendable, BitwiseCopyable {
    /// A crash was detected, or that is unknown.
    case crash
    /// The isolation is bad, or that is unknown.
    case isolation
    /// A charging plug is in, or that is unknown.
    case chargePlug
    /// The relay is not permitted or no inverter is ready.
    case highVoltage
    /// READY waits for the released pedal.
    case pedal
    /// The gear is park or neutral.
    case gear
}

/// Stage S1: whether torque may be other than zero.
///
/// READY is latched once with the pedal below 2 %, and lost with the high voltage, a plug, a crash or
/// an isolation fault; park and neutral forbid torque and keep it.
public struct Readiness: Sendable, BitwiseCopyable {
    /// Whether READY is latched.
    public private(set) var isReady = false

    /// Below this the pedal counts as released: 2 %.
    private static let pedalReleased = 0.02

    /// Not ready.
    public init() {}

    /// The first reason against torque in `gear`; nil where torque may leave.
    public mutating func step(
        _ inputs: ConditionedInputs,
        gear: Gear,
        with parameters: ReadinessParameters
    ) -> TorqueHindrance? {
        if let hindrance = hindrance(inputs, with: parameters) {
            isReady = false
            return hindrance
        }
        if !isReady {
            guard let pedal = inputs.pedal, pedal < Self.pedalReleased else { return .pedal }
            isReady = true
        }
        return gear.direction == 0 ? .gear : nil
    }

    /// The relay stays what it was while that is unknown: its limits age meanwhile.
    private func hindrance(
        _ inputs: ConditionedInputs,
        with parameters: ReadinessParameters
    ) -> TorqueHindrance? {
        if inputs.hasCrashed ?? parameters.hasCrash { return .crash }
        if inputs.hasIsolationFault ?? parameters.hasIsolation { return .isolation }
        if inputs.isChargePlugged ?? parameters.hasChargePlug { return .chargePlug }
        let isAnyInverterReady =
            inputs.isInverterReady.front == true || inputs.isInverterReady.rear == true
        let isRelayPermitted = inputs.isRelayPermitted ?? isReady
        return isRelayPermitted && isAnyInverterReady ? nil : .highVoltage
    }
}
