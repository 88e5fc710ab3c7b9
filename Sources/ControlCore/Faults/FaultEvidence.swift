public import VehicleModel

/// What fault detection takes beside conditioned inputs and surroundings.
public struct FaultEvidence: Sendable, BitwiseCopyable {
    /// When the pedal's newest sound values arrived, the older of the two; nil where there are none.
    public var pedalArrival: Instant?
    /// When each inverter's newest sound values arrived; nil where there are none.
    public var inverterArrivals = AxlePair<Instant?>(both: nil)
    /// When the battery's newest sound limits arrived; nil where there are none.
    public var batteryArrival: Instant?
    /// Both pedal sensors' newest values are out of range or not available.
    public var arePedalsInvalid = false
    /// A needed value is out of range or not available.
    public var hasInvalidValue = false
    /// The battery's discharge limit in force, W.
    public var dischargeLimit = Power.zero
    /// The mode is control.
    public var isControlling = false
    /// An arming is in force or on its way out.
    public var isArmed = false
    /// Torque that was really sent in the cycle before, Nm.
    public var given = AxlePair<Torque>(both: .zero)
    /// Power that was predicted for it, W; NaN where it was not.
    public var predictedPower = Power(.nan)
    /// A request was left out because its lease had run out.
    public var hasExpiredRequest = false

    /// Nothing known.
    public init() {}

    /// What the newest samples tell.
    init(_ reader: InputReader) {
        pedalArrival = Self.older(
            Self.arrival(.pedalA, reader),
            Self.arrival(.pedalB, reader)
        )
        inverterArrivals.front = Self.older(
            Self.arrival(.frontMotorSpeed, reader),
            Self.arrival(.frontInverterReady, reader)
        )
        inverterArrivals.rear = Self.older(
            Self.arrival(.rearMotorSpeed, reader),
            Self.arrival(.rearInverterReady, reader)
        )
        batteryArrival = Self.older(
            Self.arrival(.dischargeLimit, reader),
            Self.arrival(.chargeLimit, reader)
        )
        let isFirstBad = Self.isInvalid(.pedalA, reader)
        let isSecondBad = Self.isInvalid(.pedalB, reader)
        arePedalsInvalid = isFirstBad && isSecondBad
        hasInvalidValue =
            isFirstBad || isSecondBad || Self.isInvalid(.brakePressed, reader)
            || Self.isInvalid(.gearSelector, reader)
            || Self.isInvalid(.frontMotorSpeed, reader)
            || Self.isInvalid(.rearMotorSpeed, reader)
            || Self.isInvalid(.dischargeLimit, reader)
            || Self.isInvalid(.chargeLimit, reader)
    }

    /// Nil where either is.
    private static func older(_ first: Instant?, _ second: Instant?) -> Instant? {
        guard let first, let second else { return nil }
        return min(first, second)
    }

    /// When a value came that is sound, however old it is by now.
    private static func arrival(
        _ quantity: InputQuantity,
        _ reader: InputReader
    ) -> Instant? {
        let sample = reader.sample(quantity)
        return reader.rule(quantity).judge(sample, at: sample.arrival) == .valid
            ? sample.arrival : nil
    }

    /// Whether what came cannot be used; never having come, or being old, is another matter.
    private static func isInvalid(
        _ quantity: InputQuantity,
        _ reader: InputReader
    ) -> Bool {
        let sample = reader.sample(quantity)
        let quality = reader.rule(quantity).judge(sample, at: sample.arrival)
        return quality == .outOfRange || quality == .notAvailable
    }
}
