/// Notices a value that stays the same to the last bit while a related one moves.
struct StuckSignal: Sendable {
    private var value: Double?
    private var related = 0.0
    private var hasMoved = false

    /// Whether the value has stood still while the related one moved further than `move`.
    ///
    /// Where zero is where it rests, a value of zero is never stuck: the other may well move.
    mutating func step(
        _ value: Double?,
        beside related: Double?,
        move: Double,
        restsAtZero: Bool
    ) -> Bool {
        guard let value, let related, value.isFinite, related.isFinite else {
            self.value = nil
            return false
        }
        if self.value != value {
            self.value = value
            self.related = related
            hasMoved = false
        }
        if abs(related - self.related) > move { hasMoved = true }
        return hasMoved && !(restsAtZero && value == 0)
    }
}
