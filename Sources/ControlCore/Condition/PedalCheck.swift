import VehicleModel

/// The pedal out of its two sensors.
struct PedalCheck: Sendable, BitwiseCopyable {
    /// Which sensors the position comes from.
    private enum Source: Sendable { case none, both, first, second }

    private var source = Source.none
    private var previous: Double?
    private var ceiling: Double?
    private var disagreement = DebouncedFault()
    private var firstStuck = StuckSignal()
    private var secondStuck = StuckSignal()

    /// Takes both sensors at `now`.
    mutating func step(
        _ histories: CheckedInputs,
        at now: Instant,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        var first = histories.value(.pedalA)
        var second = histories.value(.pedalB)
        findStuck(&first, &second, histories, with: parameters, into: &inputs)
        var holds = false
        var isGone = false
        if let first, let second {
            holds = abs(first - second) > parameters.pedalTolerance
            isGone = abs(first - second) < parameters.pedalAgreement
        }
        inputs.isPedalImplausible = disagreement.step(
            holds: holds,
            isGone: isGone,
            parameters.pedal,
            at: now
        )
        inputs.pedal = position(first, second)
        inputs.hasOnePedal = source == .first || source == .second
        previous = inputs.pedal
    }

    /// A sensor that stands counts as stuck only while the other says something else: at the ends of
    /// travel one may stand where the other still moves.
    private mutating func findStuck(
        _ first: inout Double?,
        _ second: inout Double?,
        _ histories: CheckedInputs,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        let limit = parameters.stuckPedal
        var doAgree = false
        if let first, let second { doAgree = abs(first - second) <= limit.part }
        let isFirstStuck = firstStuck.step(
            first,
            beside: second.map { RelatedSignals(first: $0, second: $0) },
            isExcused: doAgree,
            arrival: histories[.pedalA].arrival,
            floor: limit.part,
            with: limit
        )
        let isSecondStuck = secondStuck.step(
            second,
            beside: first.map { RelatedSignals(first: $0, second: $0) },
            isExcused: doAgree,
            arrival: histories[.pedalB].arrival,
            floor: limit.part,
            with: limit
        )
        if isFirstStuck { first = nil }
        if isSecondStuck { second = nil }
        inputs.hasStuckPedal = isFirstStuck || isSecondStuck
    }

    /// Always the lower of two: a mean would turn 0 and 100 % into 50 % until the fault matures.
    ///
    /// Where only one is left it counts no more than the two did, until it has been as low: the lost
    /// one may have been what held the demand down.
    private mutating func position(_ first: Double?, _ second: Double?) -> Double? {
        let now: Source
        let lower: Double
        switch (first, second) {
        case (let first?, let second?):
            now = .both
            lower = min(first, second)
        case (let first?, nil):
            now = .first
            lower = first
        case (nil, let second?):
            now = .second
            lower = second
        case (nil, nil):
            source = .none
            ceiling = nil
            return nil
        }
        if now == .both { ceiling = nil } else if now != source { ceiling = previous }
        source = now
        guard let highest = ceiling, lower > highest else {
            ceiling = nil
            return lower
        }
        return highest
    }
}
