public import VehicleModel

/// Electrical power of one axle: P(T) = T w + a(w) T² + c(w).
///
/// a(w) = a0 (1 + k max(0, w/w0 − 1)²): copper and conduction, growing in field weakening.
/// c(w) = c0 + c1 |w| + c2 w²: iron, windage, switching, standby.
public struct LossModel: Sendable, BitwiseCopyable {
    /// a0, W/Nm², above 0.
    public var copper: Double
    /// k, without unit, not negative.
    public var weakening: Double
    /// w0, rad/s, above 0.
    public var weakeningSpeed: RotationalSpeed
    /// c0, W, not negative.
    public var standby: Power
    /// c1, W per rad/s, not negative.
    public var linear: Double
    /// c2, W per (rad/s)², not negative.
    public var quadratic: Double

    /// Nil unless every coefficient is finite and in its range.
    public init?(
        copper: Double,
        weakening: Double,
        weakeningSpeed: RotationalSpeed,
        standby: Power,
        linear: Double,
        quadratic: Double
    ) {
        guard copper.isFinite, copper > 0, weakening.isFinite, weakening >= 0,
            weakeningSpeed.isFinite, weakeningSpeed > .zero, standby.isFinite, standby >= .zero,
            linear.isFinite, linear >= 0, quadratic.isFinite, quadratic >= 0
        else { return nil }
        self.copper = copper
        self.weakening = weakening
        self.weakeningSpeed = weakeningSpeed
        self.standby = standby
        self.linear = linear
        self.quadratic = quadratic
    }

    /// Of an axle without a motor: it draws nothing without torque, and has none.
    static let nothing = LossModel()

    private init() {
        copper = 1
        weakening = 0
        weakeningSpeed = RotationalSpeed(1)
        standby = .zero
        linear = 0
        quadratic = 0
    }

    /// a(w), W/Nm².
    public func torqueLoss(at speed: RotationalSpeed) -> Double {
        let excess = max(0, speed.magnitude / weakeningSpeed - 1)
        return copper * (1 + weakening * excess * excess)
    }

    /// c(w), W.
    public func idleLoss(at speed: RotationalSpeed) -> Power {
        let size = speed.magnitude.rawValue
        return standby + Power(linear * size + quadratic * size * size)
    }

    /// P(T), W; positive is drawn from the DC link.
    public func power(of torque: Torque, at speed: RotationalSpeed) -> Power {
        losses(at: speed).power(of: torque)
    }

    /// What does not depend on torque.
    func losses(at speed: RotationalSpeed) -> ShaftLosses {
        ShaftLosses(
            speed: speed,
            torqueLoss: torqueLoss(at: speed),
            idleLoss: idleLoss(at: speed)
        )
    }
}

/// The losses of one axle at one speed.
struct ShaftLosses: Sendable, BitwiseCopyable {
    /// w, rad/s.
    let speed: RotationalSpeed
    /// a(w), W/Nm².
    let torqueLoss: Double
    /// c(w), W.
    let idleLoss: Power

    /// The losses of a formula.
    init(speed: RotationalSpeed, torqueLoss: Double, idleLoss: Power) {
        self.speed = speed
        self.torqueLoss = torqueLoss
        self.idleLoss = idleLoss
    }

    /// Only the speed: a table has the losses, by torque.
    init(tabledAt speed: RotationalSpeed) {
        self.init(speed: speed, torqueLoss: .nan, idleLoss: Power(.nan))
    }

    /// P(T), W; positive is drawn from the DC link.
    func power(of torque: Torque) -> Power {
        torque * speed + Power(torqueLoss * torque.rawValue * torque.rawValue) + idleLoss
    }
}
