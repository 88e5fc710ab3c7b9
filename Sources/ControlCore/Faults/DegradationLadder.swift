public import VehicleModel

/// The degradation ladder: down at once, up only where nobody asks for torque and all has healed.
///
/// From zero torque on there is no way up but a key cycle.
public struct DegradationLadder: Sendable, BitwiseCopyable {
    /// The step in force.
    public private(set) var level = LadderLevel.full
    /// The axles given up since the ladder came to one axle.
    public private(set) var excluded = AxlePair(both: false)
    private var goal = LadderLevel.full
    private var healing = Persistence()
    private var isHealing = false

    /// At the top.
    public init() {}

    /// One cycle.
    ///
    /// `demanded` is the step that the faults not yet healed demand, `faulty` the axles that they
    /// concern where that is one axle's step; `isCalm` says that the pedal is released or the
    /// vehicle stands.
    public mutating func step(
        demanded: LadderLevel,
        faulty: AxlePair<Bool>,
        isCalm: Bool,
        hasKeyCycled: Bool,
        at now: Instant,
        healTime: Duration
    ) {
        exclude(faulty)
        if hasKeyCycled && level >= .zeroTorque { reach(demanded, faulty) }
        guard demanded < level else {
            reach(demanded, faulty)
            return
        }
        if demanded > goal || !isHealing {
            // What healed last counts: the time begins anew with it.
            goal = demanded
            healing = Persistence()
            isHealing = true
        }
        guard let time = healing.step(true, at: now), level < .zeroTorque, isCalm, time >= healTime
        else { return }
        reach(goal, faulty)
    }

    private mutating func reach(_ level: LadderLevel, _ faulty: AxlePair<Bool>) {
        self.level = level
        isHealing = false
        if level < .singleAxle { excluded = AxlePair(both: false) }
        exclude(faulty)
    }

    private mutating func exclude(_ faulty: AxlePair<Bool>) {
        excluded.front = excluded.front || faulty.front
        excluded.rear = excluded.rear || faulty.rear
    }
}
