public import VehicleModel

/// Turns what is known into faults, and faults into a step of the ladder and into what each axle may
/// still have.
///
/// A fault that forbids torque takes it away at once. It comes back when no such fault has been
/// present for 500 ms and the pedal has been let go.
public struct FaultMonitor: Sendable, BitwiseCopyable {
    /// Every fault with its counts.
    public private(set) var memory = FaultMemory()
    /// Whether torque is withheld.
    public private(set) var isHolding = false
    /// The degradation ladder.
    public private(set) var ladder = DegradationLadder()
    /// What is done about the faults of the last cycle.
    public private(set) var effects = FaultEffects()
    /// A fault that takes torque or power away heals, or is latched at no torque: arming now would be
    /// armed into it.
    public private(set) var hindersArming = false
    private var parameters: FaultParameters
    private var detectors: FaultDetectors
    private var progress: [51 of FaultProgress] = .init(repeating: FaultProgress())
    /// Those with a progress.
    private var engaged = FaultSet()
    private var clean = Persistence()
    private var lostBus = Persistence()
    private var keyCycle = KeyCycle()
    private var lone = AxlePair(both: LoneAxle())
    private let undriven: Axle?
    /// Of a drive unit that is not there, so never seen.
    private let impossible: FaultSet

    /// No fault seen; `undriven` is the axle without a motor, nil where both have one.
    public init(_ parameters: FaultParameters = FaultParameters(), undriven: Axle? = nil) {
        self.parameters = parameters
        self.undriven = undriven
        impossible = FaultSet(of: undriven)
        detectors = FaultDetectors(parameters)
    }

    /// Looks for every fault at `now`.
    public mutating func step(
        _ inputs: ConditionedInputs,
        _ surroundings: Surroundings,
        _ evidence: FaultEvidence,
        at now: Instant
    ) {
        let signs = detectors.step(
            inputs,
            surroundings,
            evidence,
            at: now,
            with: parameters.detection
        ).without(impossible)
        let isStanding = inputs.speed.map { $0.magnitude < parameters.standstill } ?? false
        let occasion = FaultProgress.Occasion(
            isArmed: evidence.isArmed,
            hasKeyCycled: keyCycle.step(
                isReady: inputs.isInverterReady.filled(in: undriven),
                isStanding: isStanding,
                isArmed: evidence.isArmed,
                at: now,
                offTime: parameters.keyOffTime
            )
        )
        let isLive = evidence.isControlling ? evidence.isArmed : evidence.given.isAny
        let found = age(signs, isLive: isLive, occasion, at: now)
        let isReleased = inputs.pedal.map { $0 < parameters.releasedPedal } ?? false
        ladder.step(
            demanded: isLive ? found.level : min(found.level, ladder.level),
            faulty: isLive ? found.faulty : AxlePair(both: false),
            isCalm: isReleased || isStanding,
            hasKeyCycled: occasion.hasKeyCycled,
            at: now,
            healTime: parameters.ladder.healTime
        )
        hold(found.forbidsTorque, isReleased: isReleased, at: now)
        act(on: found, isReleased: isReleased)
        effects.endsArming = endsArming(evidence, at: now)
        hindersArming = found.hindersArming
    }

    /// Whether a fault may be cleared now.
    public func mayClear(_ fault: Fault) -> Bool {
        memory[fault].isClearable(by: parameters.table[fault])
    }

    /// Forgets a fault that may be cleared, and ends its latch.
    public mutating func clear(_ fault: Fault) {
        guard mayClear(fault) else { return }
        progress[Int(fault.rawValue)].release()
        memory.forget(fault)
    }

    /// The faults in effect, put together.
    fileprivate struct Found: Sendable {
        var level = LadderLevel.full
        var faulty = AxlePair(both: false)
        var axles = AxlePair(both: AxleEffect.none)
        var forbidsTorque = false
        var isLost = AxlePair(both: false)
        var isPowerScaled = false
        var isSplitEven = false
        var hindersArming = false
    }

    private mutating func age(
        _ signs: FaultSet,
        isLive: Bool,
        _ occasion: FaultProgress.Occasion,
        at now: Instant
    ) -> Found {
        var found = Found()
        var rest = FaultSet(rawValue: signs.rawValue | engaged.rawValue)
        while let fault = rest.popFirst() {
            let index = Int(fault.rawValue)
            let rule = parameters.table.all[index]
            // Torque that was not given was out, whatever the core knows of an arming.
            let wasOut = isLive || fault == .sentTorqueWrong
            progress[index].step(signs.contains(fault), rule, isLive: wasOut, occasion, at: now)
            let state = progress[index]
            if state.isAbsent { engaged.remove(fault) } else { engaged.insert(fault) }
            memory.note(fault, isPresent: state.isPresent, at: now)
            memory.note(fault, isHealing: state.isHealing, isLatched: state.isLatched)
            guard state.isPresent || state.isHealing || state.isLatched else { continue }
            found.include(fault, rule, isOpen: !state.isHealing)
            let isUnsettled = state.isPresent || state.isHealing
            if isUnsettled && rule.level >= .reduced || rule.level >= .zeroTorque {
                found.hindersArming = true
            }
        }
        let lost = found.isLost.filled(in: undriven)
        let isEither = lost.front || lost.rear
        let isBoth = lost.front && lost.rear
        if isBoth || isEither && !parameters.goesOnWithOneAxle { found.forbidsTorque = true }
        return found
    }

    private mutating func hold(_ isForbidden: Bool, isReleased: Bool, at now: Instant) {
        if isForbidden { isHolding = true }
        let time = clean.step(isHolding && !isForbidden, at: now)
        guard let time, time >= parameters.holdTime, isReleased else { return }
        isHolding = false
    }

    private mutating func act(on found: Found, isReleased: Bool) {
        effects.ladder = LadderEffects(
            ladder.level,
            excluding: ladder.excluded,
            with: parameters.ladder
        )
        effects.axles = found.axles
        effects.powerFactor = found.isPowerScaled ? parameters.overLimit.scale : 1
        effects.isSplitEven = found.isSplitEven
        effects.withholdsTorque = isHolding
        if isOld(detectors.pedalAge) {
            effects.axles.hold(.front)
            effects.axles.hold(.rear)
        }
        if isOld(detectors.inverterAges.front) { effects.axles.hold(.front) }
        if isOld(detectors.inverterAges.rear) { effects.axles.hold(.rear) }
        // An axle that never had torque is not given up: the other one does not go on alone.
        if let undriven {
            effects.axles[undriven] = .none
            effects.ladder.torqueFactors[undriven] = 1
        }
        let isFrontAlone = effects.givesUp(.rear)
        let isRearAlone = effects.givesUp(.front)
        lone.front.step(isAlone: isFrontAlone, isReleased: isReleased)
        lone.rear.step(isAlone: isRearAlone, isReleased: isReleased)
        if lone.front.isHeld { effects.axles.hold(.front) }
        if lone.rear.isHeld { effects.axles.hold(.rear) }
    }

    private func isOld(_ age: Duration?) -> Bool { age.map { $0 > parameters.holdAge } ?? true }

    /// A bus that is down keeps whoever is on it silent: an arming without its torque ends, before it
    /// is forgotten.
    ///
    /// Where other torque is sent than is given, only an arming's end stops it.
    private mutating func endsArming(_ evidence: FaultEvidence, at now: Instant) -> Bool {
        let active = memory.active
        if active.contains(.sentTorqueWrong) { return true }
        let isSilent =
            active.contains(.frontInverterLost) || active.contains(.rearInverterLost)
            || active.contains(.batteryLimitsLate)
        let isCut = active.contains(.busLost) && isSilent && evidence.isArmed
        return lostBus.step(isCut, at: now).map { $0 >= parameters.lostBusTime } ?? false
    }
}

extension FaultMonitor.Found {
    /// Adds a fault in effect; `isOpen` says that it is not only healing.
    fileprivate mutating func include(_ fault: Fault, _ rule: FaultRule, isOpen: Bool) {
        level = max(level, rule.level)
        if let axle = fault.axle, rule.level == .singleAxle { faulty[axle] = true }
        switch rule.reaction {
        case .note: break
        case .ramp: strengthen(fault, .ramp, isOpen: isOpen)
        case .cut: strengthen(fault, .cut, isOpen: isOpen)
        // Its healing stands in the holding, with the released pedal.
        case .withhold: if isOpen { forbidsTorque = true }
        case .scalePower: isPowerScaled = true
        case .evenSplit: isSplitEven = true
        }
    }

    /// On the fault's axle; on both where it concerns the whole vehicle.
    private mutating func strengthen(_ fault: Fault, _ effect: AxleEffect, isOpen: Bool) {
        let isLost = isOpen && !fault.isOfTorque
        if fault.axle != .rear { strengthen(.front, effect, isLost: isLost) }
        if fault.axle != .front { strengthen(.rear, effect, isLost: isLost) }
    }

    private mutating func strengthen(_ axle: Axle, _ effect: AxleEffect, isLost: Bool) {
        if isLost { self.isLost[axle] = true }
        axles[axle] = max(axles[axle], effect)
    }
}

extension Fault {
    /// Torque itself is judged, against what was told: it concerns its own axle in any case.
    fileprivate var isOfTorque: Bool {
        self == .frontTorqueTracking || self == .rearTorqueTracking
            || self == .frontTorqueRunaway || self == .rearTorqueRunaway
    }
}

extension AxlePair<AxleEffect> {
    fileprivate mutating func hold(_ axle: Axle) { self[axle] = max(self[axle], .hold) }
}

extension AxlePair<Torque> {
    /// Whether either axle has any.
    fileprivate var isAny: Bool { front != .zero || rear != .zero }
}
