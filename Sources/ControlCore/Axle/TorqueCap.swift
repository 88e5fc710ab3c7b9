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

/// What an axle's caps leave, without the reasons.
public struct TorqueRange: Sendable, BitwiseCopyable {
    /// The most in the direction of the gear, Nm, not negative.
    public var drive: Torque
    /// The most against it, Nm, not negative.
    public var brake: Torque

    /// Puts the two together.
    public init(drive: Torque, brake: Torque) {
        self.drive = drive
        self.brake = brake
    }

    /// Torque in the direction of the gear held within both; nothing where it is not finite.
    func clip(_ torque: Torque) -> Torque {
        guard torque.isFinite else { return .zero }
        return max(-brake, min(drive, torque))
    }
}

extension AxlePair<AxleCaps> {
    /// What both axles' caps leave.
    var ranges: AxlePair<TorqueRange> {
        AxlePair<TorqueRange>(front: front.range, rear: rear.range)
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

    /// What both leave.
    public var range: TorqueRange { TorqueRange(drive: drive.torque, brake: brake.torque) }

    /// u held within both; nothing where it is not finite.
    public func clip(_ torque: Torque) -> Torque { range.clip(torque) }

    /// The cap that stands against u: drive's at zero.
    public func against(_ torque: Torque) -> TorqueCap { torque < .zero ? brake : drive }

    /// Adds a limit in both directions.
    public mutating func add(_ limit: BindingLimit, _ value: Torque) {
        drive.add(limit, value)
        brake.add(limit, value)
    }
}
