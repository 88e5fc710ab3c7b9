public import VehicleModel

/// Stage S8 where losses are tables: the same rules as `PowerProjection`, by bisection.
public struct TableProjection: Sendable {
    /// Torque before the projection and motor speed.
    public struct Axle: Sendable, BitwiseCopyable {
        /// Nm, positive forward.
        public var torque: Torque
        /// rad/s.
        public var speed: RotationalSpeed

        /// Puts the parts together.
        public init(torque: Torque, speed: RotationalSpeed) {
            self.torque = torque
            self.speed = speed
        }
    }

    /// The axles.
    public var axles: AxlePair<Axle>
    /// Their losses.
    public var tables: AxlePair<LossTable>

    /// How often the bracket of the factor is halved.
    public static let halvings = 24

    /// Puts the parts together.
    public init(axles: AxlePair<Axle>, tables: AxlePair<LossTable>) {
        self.axles = axles
        self.tables = tables
    }

    /// The greatest factor, 0 to 1 and at most 2⁻²⁴ too small, at which consuming axles stay within
    /// `limit`; an axle that returns power earns nothing.
    public func driveFactor(limit: Power, auxiliary: Power) -> Double {
        guard limit.isFinite, auxiliary.isFinite, isFinite else { return 0 }
        return greatest { (drawn(at: $0) + auxiliary).rawValue <= limit.rawValue }
    }

    /// The greatest factor, 0 to 1 and at most 2⁻²⁴ too small, at which returning axles stay within
    /// `limit`; for torques up to the regeneration optimum.
    public func chargeFactor(limit: Power) -> Double {
        guard limit.isFinite, isFinite else { return 0 }
        return greatest { returned(at: $0).rawValue <= max(limit.rawValue, 0) }
    }

    /// Whether an axle draws from the battery: it drives, or loses more than it brakes.
    public func consumes(_ axle: VehicleModel.Axle) -> Bool {
        let shaft = axles[axle].torque * axles[axle].speed
        guard shaft < .zero else { return true }
        return extraLoss(axle, at: 1) > shaft.magnitude
    }

    /// Battery power of the consuming axles and every idle loss, W.
    public func drawn(at factor: Double) -> Power {
        drawn(.front, at: factor) + drawn(.rear, at: factor)
    }

    /// Power that the returning axles send to the battery, W; no credit for idle losses.
    public func returned(at factor: Double) -> Power {
        returned(.front, at: factor) + returned(.rear, at: factor)
    }

    private var isFinite: Bool {
        axles.front.torque.isFinite && axles.front.speed.isFinite && axles.rear.torque.isFinite
            && axles.rear.speed.isFinite
    }

    private func drawn(_ axle: VehicleModel.Axle, at factor: Double) -> Power {
        let idle = tables[axle].loss(of: .zero, at: axles[axle].speed)
        guard consumes(axle) else { return idle }
        let torque = axles[axle].torque * factor
        let shaft = max(.zero, torque * axles[axle].speed)
        return shaft + tables[axle].loss(of: torque, at: axles[axle].speed)
    }

    private func returned(_ axle: VehicleModel.Axle, at factor: Double) -> Power {
        guard !consumes(axle) else { return .zero }
        let shaft = axles[axle].torque * factor * axles[axle].speed
        return shaft.magnitude - extraLoss(axle, at: factor)
    }

    /// What the torque loses beyond idling.
    private func extraLoss(_ axle: VehicleModel.Axle, at factor: Double) -> Power {
        let speed = axles[axle].speed
        return tables[axle].loss(of: axles[axle].torque * factor, at: speed)
            - tables[axle].loss(of: .zero, at: speed)
    }

    private func greatest(_ isAllowed: (Double) -> Bool) -> Double {
        guard !isAllowed(1) else { return 1 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<Self.halvings {
            let middle = (low + high) / 2
            if isAllowed(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
