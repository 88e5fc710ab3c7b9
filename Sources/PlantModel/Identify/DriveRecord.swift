/// What a recording says of one drive: the motors' torques and speeds, the battery's voltage and
/// current.
///
/// Times are s from any start, rising. Positive torque drives forward, positive current leaves the
/// battery.
public struct DriveRecord: Equatable, Sendable {
    /// Torque and speed as the inverters tell them: of each drive unit.
    public var motors: [[MotorSample]]
    /// Voltage and current as the battery's controller tells them.
    public var battery: [BatterySample]
    /// Speed over ground: each source with its samples.
    public var ground: [GroundSpeed]
    /// State of charge at the start, 0 to 1; nil where the recording does not say.
    public var stateOfCharge: Double?

    /// A hole longer than this, s, is not bridged.
    public static let longestHole = 0.5

    /// Puts the samples together.
    public init(
        motors: [[MotorSample]] = [],
        battery: [BatterySample] = [],
        ground: [GroundSpeed] = [],
        stateOfCharge: Double? = nil
    ) {
        self.motors = motors
        self.battery = battery
        self.ground = ground
        self.stateOfCharge = stateOfCharge
    }

    /// Torque and speed of one moment.
    public struct MotorSample: Equatable, Sendable {
        /// When, s.
        public var time: Double
        /// Torque, Nm.
        public var torque: Double
        /// Motor speed, rad/s.
        public var speed: Double

        /// Puts the numbers together.
        public init(time: Double, torque: Double, speed: Double) {
            self.time = time
            self.torque = torque
            self.speed = speed
        }
    }

    /// Voltage and current of one moment.
    public struct BatterySample: Equatable, Sendable {
        /// When, s.
        public var time: Double
        /// Voltage, V.
        public var voltage: Double
        /// Current, A.
        public var current: Double

        /// Puts the numbers together.
        public init(time: Double, voltage: Double, current: Double) {
            self.time = time
            self.voltage = voltage
            self.current = current
        }

        /// Power, W.
        public var power: Double { voltage * current }
    }

    /// Speeds over ground of one source.
    public struct GroundSpeed: Equatable, Sendable {
        /// The source's name.
        public var name: String
        /// How fast, when.
        public var samples: [SpeedSample]

        /// Puts the parts together.
        public init(name: String, samples: [SpeedSample]) {
            self.name = name
            self.samples = samples
        }
    }

    /// Speed of one moment.
    public struct SpeedSample: Equatable, Sendable {
        /// When, s.
        public var time: Double
        /// Speed over ground, m/s.
        public var speed: Double

        /// Puts the numbers together.
        public init(time: Double, speed: Double) {
            self.time = time
            self.speed = speed
        }
    }
}

extension DriveRecord {
    /// The longest stretch in which all motors and the battery speak without a longer hole.
    public var longestStretch: DriveRecord {
        guard !motors.isEmpty else { return within(nil) }
        var common = Self.stretches(battery.map(\.time))
        for motor in motors {
            let own = Self.stretches(motor.map(\.time))
            common = common.flatMap { one in
                own.filter { $0.overlaps(one) }.map { $0.clamped(to: one) }
            }
        }
        return within(common.max { Self.length($0) < Self.length($1) })
    }

    /// The part between two shares, 0 to 1, of the time that it lasts.
    ///
    /// Only the beginning has a state of charge.
    public func part(_ shares: ClosedRange<Double>) -> DriveRecord {
        guard let span else { return within(nil) }
        let from = span.lowerBound + shares.lowerBound * Self.length(span)
        let to = span.lowerBound + shares.upperBound * Self.length(span)
        var part = within(from...max(from, to))
        if shares.lowerBound > 0 { part.stateOfCharge = nil }
        return part
    }

    /// The same with only those of the battery's samples that are of an even second, or of an odd
    /// one.
    public func seconds(even: Bool) -> DriveRecord {
        var part = self
        let start = span?.lowerBound ?? 0
        part.battery = battery.filter { (Int($0.time - start) % 2 == 0) == even }
        return part
    }

    /// How long all speak, s.
    public var duration: Double { span.map(Self.length) ?? 0 }

    /// From when to when all speak, s.
    var span: ClosedRange<Double>? {
        let times = motors.map { $0.map(\.time) } + [battery.map(\.time)]
        guard !motors.isEmpty, !times.contains(where: \.isEmpty) else { return nil }
        let start = times.compactMap(\.first).max() ?? 0
        let end = times.compactMap(\.last).min() ?? 0
        return start <= end ? start...end : nil
    }

    private func within(_ times: ClosedRange<Double>?) -> DriveRecord {
        var part = self
        part.motors = motors.map { $0.filter { times?.contains($0.time) ?? false } }
        part.battery = battery.filter { times?.contains($0.time) ?? false }
        return part
    }

    private static func length(_ times: ClosedRange<Double>) -> Double {
        times.upperBound - times.lowerBound
    }

    private static func stretches(_ times: [Double]) -> [ClosedRange<Double>] {
        guard var start = times.first else { return [] }
        var found: [ClosedRange<Double>] = []
        var last = start
        for time in times.dropFirst() {
            if time - last > longestHole || time < last {
                found.append(start...last)
                start = time
            }
            last = time
        }
        return found + [start...last]
    }
}
