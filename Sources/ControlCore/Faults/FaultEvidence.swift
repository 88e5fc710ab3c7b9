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
        let pedals = (Arrival(.pedalA, reader), Arrival(.pedalB, reader))
        let speeds = (Arrival(.frontMotorSpeed, reader), Arrival(.rearMotorSpeed, reader))
        let limits = (Arrival(.dischargeLimit, reader), Arrival(.chargeLimit, reader))
        pedalArrival = pedals.0.older(pedals.1)
        inverterArrivals.front = speeds.0.older(Arrival(.frontInverterReady, reader))
        inverterArrivals.rear = speeds.1.older(Arrival(.rearInverterReady, reader))
        batteryArrival = limits.0.older(limits.1)
        arePedalsInvalid = pedals.0.isInvalid && pedals.1.isInvalid
        hasInvalidValue =
            pedals.0.isInvalid || pedals.1.isInvalid || Arrival(.brakePressed, reader).isInvalid
            || Arrival(.gearSelector, reader).isInvalid || speeds.0.isInvalid
            || speeds.1.isInvalid || limits.0.isInvalid || limits.1.isInvalid
    }
}

/// How the newest value of an input came.
private struct Arrival {
    /// When it came, if it is sound, however old it is by now.
    let time: Instant?
    /// Whether it cannot be used; never having come, or being old, is another matter.
    let isInvalid: Bool

    init(_ quantity: InputQuantity, _ reader: InputReader) {
        let sample = reader.sample(quantity)
        let quality = reader.rule(quantity).judge(sample, at: sample.arrival)
        time = quality == .valid ? sample.arrival : nil
        isInvalid = quality == .outOfRange || quality == .notAvailable
    }

    /// The older of both; nil where either is not sound.
    func older(_ other: Arrival) -> Instant? {
        guard let time, let otherTime = other.time else { return nil }
        return min(time, otherTime)
    }
}
