import VehicleModel

/// Two signals that cannot move without the one beside them.
struct RelatedSignals: Sendable, BitwiseCopyable {
    var first: Double
    var second: Double

    /// Whether both have moved from `reference` by more than `part` of it, and more than `floor`.
    func haveMoved(from reference: RelatedSignals, by part: Double, floor: Double) -> Bool {
        abs(first - reference.first) > max(part * abs(reference.first), floor)
            && abs(second - reference.second) > max(part * abs(reference.second), floor)
    }
}

/// Notices a signal that stands to its last bit although what belongs to it has moved.
///
/// Time is that of the signal's own frames, so that one that does not come is stale and not stuck.
/// It counts from the movement: a car at constant speed lets every signal stand, and the first
/// frame after it may be one cycle late.
struct StuckSignal: Sendable, BitwiseCopyable {
    /// Whether the signal may not be used until it changes.
    private(set) var isStuck = false
    private var standing: Double?
    private var reference: RelatedSignals?
    private var haveMoved = false
    private var time = Persistence()

    /// Takes the signal's newest value, nil where it is not known, and whether it is excused because
    /// it stands where it should; whether it is stuck.
    mutating func step(
        _ value: Double?,
        beside related: RelatedSignals?,
        isExcused: Bool,
        arrival: Instant,
        floor: Double,
        with limit: StuckLimit
    ) -> Bool {
        guard let value else {
            if !isStuck { self = StuckSignal() }
            return isStuck
        }
        guard standing == value else {
            self = StuckSignal()
            standing = value
            reference = related
            return false
        }
        if let related, let reference {
            if related.haveMoved(from: reference, by: limit.part, floor: floor) { haveMoved = true }
        } else if reference == nil {
            reference = related
        }
        let stood = time.step(haveMoved && !isExcused, at: arrival)
        isStuck = stood.map { $0 >= limit.time } ?? false
        return isStuck
    }
}
