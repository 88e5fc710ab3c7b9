public import VehicleModel

/// When heating and air conditioning are asked to shed load.
public struct LoadSheddingParameters: Sendable, BitwiseCopyable {
    /// Below this scale factor of drive torque it is asked for, 0 to 1.
    public var begin: Double
    /// How long the factor must be below without a break.
    public var beginTime: Duration
    /// From this factor on it is no longer asked for, `begin` to 1.
    public var end: Double
    /// How long the factor must be there without a break.
    public var endTime: Duration

    /// Puts the parts together.
    public init(
        begin: Double = 0.9,
        beginTime: Duration = .milliseconds(500),
        end: Double = 0.95,
        endTime: Duration = .seconds(2)
    ) {
        self.begin = begin
        self.beginTime = beginTime
        self.end = end
        self.endTime = endTime
    }
}

/// Asks heating and air conditioning to shed load while the battery's limit takes much of the drive.
public struct LoadShedding: Sendable, BitwiseCopyable {
    /// Whether it is asked for.
    public private(set) var isAsked = false
    private var change = Persistence()

    /// Not asked for.
    public init() {}

    /// Takes one cycle's factor by which the battery's discharge limit scales drive torque, 1 and more
    /// for no limit; whether load shall be shed.
    public mutating func step(
        _ scale: Double,
        with parameters: LoadSheddingParameters,
        at now: Instant
    ) -> Bool {
        let isDue = isAsked ? scale >= parameters.end : scale < parameters.begin
        let limit = isAsked ? parameters.endTime : parameters.beginTime
        if let time = change.step(isDue, at: now), time > limit {
            isAsked.toggle()
            change = Persistence()
        }
        return isAsked
    }
}
