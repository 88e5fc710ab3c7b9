public import VehicleModel

/// The currents that cells bear in one direction, by time and temperature; A over °C.
public struct CurrentTable: Sendable, BitwiseCopyable {
    /// At any moment.
    public let peak: BatteryCurve
    /// For as long as each of the windows.
    public let windows: [2 of CurrentWindow]
    /// For ever.
    public let continuous: BatteryCurve

    /// Puts the parts together; where a longer time bears more than a shorter one, the shorter holds.
    public init(peak: BatteryCurve, windows: [2 of CurrentWindow], continuous: BatteryCurve) {
        self.peak = peak
        self.windows = windows
        self.continuous = continuous
    }
}

/// The current that cells bear for a time.
public struct CurrentWindow: Sendable, BitwiseCopyable {
    /// How long.
    public let length: Duration
    /// The same in seconds.
    let seconds: Double
    /// A over °C.
    public let current: BatteryCurve

    /// Nil unless `length` is not negative.
    public init?(_ length: Duration, _ current: BatteryCurve) {
        guard length >= .zero else { return nil }
        self.length = length
        seconds = length.inSeconds
        self.current = current
    }
}

/// Holds the current inside a table.
public struct CurrentLimit: Sendable, BitwiseCopyable {
    private var buckets: [2 of PeakBucket] = .init(repeating: PeakBucket())

    /// Rested.
    public init() {}

    /// The current allowed after one period with `current`, A; only its own direction, which is
    /// positive here, uses it up.
    public mutating func step(
        _ current: Current,
        at temperature: Temperature,
        with table: CurrentTable,
        period: Duration
    ) -> Current {
        var table = table
        return step(current, at: temperature, with: &table, period: period)
    }

    /// The same; the table is read where it stands, and stays as it is.
    mutating func step(
        _ current: Current,
        at temperature: Temperature,
        with table: inout CurrentTable,
        period: Duration
    ) -> Current {
        let degrees = temperature.rawValue
        let peak = table.peak.points.value(at: degrees)
        let continuous = min(peak, table.continuous.points.value(at: degrees))
        var allowed = peak
        for index in 0..<2 {
            let windows = table.windows.span
            let bearable = windows[index].current.points.value(at: degrees)
            let bears = max(continuous, min(peak, bearable))
            let holds = (bears - continuous) * windows[index].seconds
            buckets[index].step(
                current.rawValue,
                peak: peak,
                continuous: continuous,
                holds: holds,
                period
            )
            let limit = buckets[index].limit(
                peak: peak,
                continuous: continuous,
                holds: holds
            )
            allowed = min(allowed, limit)
        }
        return Current(allowed)
    }
}
