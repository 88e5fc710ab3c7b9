/// What a run of a scenario must come to.
public struct Expectation: Equatable, Sendable {
    /// What is measured.
    public var quantity: MeasuredQuantity
    /// Where and when it is measured; nil is the whole run.
    public var window: PhaseWindow?
    /// The least that is allowed, in the quantity's unit; nil for no least.
    public var least: Double?
    /// The most that is allowed, in the quantity's unit; nil for no most.
    public var most: Double?

    /// Puts the parts together.
    public init(
        _ quantity: MeasuredQuantity,
        in window: PhaseWindow? = nil,
        least: Double? = nil,
        most: Double? = nil
    ) {
        self.quantity = quantity
        self.window = window
        self.least = least
        self.most = most
    }

    /// Whether a value is allowed; one that was never measured is not.
    public func allows(_ value: Double?) -> Bool {
        guard let value, value.isFinite else { return false }
        return value >= least ?? -.infinity && value <= most ?? .infinity
    }
}

/// A part of a run: one phase, or what is left of it after a while.
public struct PhaseWindow: Hashable, Sendable {
    /// The phase, counted from 0.
    public var phase: Int
    /// From how long after the phase's beginning, s.
    public var after: Double

    /// Puts the parts together.
    public init(phase: Int, after: Double = 0) {
        self.phase = phase
        self.after = after
    }
}

/// Something that is measured in a run; SI units.
public enum MeasuredQuantity: UInt8, CaseIterable, Sendable {
    /// From the pedal step to 50 km/h, s.
    case zeroTo50
    /// From the pedal step to 100 km/h, s.
    case zeroTo100
    /// The largest power out of the battery, W.
    case peakElectrical
    /// The lowest power out of the battery, W; negative where it is charged.
    case leastElectrical
    /// The largest power of both shafts, W.
    case peakShaft
    /// The time that the battery's power was over its limit, s.
    case timeOverLimit
    /// The longest time without a break that it was, s.
    case longestOverLimit
    /// The most that it was over its limit, W.
    case peakOverLimit
    /// What it gave beyond its limit, J.
    case energyOverLimit
    /// The longest time without a break that the daemon's reports predict power over the limit, s.
    case reportedLongestOverLimit
    /// What those reports predict to be given beyond the limit, J.
    case reportedEnergyOverLimit
    /// The lowest voltage of the pack, V.
    case lowestVoltage
    /// Cycles whose predicted power was over the limit and did not fall.
    case limitViolations
    /// Cycles that began late.
    case overruns
    /// How often the guardian took torque to zero.
    case trips
    /// Commands that the guardian cut.
    case cuts
    /// Commands that the guardian refused.
    case refusals
    /// Speed at the end, m/s.
    case finalSpeed
    /// The highest speed, m/s.
    case greatestSpeed
    /// The lowest speed, m/s.
    case leastSpeed
    /// The largest slip speed of an axle, m/s.
    case greatestSlip
    /// How long an axle slipped by more than 1.5 m/s, s.
    case timeSlipping
    /// The largest torque of both motors together, Nm.
    case greatestTotalTorque
    /// The lowest torque of both motors together, Nm.
    case leastTotalTorque
    /// The largest yaw rate to either side, rad/s.
    case greatestYawRate
    /// The largest acceleration across the vehicle to either side, m/s2.
    case greatestLateralAcceleration
    /// The largest angle between the body and its way to either side, rad; above 2 m/s.
    case greatestSideslip
    /// Steering beyond what the bend needs without slip angles, over lateral acceleration, the last
    /// that was measured, rad s2/m; above 5 m/s and 1 m/s2.
    case understeer
    /// What flowed into the battery, J.
    case energyRecovered
    /// The way driven, m.
    case stoppingDistance
    /// The largest pitch of the body to either side, rad.
    case greatestPitch
    /// The fastest change of acceleration along the vehicle, below 10 Hz, m/s3.
    case peakJerk
    /// How often a motor crossed the play of its gear.
    case lashCrossings
    /// How long the antilock brakes held a wheel, s.
    case antilockTime
    /// The lowest voltage of a cell, V.
    case leastCellVoltage
    /// The highest temperature of a motor's winding, °C.
    case greatestMotorTemperature

    /// Whether it can be measured in a part of a run.
    public var hasWindow: Bool {
        switch self {
        case .peakElectrical, .peakShaft, .timeOverLimit, .longestOverLimit, .energyOverLimit,
            .lowestVoltage, .greatestSpeed, .leastSpeed, .greatestSlip, .timeSlipping,
            .greatestTotalTorque, .leastTotalTorque, .leastElectrical, .peakOverLimit,
            .greatestYawRate, .greatestLateralAcceleration, .greatestSideslip, .understeer,
            .energyRecovered, .stoppingDistance, .greatestPitch, .peakJerk, .lashCrossings,
            .antilockTime, .leastCellVoltage, .greatestMotorTemperature:
            true
        case .zeroTo50, .zeroTo100, .reportedLongestOverLimit, .reportedEnergyOverLimit,
            .limitViolations, .overruns, .trips, .cuts, .refusals, .finalSpeed:
            false
        }
    }
}
