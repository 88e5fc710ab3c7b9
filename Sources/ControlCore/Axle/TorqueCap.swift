public import VehicleModel

/// Every limit on one axle's torque in one direction, and which is in force.
public struct TorqueCap: Sendable, BitwiseCopyable {
    /// Which is the least; none where nothing limits.
    public private(set) var binding = BindingLimit.none
    /// The least, Nm, not negative; infinite where nothing limits.
    public private(set) var torque = Torque(.infinity)
    private var torques: [24 of Torque] = .init(repeating: Torque(.infinity))

    /// No limit.
    public init() {}

    /// A limit, Nm; infinite where it does not apply.
    public subscript(_ limit: BindingLimit) -> Torque { torques[Int(limit.rawValue)] }

    /// All limits, by `BindingLimit.rawValue`.
    var all: Span<Torque> {
        @_lifetime(borrow self) get { torques.span }
    }

    /// Adds a limit, Nm; what is not a number or negative counts as zero.
    ///
    /// Of equal limits the one that was added first binds; of two values for one limit the lesser
    /// stays.
    public mutating func add(_ limit: BindingLimit, _ value: Torque) {
        let bounded = value > .zero ? value : .zero
        let index = Int(limit.rawValue)
        torques[index] = min(torques[index], bounded)
        guard bounded < torque else { return }
        torque = bounded
        binding = limit
    }

    /// The room from a torque of this size and direction to a limit, Nm, negative beyond it; NaN where
    /// the limit does not apply.
    public func margin(_ limit: BindingLimit, from given: Torque) -> Torque {
        let value = self[limit]
        return value.isFinite ? value - given : Torque(.nan)
    }
}

/// The caps on u, torque counted in the direction of the gear, of one axle.
public struct AxleCaps: Sendable, BitwiseCopyable {
    /// On u above zero.
    public var drive = TorqueCap()
    /// On −u above zero: regeneration.
    public var brake = TorqueCap()

    /// No limit.
    public init() {}

    /// u held within both; nothing where it is not finite.
    public func clip(_ torque: Torque) -> Torque {
        guard torque.isFinite else { return .zero }
        return max(-brake.torque, min(drive.torque, torque))
    }

    /// The cap that stands against u: drive's at zero.
    public func against(_ torque: Torque) -> TorqueCap { torque < .zero ? brake : drive }

    /// Adds a limit in both directions.
    public mutating func add(_ limit: BindingLimit, _ value: Torque) {
        drive.add(limit, value)
        brake.add(limit, value)
    }
}
