/// How long something has been so without a break.
struct Persistence: Sendable {
    private var since: Int64?

    /// Whether it is so, and has been for `time` ns.
    mutating func step(_ isSo: Bool, for time: Int64, at now: Int64) -> Bool {
        guard isSo else {
            since = nil
            return false
        }
        let since = since ?? now
        self.since = since
        return now &- since >= time
    }
}
