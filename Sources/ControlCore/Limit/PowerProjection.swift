public import VehicleModel

/// One axle as the projection sees it.
public struct ProjectedAxle: Sendable {
    /// Torque before the projection, Nm, positive forward.
    public var torque: Torque
    /// Motor speed, rad/s.
    public var speed: RotationalSpeed
    /// a(w), W/Nm², above 0; by a table of losses what the torque adds over its square.
    public var torqueLoss: Double
    /// c(w), W, not negative.
    public var idleLoss: Power

    /// Puts the parts together.
    public init(torque: Torque, speed: RotationalSpeed, torqueLoss: Double, idleLoss: Power) {
        self.torque = torque
        self.speed = speed
        self.torqueLoss = torqueLoss
        self.idleLoss = idleLoss
    }

    /// Whether the axle draws from the battery: it drives, or its copper loss exceeds what it brakes.
    var consumes: Bool {
        let shaft = torque * speed
        return shaft >= .zero || torque.magnitude.rawValue * torqueLoss > speed.magnitude.rawValue
    }
}

/// Stage S8: scales both axles by one factor so that the sum stays inside the battery's limits.
///
/// Exact and in closed form: the losses are quadratic in torque, so the factor is the root of a
/// quadratic, in the form that has no cancellation. The split is kept. An axle that returns power
/// earns the other one nothing: it can vanish within one cycle.
public enum PowerProjection {
    /// The factor on consuming axles at which they draw exactly what is left of `limit`.
    ///
    /// Not bounded above: over 1 it says how much room there is. 0 where nothing is left or a number
    /// is not finite; infinite where the axles ask for nothing.
    public static func driveFactor(
        _ axles: AxlePair<ProjectedAxle>,
        limit: Power,
        auxiliary: Power
    ) -> Double {
        let left = limit - auxiliary - axles.front.idleLoss - axles.rear.idleLoss
        var copper = 0.0
        var shaft = 0.0
        add(axles.front, ifConsumes: true, copper: &copper, shaft: &shaft)
        add(axles.rear, ifConsumes: true, copper: &copper, shaft: &shaft)
        guard left.isFinite, copper.isFinite, shaft.isFinite else { return 0 }
        guard copper > 0 || shaft > 0 else { return .infinity }
        guard left > .zero else { return 0 }
        let root = (shaft * shaft + 4 * copper * left.rawValue).squareRoot()
        return 2 * left.rawValue / (shaft + root)
    }

    /// The factor on returning axles at which they return exactly `limit`; idle losses and
    /// auxiliaries are given no credit.
    ///
    /// Infinite where even the most that braking can return stays below the limit; 0 where the limit
    /// is zero or a number is not finite.
    public static func chargeFactor(_ axles: AxlePair<ProjectedAxle>, limit: Power) -> Double {
        var copper = 0.0
        var shaft = 0.0
        add(axles.front, ifConsumes: false, copper: &copper, shaft: &shaft)
        add(axles.rear, ifConsumes: false, copper: &copper, shaft: &shaft)
        guard limit.isFinite, copper.isFinite, shaft.isFinite else { return 0 }
        guard shaft > 0 else { return .infinity }
        guard limit > .zero else { return 0 }
        let discriminant = shaft * shaft - 4 * copper * limit.rawValue
        guard discriminant > 0 else { return .infinity }
        return 2 * limit.rawValue / (shaft + discriminant.squareRoot())
    }

    /// The factor on driving axles at which their shafts together give `ceiling`; not bounded above.
    public static func ceilingFactor(_ axles: AxlePair<ProjectedAxle>, ceiling: Power) -> Double {
        let front = max(axles.front.torque * axles.front.speed, .zero)
        let rear = max(axles.rear.torque * axles.rear.speed, .zero)
        let shaft = front + rear
        guard !ceiling.rawValue.isNaN, shaft.isFinite else { return 0 }
        guard shaft > .zero else { return .infinity }
        return ceiling > .zero ? ceiling / shaft : 0
    }

    /// The greatest |torque| with which braking still returns more power than less braking would.
    public static func regenerationOptimum(
        at speed: RotationalSpeed,
        torqueLoss: Double
    ) -> Torque {
        guard speed.isFinite, torqueLoss.isFinite, torqueLoss > 0 else { return .zero }
        return Torque(speed.magnitude.rawValue / (2 * torqueLoss))
    }

    private static func add(
        _ axle: ProjectedAxle,
        ifConsumes wanted: Bool,
        copper: inout Double,
        shaft: inout Double
    ) {
        guard axle.torque.isFinite, axle.speed.isFinite else {
            copper = .nan
            return
        }
        guard axle.consumes == wanted else { return }
        let torque = axle.torque.rawValue
        copper += axle.torqueLoss * torque * torque
        let power = (axle.torque * axle.speed).rawValue
        shaft += wanted ? max(power, 0) : abs(power)
    }
}
