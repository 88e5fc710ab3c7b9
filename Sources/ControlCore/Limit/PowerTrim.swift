public import VehicleModel

/// Lowers the power limit by what the measured power exceeds it, for when true losses are greater
/// than the model's.
///
/// The report of the current is late, so power is compared with the limit as it was then, and the
/// trim that was in force then is counted in: the loop has no dead time to swing on.
public struct PowerTrim: Sendable, BitwiseCopyable {
    /// How much the limit is lowered, W, not negative.
    public private(set) var reduction = Power.zero
    /// The reduction has been above its notice for long: the loss model should be identified again.
    public private(set) var isPersistent = false
    /// The reduction is at its greatest.
    public private(set) var isExhausted = false

    private var filtered: Power?
    private var limits: [32 of Power] = .init(repeating: .zero)
    private var reductions: [32 of Power] = .init(repeating: .zero)
    private var cycles = 0
    private var noticed = Duration.zero
    private var filtering = SteadyExponential()
    private var attacking = SteadyExponential()
    private var releasing = SteadyExponential()

    /// No reduction.
    public init() {}

    /// The limit after the reduction, W, never above `limit`.
    ///
    /// `limit` is the battery's now, W. `measured` is V I as last reported, W, positive leaves; nil
    /// where unknown, and the reduction is then held.
    public mutating func step(
        limit: Power,
        measured: Power?,
        with parameters: PowerTrimParameters,
        period: Duration
    ) -> Power {
        guard limit > .zero else {
            reduction = .zero
            filtered = nil
            isExhausted = false
            note(.zero, parameters, period)
            remember(.zero)
            return .zero
        }
        if limit.isFinite, let measured, measured.isFinite {
            follow(measured, limit, parameters, period)
        } else {
            filtered = nil
        }
        let most = limit.isFinite ? limit * parameters.greatestPart : .zero
        reduction = min(reduction, most)
        isExhausted = limit.isFinite && reduction >= most && most > .zero
        note(limit, parameters, period)
        remember(limit)
        return limit - reduction
    }

    private mutating func follow(
        _ measured: Power,
        _ limit: Power,
        _ parameters: PowerTrimParameters,
        _ period: Duration
    ) {
        let last = filtered ?? measured
        let kept = period.decay(of: parameters.filterTime, by: &filtering)
        let now = last + (measured - last) * (1 - kept)
        filtered = now
        // Before there is a limit that old there is nothing to compare with.
        let age = Int(parameters.reportDelay / period)
        guard age < Self.memory - 1, cycles > age + 1 else { return }
        let (newer, older) = ((cycles - age) % Self.memory, (cycles - age - 1) % Self.memory)
        let excess = now - max(limits.span[newer], limits.span[older])
        let needed = excess + min(reductions.span[newer], reductions.span[older])
        if excess > .zero, needed > reduction {
            let part = 1 - period.decay(of: parameters.attackTime, by: &attacking)
            reduction = reduction + (needed - reduction) * part
        } else {
            reduction = reduction * period.decay(of: parameters.releaseTime, by: &releasing)
        }
    }

    private mutating func note(
        _ limit: Power,
        _ parameters: PowerTrimParameters,
        _ period: Duration
    ) {
        let isNoticed = limit.isFinite && reduction > limit * parameters.noticedPart
        noticed = isNoticed ? min(noticed + period, parameters.noticeTime) : .zero
        isPersistent = isNoticed && noticed >= parameters.noticeTime
    }

    private mutating func remember(_ limit: Power) {
        let place = cycles % Self.memory
        limits[place] = limit
        reductions[place] = reduction
        // Counts on from a whole turn, so that it never ends.
        cycles = cycles == 2 * Self.memory - 1 ? Self.memory : cycles + 1
    }

    /// How many cycles are remembered.
    private static let memory = 32
}

/// How the power trim acts.
public struct PowerTrimParameters: Sendable, BitwiseCopyable {
    /// How late V I is, less than 31 cycles.
    public let reportDelay: Duration
    /// Time constant of the filter on V I.
    public let filterTime: Duration
    /// Time constant of a growing reduction.
    public let attackTime: Duration
    /// Time constant of a shrinking reduction.
    public let releaseTime: Duration
    /// The greatest reduction as a part of the limit, 0 to 1.
    public let greatestPart: Double
    /// The part of the limit above which the reduction is noticed, 0 to 1.
    public let noticedPart: Double
    /// How long it must stay above that.
    public let noticeTime: Duration

    /// Nil unless times are above zero (the delay not negative) and parts are 0 to 1.
    public init?(
        reportDelay: Duration,
        filterTime: Duration,
        attackTime: Duration,
        releaseTime: Duration,
        greatestPart: Double,
        noticedPart: Double,
        noticeTime: Duration
    ) {
        guard reportDelay >= .zero, filterTime > .zero, attackTime > .zero, releaseTime > .zero,
            noticeTime > .zero, greatestPart >= 0, greatestPart <= 1, noticedPart >= 0,
            noticedPart <= 1
        else { return nil }
        self.reportDelay = reportDelay
        self.filterTime = filterTime
        self.attackTime = attackTime
        self.releaseTime = releaseTime
        self.greatestPart = greatestPart
        self.noticedPart = noticedPart
        self.noticeTime = noticeTime
    }
}
