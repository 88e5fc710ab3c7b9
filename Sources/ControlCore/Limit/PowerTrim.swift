public import VehicleModel

/// Lowers the power limit by what the measured power exceeds it, for when true losses are greater
/// than the model's.
///
/// The report of the current is late and slow, so power is compared with what was allowed then, made as
/// slow, and the trim that was in force then is counted in: the loop has no dead time to swing on.
/// Allowed is the limit, and while torque falls towards a new one what the model predicts of it.
public struct PowerTrim: Sendable, BitwiseCopyable {
    /// How much the limit is lowered, W, not negative.
    public private(set) var reduction = Power.zero
    /// The reduction has been above its notice for long: the loss model should be identified again.
    public private(set) var isPersistent = false
    /// The reduction is at its greatest.
    public private(set) var isExhausted = false

    private var filtered: Power?
    private var laggedAllowance: Power?
    private var filteredAllowance: Power?
    private var allowances: [32 of Power] = .init(repeating: .zero)
    private var reductions: [32 of Power] = .init(repeating: .zero)
    private var cycles = 0
    private var noticed = Duration.zero
    private var lagging = SteadyDecay()
    private var filtering = SteadyDecay()
    private var attacking = SteadyDecay()
    private var releasing = SteadyDecay()

    /// No reduction.
    public init() {}

    /// The limit after the reduction, W, never above `limit`.
    ///
    /// `limit` is the battery's now, W. `predicted` is what the torque in force draws by the model, W;
    /// NaN where unknown. `measured` is V I as last reported, W, positive leaves; nil where unknown, and
    /// the reduction is then held.
    public mutating func step(
        limit: Power,
        predicted: Power,
        measured: Power?,
        with parameters: PowerTrimParameters,
        period: Duration
    ) -> Power {
        guard limit > .zero else {
            reduction = .zero
            forgetReports()
            isExhausted = false
            note(.zero, parameters, period)
            remember(predicted > .zero ? predicted : .zero)
            return .zero
        }
        if limit.isFinite {
            follow(measured.flatMap { $0.isFinite ? $0 : nil }, parameters, period)
        } else {
            forgetReports()
        }
        let most = limit.isFinite ? limit * parameters.greatestPart : .zero
        reduction = min(reduction, most)
        isExhausted = reduction >= most && most > .zero
        note(limit, parameters, period)
        remember(predicted > limit ? predicted : limit)
        return limit - reduction
    }

    private mutating func forgetReports() {
        filtered = nil
        laggedAllowance = nil
        filteredAllowance = nil
    }

    private mutating func follow(
        _ measured: Power?,
        _ parameters: PowerTrimParameters,
        _ period: Duration
    ) {
        let kept = filtering(period, of: parameters.filterTime)
        // Also without a report: what is allowed goes on falling.
        let allowed = allowance(parameters, period, keeping: kept)
        guard let measured else {
            filtered = nil
            return
        }
        let now = Self.step(filtered, to: measured, keeping: kept)
        filtered = now
        guard let (allowed, reduced) = allowed else { return }
        let excess = now - allowed
        let needed = excess + reduced
        if excess > .zero, needed > reduction {
            let part = 1 - attacking(period, of: parameters.attackTime)
            reduction = reduction + (needed - reduction) * part
        } else {
            reduction = reduction * releasing(period, of: parameters.releaseTime)
        }
    }

    /// What was allowed when the reported power was drawn, as slow as the report and its filter, and
    /// how much it was reduced by; nil before there is an allowance that old.
    private mutating func allowance(
        _ parameters: PowerTrimParameters,
        _ period: Duration,
        keeping kept: Double
    ) -> (allowed: Power, reduced: Power)? {
        // What this cycle allows is not known before its end.
        let age = max(1, Int(parameters.reportDelay / period))
        guard age < Self.memory - 1, cycles > age + 1 else { return nil }
        let (newer, older) = ((cycles - age) % Self.memory, (cycles - age - 1) % Self.memory)
        let allowance = max(allowances.span[newer], allowances.span[older])
        let remains = lagging(period, of: parameters.reportLag)
        let lagged = Self.step(laggedAllowance, to: allowance, keeping: remains)
        let allowed = Self.step(filteredAllowance, to: lagged, keeping: kept)
        laggedAllowance = lagged.isFinite ? lagged : nil
        filteredAllowance = allowed.isFinite ? allowed : nil
        return (allowed, min(reductions.span[newer], reductions.span[older]))
    }

    private static func step(_ last: Power?, to input: Power, keeping part: Double) -> Power {
        let last = last ?? input
        return last + (input - last) * (1 - part)
    }

    private mutating func note(
        _ limit: Power,
        _ parameters: PowerTrimParameters,
        _ period: Duration
    ) {
        let isNoticed = reduction > limit * parameters.noticedPart
        noticed = isNoticed ? min(noticed + period, parameters.noticeTime) : .zero
        isPersistent = isNoticed && noticed >= parameters.noticeTime
    }

    private mutating func remember(_ allowance: Power) {
        let place = cycles % Self.memory
        allowances[place] = allowance
        reductions[place] = reduction
        cycles += 1
    }

    /// How many cycles are remembered.
    private static let memory = 32
}

/// How the power trim acts.
public struct PowerTrimParameters: Sendable, BitwiseCopyable {
    /// How late V I is, less than 31 cycles; less than one counts as one.
    public let reportDelay: Duration
    /// Time constant with which V I follows torque, beside that.
    public let reportLag: Duration
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
        reportLag: Duration,
        filterTime: Duration,
        attackTime: Duration,
        releaseTime: Duration,
        greatestPart: Double,
        noticedPart: Double,
        noticeTime: Duration
    ) {
        guard reportDelay >= .zero, reportLag > .zero, filterTime > .zero, attackTime > .zero,
            releaseTime > .zero,
            noticeTime > .zero, greatestPart >= 0, greatestPart <= 1, noticedPart >= 0,
            noticedPart <= 1
        else { return nil }
        self.reportDelay = reportDelay
        self.reportLag = reportLag
        self.filterTime = filterTime
        self.attackTime = attackTime
        self.releaseTime = releaseTime
        self.greatestPart = greatestPart
        self.noticedPart = noticedPart
        self.noticeTime = noticeTime
    }
}
