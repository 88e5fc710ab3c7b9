public import VehicleModel

/// What the pedal asks for in one driving mode, as motor torque of both axles together in the
/// direction of the gear.
///
/// Above the zero point the available torque times `shape`; below it lift-off torque against the
/// motion. Continuous everywhere, and never less for more pedal: the reader checks the shape, and
/// the rest holds by construction.
public struct PedalMap: Sendable, BitwiseCopyable {
    /// Part of the available torque by part of the travel above the zero point: 33 points, from 0
    /// to 1, never falling.
    public var shape: [33 of Double]
    /// The zero-torque pedal position at speed, 0 to below 1; fades to 0 below `zeroPointFade`.
    public var zeroPoint: Double
    /// Below this speed the zero point fades to 0 and lift-off torque has gone.
    public var zeroPointFade: Speed
    /// Torque against the motion with the pedal released, Nm, not negative.
    public var liftTorque: Torque
    /// Lift-off torque fades from full at the upper to nothing at the lower speed.
    public var liftFade: (lower: Speed, upper: Speed)
    /// The greatest creep torque, Nm, not negative.
    public var creepTorque: Torque
    /// The speed at which creep has gone.
    public var creepSpeed: Speed

    /// Pedal travel below this part is released.
    public static let deadband = 0.02
    /// Pedal travel above this part is full.
    public static let fullTravel = 0.98

    /// Puts the parts together; nil unless the shape runs from 0 to 1 without falling and every
    /// number is finite and in its range.
    public init?(
        shape: [33 of Double],
        zeroPoint: Double,
        zeroPointFade: Speed,
        liftTorque: Torque,
        liftFade: (lower: Speed, upper: Speed),
        creepTorque: Torque,
        creepSpeed: Speed
    ) {
        let points = shape.span
        guard points[0] == 0, points[32] == 1 else { return nil }
        for index in 1..<33 {
            guard points[index].isFinite, points[index] >= points[index - 1] else { return nil }
        }
        guard (0..<1).contains(zeroPoint), zeroPointFade > .zero, zeroPointFade.isFinite,
            liftTorque >= .zero, liftTorque.isFinite, liftFade.lower >= .zero,
            liftFade.upper > liftFade.lower, liftFade.upper.isFinite, creepTorque >= .zero,
            creepTorque.isFinite, creepSpeed > .zero, creepSpeed.isFinite
        else { return nil }
        self.shape = shape
        self.zeroPoint = zeroPoint
        self.zeroPointFade = zeroPointFade
        self.liftTorque = liftTorque
        self.liftFade = liftFade
        self.creepTorque = creepTorque
        self.creepSpeed = creepSpeed
    }

    /// Torque asked for at `pedal` (0 to 1) and `speed` (positive in the direction of the gear).
    ///
    /// `available` is the greatest torque of both axles at this speed. Creep acts while the brake is
    /// not pressed, until the pedal asks for more. A number that is not finite asks for nothing.
    public func demand(
        pedal: Double,
        speed: Speed,
        available: Torque,
        isBraking: Bool
    ) -> Torque {
        // NaN would come out of the clamps below as full travel.
        guard pedal.isFinite, speed.isFinite, available.isFinite else { return .zero }
        let range = Self.fullTravel - Self.deadband
        let travel = max(0, min(1, (pedal - Self.deadband) / range))
        let zero = zeroPoint * max(0, min(1, speed.magnitude / zeroPointFade))
        let creep = isBraking ? .zero : creepDemand(at: speed)
        if travel >= zero {
            let part = (travel - zero) / (1 - zero)
            let asked = available * interpolated(part)
            return max(asked, creep)
        }
        return creep - liftTorque * liftPart(at: speed) * ((zero - travel) / zero)
    }

    private func creepDemand(at speed: Speed) -> Torque {
        creepTorque * max(0, min(1, (creepSpeed - speed) / creepSpeed))
    }

    /// 0 below the fade's lower speed, 1 above its upper one; nothing while rolling against the gear.
    private func liftPart(at speed: Speed) -> Double {
        max(0, min(1, (speed - liftFade.lower) / (liftFade.upper - liftFade.lower)))
    }

    private func interpolated(_ part: Double) -> Double {
        let position = max(0, min(1, part)) * 32
        let index = min(31, Int(position))
        let points = shape.span
        return points[index] + (points[index + 1] - points[index]) * (position - Double(index))
    }
}
