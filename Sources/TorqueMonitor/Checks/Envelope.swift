/// The most torque a motor may be asked for at a speed, coarse: straight lines between points.
public struct Envelope: Sendable {
    /// The most points an envelope has.
    public static let capacity = 16
    private var speeds: [16 of Int] = .init(repeating: 0)
    private var torques: [16 of Int] = .init(repeating: 0)
    private var count = 0

    /// An envelope without points, which allows nothing.
    public init() {}

    /// Adds a point: speed in rpm, above the last point's; torque in 0.25 Nm, 0 to 4094.
    ///
    /// False where it is not that, or the envelope is full.
    public mutating func append(speed: Int, torque: Int) -> Bool {
        guard
            count < Self.capacity, speed >= 0, speed <= 32767, torque >= 0, torque <= 4094,
            count == 0 || speed > speeds[count - 1]
        else { return false }
        speeds[count] = speed
        torques[count] = torque
        count += 1
        return true
    }

    /// Whether it has a point.
    public var isUsable: Bool { count > 0 }

    /// The largest torque of all points, in 0.25 Nm.
    public var peak: Int {
        var peak = 0
        for index in 0..<count { peak = max(peak, torques[index]) }
        return peak
    }

    /// The torque in 0.25 Nm at a speed in rpm of either direction.
    public func torque(at speed: Int) -> Int { lines.torque(at: speed) }

    /// The envelope where it stands.
    var lines: Lines {
        @_lifetime(borrow self) get { Lines(speeds.span, torques.span, count: count) }
    }
}

extension Envelope {
    /// An envelope without a copy of its points.
    struct Lines: ~Escapable {
        private let speeds: Span<Int>
        private let torques: Span<Int>
        private let count: Int

        @_lifetime(copy speeds, copy torques)
        init(_ speeds: Span<Int>, _ torques: Span<Int>, count: Int) {
            self.speeds = speeds
            self.torques = torques
            self.count = count
        }

        /// The torque in 0.25 Nm at a speed in rpm of either direction.
        func torque(at speed: Int) -> Int {
            let speed = abs(speed)
            guard count > 0 else { return 0 }
            if speed <= speeds[0] { return torques[0] }
            for index in 1..<count where speed <= speeds[index] {
                let rise = (torques[index] - torques[index - 1]) * (speed - speeds[index - 1])
                return torques[index - 1] + rise / (speeds[index] - speeds[index - 1])
            }
            return torques[count - 1]
        }
    }
}
