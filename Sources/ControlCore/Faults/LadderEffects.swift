public import VehicleModel

/// What a step of the degradation ladder leaves; each is a bound and raises nothing.
public struct LadderEffects: Sendable, BitwiseCopyable {
    /// Part of each motor's greatest torque that is left, 0 to 1.
    public var torqueFactors = AxlePair(both: 1.0)
    /// The most power out of the battery, W; infinite where there is no cap.
    public var powerCap = Power(.infinity)
    /// The greatest vehicle speed to drive at, m/s; infinite where there is no cap.
    public var speedCap = Speed(.infinity)
    /// Whether shaping for comfort, pitch and cornering may act.
    public var allowsComfort = true
    /// Whether cruise control may ask for torque.
    public var allowsCruise = true
    /// No torque at all.
    public var isZeroTorque = false

    /// Everything is left.
    public init() {}

    /// What `level` leaves while the `excluded` axles are given up.
    public init(
        _ level: LadderLevel,
        excluding excluded: AxlePair<Bool>,
        with parameters: LadderParameters
    ) {
        allowsComfort = level < .plain
        allowsCruise = level < .plain
        isZeroTorque = level >= .zeroTorque
        switch level {
        case .full, .plain: break
        case .reduced:
            torqueFactors = AxlePair(both: parameters.reducedTorque)
            powerCap = parameters.reducedPower
        case .singleAxle:
            torqueFactors = parameters.singleTorque
            powerCap = parameters.reducedPower
            speedCap = parameters.singleSpeed
        case .limp:
            torqueFactors.front = min(parameters.limpTorque, parameters.singleTorque.front)
            torqueFactors.rear = min(parameters.limpTorque, parameters.singleTorque.rear)
            powerCap = parameters.limpPower
            speedCap = parameters.limpSpeed
        case .zeroTorque, .powerOff:
            torqueFactors = AxlePair(both: 0)
            powerCap = .zero
            speedCap = .zero
        }
        if excluded.front { torqueFactors.front = 0 }
        if excluded.rear { torqueFactors.rear = 0 }
    }

    /// `torques` within what is left of the motors' greatest torques `peaks`; never larger, never
    /// with another sign.
    public func bounded(
        _ torques: AxlePair<Torque>,
        peaks: AxlePair<Torque>
    ) -> AxlePair<Torque> {
        AxlePair(
            front: Self.bounded(torques.front, to: peaks.front * torqueFactors.front),
            rear: Self.bounded(torques.rear, to: peaks.rear * torqueFactors.rear)
        )
    }

    private static func bounded(_ torque: Torque, to greatest: Torque) -> Torque {
        guard torque.isFinite, greatest.isFinite, greatest > .zero else { return .zero }
        return max(-greatest, min(greatest, torque))
    }
}
