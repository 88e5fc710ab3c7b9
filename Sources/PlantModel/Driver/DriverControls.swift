/// Where the driver holds the gear selector.
public enum SelectorPosition: UInt8, CaseIterable, Sendable {
    /// Park.
    case park
    /// Reverse.
    case reverse
    /// Neutral.
    case neutral
    /// Drive.
    case drive
}

/// Which pedal mode the driver has selected beside the selector.
public enum PedalMode: UInt8, CaseIterable, Sendable {
    /// None.
    case normal
    /// ECO.
    case eco
    /// e-Pedal.
    case onePedal
}

/// What the driver does with hands and feet.
public struct DriverControls: Equatable, Sendable {
    /// The gear selector.
    public var selector: SelectorPosition
    /// The accelerator pedal, 0 released to 1 full.
    public var accelerator: Double
    /// The brake pedal, 0 released to 1 full.
    public var brake: Double
    /// What cruise control asks for, Nm of both motors in the direction of the gear; nil while it is off.
    public var cruiseTorque: Double?
    /// The pedal's mode.
    public var mode: PedalMode
    /// Whether the bench's key is turned; nil where there is no bench.
    public var hasBenchKey: Bool?
    /// Angle of the front wheels against the body, rad; positive to the left.
    public var steering = 0.0

    /// Puts the parts together.
    public init(
        selector: SelectorPosition,
        accelerator: Double,
        brake: Double,
        cruiseTorque: Double? = nil,
        mode: PedalMode = .normal
    ) {
        self.selector = selector
        self.accelerator = accelerator
        self.brake = brake
        self.cruiseTorque = cruiseTorque
        self.mode = mode
    }

    /// Whether it needs the message of driver assistance.
    public var usesAssistance: Bool { cruiseTorque != nil || mode != .normal }

    /// Parked with a foot on the brake.
    public static let parked = DriverControls(selector: .park, accelerator: 0, brake: 0.4)

    /// Whether the brake switch is closed: from 2 % of the pedal's way on.
    public var isBraking: Bool { brake >= 0.02 }
}
