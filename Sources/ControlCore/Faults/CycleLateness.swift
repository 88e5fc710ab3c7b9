/// Cycles that began too late: a fault after three in a row or one that stood still, healed by 100
/// in time.
struct CycleLateness: Sendable {
    private var late = 0
    private var punctual = 0
    private var isFault = false

    mutating func step(_ surroundings: Surroundings) -> Bool {
        let isLate = surroundings.isOverrun || surroundings.isStalled
        late = isLate ? late + 1 : 0
        punctual = isLate ? 0 : punctual + 1
        if surroundings.isStalled || late >= 3 { isFault = true }
        if punctual >= 100 { isFault = false }
        return isFault
    }
}
