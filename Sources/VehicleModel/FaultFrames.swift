/// Whose frames fail their end-to-end check together.
public enum FrameGroup: UInt8, Sendable, BitwiseCopyable {
    /// The accelerator pedal's.
    case pedal
    /// The front inverter's.
    case frontInverter
    /// The rear inverter's.
    case rearInverter
    /// The battery's.
    case battery

    /// How many there are.
    public static var count: Int { 4 }
}

/// Good and bad frames of each group since the cycle before.
public struct FrameCounts: Sendable, BitwiseCopyable {
    /// The newest frames of each group, one bit each, the newest lowest; set where bad.
    public var history: [4 of UInt16] = .init(repeating: 0)
    /// How many of the bits are frames of this cycle, at most 16.
    public var count: [4 of UInt8] = .init(repeating: 0)

    /// No frame.
    public init() {}

    /// Notes a frame.
    public mutating func note(_ group: FrameGroup, isBad: Bool) {
        let index = Int(group.rawValue)
        history[index] = history[index] << 1 | (isBad ? 1 : 0)
        count[index] = min(count[index] + 1, 16)
    }

    /// Takes the oldest of a group's frames out; nil where there is none left.
    public mutating func next(_ group: FrameGroup) -> Bool? {
        let index = Int(group.rawValue)
        guard count[index] > 0 else { return nil }
        count[index] -= 1
        return history[index] >> UInt16(count[index]) & 1 == 1
    }
}

extension InputQuantity {
    /// The group of the message that carries it; nil for what is watched by its age alone.
    public var group: FrameGroup? {
        if self == .pedalA || self == .pedalB { return .pedal }
        if self == .frontMotorSpeed || self == .frontInverterReady { return .frontInverter }
        if self == .rearMotorSpeed || self == .rearInverterReady { return .rearInverter }
        if self == .dischargeLimit || self == .chargeLimit { return .battery }
        if self == .batteryVoltage || self == .batteryCurrent { return .battery }
        return nil
    }
}
