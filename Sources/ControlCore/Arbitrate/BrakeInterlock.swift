public import VehicleModel

/// Stage S4: the brake pedal takes drive torque away, whatever the source.
///
/// While it is pressed the cap on drive torque ramps from what was driven to zero. If the pedal was
/// pressed beside the brake, the cap stays until the pedal has been let go.
public struct BrakeInterlock: Sendable, BitwiseCopyable {
    private var cap = Torque(.infinity)
    private var isHeld = false

    /// Pressed beside the brake above this, the pedal must be released before it drives again.
    private static let pressed = 0.10
    /// Released below this.
    private static let released = 0.05

    /// No cap.
    public init() {}

    /// The greatest drive torque allowed, in the direction of the gear; infinite without the brake.
    ///
    /// `driven` is the drive torque of the cycle before, Nm in total; an unknown brake counts as
    /// not pressed here, because the fault of losing it takes torque away by itself.
    public mutating func step(
        isBraking: Bool,
        pedal: Double?,
        driven: Torque,
        ramp: Duration,
        period: Duration,
        fullTorque: Torque
    ) -> Torque {
        if isBraking {
            // Written so that a pedal that is not a number counts as pressed.
            if !(pedal.map { $0 <= Self.pressed } ?? false) { isHeld = true }
            // No more than full torque, so that the ramp ends in time whatever was driven.
            let drive = driven.isFinite ? max(.zero, min(driven, fullTorque)) : .zero
            let start = min(cap, drive)
            cap = max(.zero, start - fullTorque * (period / ramp))
            return cap
        }
        if isHeld {
            guard let pedal, pedal < Self.released else { return cap }
            isHeld = false
        }
        cap = Torque(.infinity)
        return cap
    }
}
