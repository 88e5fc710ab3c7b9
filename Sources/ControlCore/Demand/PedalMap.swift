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
    /// Part of the lift-off torque by part of the travel below the zero point, counted downward:
    /// 33 points, from 0 to 1, never falling.
    public var liftShape: [33 of Double]
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
    /// Creep torque per speed missing to `creepSpeed`, Nm/(m/s), not negative.
    public var creepGain: Double

    /// Pedal travel below this part is released.
    public static let deadband = 0.02
    /// Pedal travel above this part is full.
    public static let fullTravel = 0.98
    /// From this part of the travel on, the demand heads for the present torque.
    private static let blendStart = 0.8

    /// Puts the parts together and checks the map on a grid of speeds and pedals; throws the first
    /// problem with its place.
    public init(
        shape: [33 of Double],
        liftShape: [33 of Double],
        zeroPoint: Double,
        zeroPointFade: Speed,
        liftTorque: Torque,
        liftFade: (lower: Speed, upper: Speed),
        creepTorque: Torque,
        creepSpeed: Speed,
        creepGain: Double
    ) throws(PedalMapProblem) {
        if let problem = Self.problem(in: shape.span, of: .shape) { throw problem }
        if let problem = Self.problem(in: liftShape.span, of: .liftShape) { throw problem }
        guard (0..<1).contains(zeroPoint) else { throw .number(.zeroPoint) }
        guard zeroPointFade > .zero, zeroPointFade.isFinite else { throw .number(.zeroPointFade) }
        guard liftTorque >= .zero, liftTorque.isFinite else { throw .number(.liftTorque) }
        guard liftFade.lower >= .zero, liftFade.upper > liftFade.lower, liftFade.upper.isFinite
        else { throw .number(.liftFade) }
        guard creepTorque >= .zero, creepTorque.isFinite else { throw .number(.creepTorque) }
        guard creepSpeed > .zero, creepSpeed.isFinite else { throw .number(.creepSpeed) }
        guard creepGain >= 0, creepGain.isFinite else { throw .number(.creepGain) }
        self.shape = shape
        self.liftShape = liftShape
        self.zeroPoint = zeroPoint
        self.zeroPointFade = zeroPointFade
        self.liftTorque = liftTorque
        self.liftFade = liftFade
        self.creepTorque = creepTorque
        self.creepSpeed = creepSpeed
        self.creepGain = creepGain
        if let problem = problemOnGrid() { throw problem }
    }

    /// A map whose lift-off torque is linear in the pedal and whose creep is full at standstill; nil
    /// where it has a problem.
    public init?(
        shape: [33 of Double],
        zeroPoint: Double,
        zeroPointFade: Speed,
        liftTorque: Torque,
        liftFade: (lower: Speed, upper: Speed),
        creepTorque: Torque,
        creepSpeed: Speed
    ) {
        let linear = [33 of Double] { Double($0) / 32 }
        do throws(PedalMapProblem) {
            try self.init(
                shape: shape,
                liftShape: linear,
                zeroPoint: zeroPoint,
                zeroPointFade: zeroPointFade,
                liftTorque: liftTorque,
                liftFade: liftFade,
                creepTorque: creepTorque,
                creepSpeed: creepSpeed,
                creepGain: creepTorque.rawValue / creepSpeed.rawValue
            )
        } catch { return nil }
    }

    /// Torque asked for at `pedal` (0 to 1) and `speed` (positive in the direction of the gear).
    ///
    /// `available` is the nominal torque of both axles at this speed. From 80 % of the travel on the
    /// demand heads for `present`, what they can give now, so that the last travel is not dead. Creep
    /// acts while the brake is not pressed, until the pedal asks for more. `regeneration` (Nm, not
    /// negative) is the brake controller's: while the brake is pressed it adds to lift-off torque and
    /// fades with it. A number that is not finite asks for nothing.
    public func demand(
        pedal: Double,
        speed: Speed,
        available: Torque,
        present: Torque? = nil,
        isBraking: Bool,
        regeneration: Torque? = nil
    ) -> Torque {
        var map = self
        return map.demand(
            Press(
                pedal: pedal,
                speed: speed,
                available: available,
                present: present ?? available,
                isBraking: isBraking,
                regeneration: regeneration
            )
        )
    }

    /// What the pedal's torque depends on, as for the other `demand`.
    struct Press: Sendable {
        var pedal: Double
        var speed: Speed
        var available: Torque
        var present: Torque
        var isBraking: Bool
        var regeneration: Torque?
    }

    /// The same; the map is read where it stands, and stays as it is.
    mutating func demand(_ press: Press) -> Torque {
        // NaN would come out of the clamps below as full travel.
        guard press.pedal.isFinite, press.speed.isFinite, press.available.isFinite,
            press.present.isFinite
        else { return .zero }
        let asked = pedalDemand(
            press.pedal,
            press.speed,
            press.available,
            press.present,
            isBraking: press.isBraking
        )
        guard press.isBraking, let regeneration = press.regeneration, regeneration.isFinite,
            regeneration > .zero
        else { return asked }
        return min(asked, .zero) - regeneration * liftPart(at: press.speed)
    }

    private mutating func pedalDemand(
        _ pedal: Double,
        _ speed: Speed,
        _ available: Torque,
        _ present: Torque,
        isBraking: Bool
    ) -> Torque {
        let range = Self.fullTravel - Self.deadband
        // More than full travel ends at the table's last point.
        let travel = max(0, (pedal - Self.deadband) / range)
        let zero = zeroPoint * min(1, speed.magnitude / zeroPointFade)
        let creep = isBraking ? .zero : creepDemand(at: speed)
        guard travel < zero else {
            let asked = blended(travel, zero: zero, available: available, present: present)
            return max(asked, creep)
        }
        let part = Self.interpolated((zero - travel) / zero, in: liftShape.span)
        return creep - liftTorque * liftPart(at: speed) * part
    }

    /// Nominal torque by the shape, and above the blend's start the rest of it scaled to end at the
    /// present torque; never less for more pedal, nor for more present torque.
    private mutating func blended(
        _ travel: Double,
        zero: Double,
        available: Torque,
        present: Torque
    ) -> Torque {
        let asked = available * part(of: travel, zero: zero)
        let start = max(Self.blendStart, zero)
        guard travel > start, present < available else { return asked }
        let before = available * part(of: start, zero: zero)
        let end = max(before, present)
        guard available > before else { return before }
        return before + (end - before) * ((asked - before) / (available - before))
    }

    private mutating func part(of travel: Double, zero: Double) -> Double {
        Self.interpolated((travel - zero) / (1 - zero), in: shape.span)
    }

    private mutating func creepDemand(at speed: Speed) -> Torque {
        max(.zero, min(creepTorque, Torque(creepGain * (creepSpeed - speed).rawValue)))
    }

    /// 0 below the fade's lower speed, 1 above its upper one; nothing while rolling against the gear.
    private mutating func liftPart(at speed: Speed) -> Double {
        max(0, min(1, (speed - liftFade.lower) / (liftFade.upper - liftFade.lower)))
    }

    private static func interpolated(_ part: Double, in points: borrowing Span<Double>) -> Double {
        let position = max(0, min(1, part)) * 32
        let index = min(31, Int(position))
        return points[index] + (points[index + 1] - points[index]) * (position - Double(index))
    }
}
