/// How a controller is restarted after bus-off.
public struct RecoveryDescription: Hashable, Sendable {
    /// From bus-off to the first restart; it doubles with each one that did not help.
    public var delay: Duration
    /// What the delay grows to; a bus that was well for so long begins anew.
    public var longestDelay: Duration
    /// Restarts in a row; then the controller stays off.
    public var limit: Int64

    /// Puts the parts together.
    public init(delay: Duration, longestDelay: Duration, limit: Int64) {
        self.delay = delay
        self.longestDelay = longestDelay
        self.limit = limit
    }
}
