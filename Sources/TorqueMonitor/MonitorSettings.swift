public import CANFrames

/// The most torque a motor may be asked for at a speed, coarse: straight lines between points.
public struct Envelope: Sendable {
    /// The most points an envelope has.
    public static let capacity = 16
    private var speeds: [16 of Int] = .init(repeating: 0)
    private var torques: [16 of Int] = .init(repeating: 0)
    private var count = 0

    /// An envelope without points, which allows nothing.
    public init() {}

    /// Adds a point: speed in rpm, above the last point's; torque in 0.25 Nm, 0 to 2047.
    ///
    /// False where it is not that, or the envelope is full.
    public mutating func append(speed: Int, torque: Int) -> Bool {
        guard
            count < Self.capacity, speed >= 0, speed <= 32767, torque >= 0, torque <= 2047,
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
        for index in 0..<count { peak = max(peak, torques.span[index]) }
        return peak
    }

    /// The torque in 0.25 Nm at a speed in rpm of either direction.
    public func torque(at speed: Int) -> Int {
        let speed = abs(speed)
        guard count > 0 else { return 0 }
        let speeds = self.speeds.span
        let torques = self.torques.span
        if speed <= speeds[0] { return torques[0] }
        for index in 1..<max(1, count) where speed <= speeds[index] {
            let rise = (torques[index] - torques[index - 1]) * (speed - speeds[index - 1])
            return torques[index - 1] + rise / (speeds[index] - speeds[index - 1])
        }
        return torques[count - 1]
    }
}

/// What a frame on the allow-list is.
public enum FrameRole: UInt8, Sendable {
    /// 0x1D4: torque, protected, in every command.
    case torque
    /// 0x11A: gear, protected, in every command.
    case gear
    /// Any other frame: sent as it is when a command has it.
    case state
}

/// A frame that may be sent on an axle's bus.
public struct AllowedFrame: Sendable {
    /// The axle whose bus it may be sent on.
    public var axle: Axle
    /// Its identifier.
    public var id: FrameID
    /// Its length in bytes, exactly.
    public var length: UInt8
    /// What it is.
    public var role: FrameRole
    /// How often it is repeated while the guardian itself holds zero torque, in nanoseconds.
    public var period: Int64

    /// Puts the parts together.
    public init(axle: Axle, id: FrameID, length: UInt8, role: FrameRole, period: Int64) {
        self.axle = axle
        self.id = id
        self.length = length
        self.role = role
        self.period = period
    }
}

/// The frames that may be sent, for both axles; torque frames stand first.
public struct AllowList: Sendable {
    /// The most frames both axles have together.
    public static let capacity = 16
    private var entries: [16 of AllowedFrame?] = .init(repeating: nil)
    /// How many there are.
    public private(set) var count = 0

    /// An empty list: nothing may be sent.
    public init() {}

    /// Adds a frame of 1 to 8 bytes, 8 for torque and gear.
    ///
    /// False where it is not that, where the axle has that identifier or (for torque and gear) that
    /// role already, or where the list is full.
    public mutating func append(_ entry: AllowedFrame) -> Bool {
        guard
            count < Self.capacity, entry.length >= 1, entry.length <= 8,
            entry.role == .state || entry.length == 8, entry.period > 0,
            index(of: entry.id, on: entry.axle) == nil,
            entry.role == .state || index(of: entry.role, on: entry.axle) == nil
        else { return false }
        var place = count
        if entry.role == .torque {
            place = 0
            while place < count, entries[place]?.role == .torque { place += 1 }
        }
        var index = count
        while index > place {
            entries[index] = entries[index - 1]
            index -= 1
        }
        entries[place] = entry
        count += 1
        return true
    }

    /// Whether each axle has its torque and its gear frame.
    public var isComplete: Bool {
        index(of: .torque, on: .front) != nil && index(of: .torque, on: .rear) != nil
            && index(of: .gear, on: .front) != nil && index(of: .gear, on: .rear) != nil
    }

    /// The frame at a place below `count`; nil from there on.
    public subscript(index: Int) -> AllowedFrame? {
        index >= 0 && index < count ? entries.span[index] : nil
    }

    /// The place of an identifier on an axle's bus.
    public func index(of id: FrameID, on axle: Axle) -> Int? {
        let entries = self.entries.span
        for index in 0..<count {
            if let entry = entries[index], entry.id == id, entry.axle == axle { return index }
        }
        return nil
    }

    /// The place of an axle's first frame of a role.
    public func index(of role: FrameRole, on axle: Axle) -> Int? {
        let entries = self.entries.span
        for index in 0..<count {
            if let entry = entries[index], entry.role == role, entry.axle == axle { return index }
        }
        return nil
    }
}

/// The monitor's times, all in nanoseconds.
public struct MonitorTiming: Sendable {
    /// Without a valid command for this long, armed, torque is taken to zero.
    public var silence: Int64
    /// A command older than this is refused.
    public var commandAge: Int64
    /// How long more than the tolerance may be cut off before the arming trips.
    public var clamping: Int64
    /// A motor speed older than this is not known.
    public var speedAge: Int64
    /// A discharge limit older than this is not known.
    public var dischargeLimitAge: Int64
    /// How long after a foreign sender's frame arming is refused.
    public var foreignSender: Int64
    /// How often zero-torque frames are repeated.
    public var zeroPeriod: Int64

    /// Puts the parts together.
    public init(
        silence: Int64,
        commandAge: Int64,
        clamping: Int64,
        speedAge: Int64,
        dischargeLimitAge: Int64,
        foreignSender: Int64,
        zeroPeriod: Int64
    ) {
        self.silence = silence
        self.commandAge = commandAge
        self.clamping = clamping
        self.speedAge = speedAge
        self.dischargeLimitAge = dischargeLimitAge
        self.foreignSender = foreignSender
        self.zeroPeriod = zeroPeriod
    }
}

/// The monitor's bounds.
///
/// Torques are in 0.25 Nm, all at least 0.
public struct MonitorBounds: Sendable {
    /// The coarse envelope of each axle's motor.
    public var envelope: PerAxle<Envelope>
    /// How far above the envelope a torque may be.
    public var envelopeMargin: Int
    /// How much may be cut off for long without a trip.
    public var clampTolerance: Int
    /// How far the weaker axle may pull against the other.
    public var oppositeTorque: Int
    /// How fast an axle's bound falls when the gear leaves drive or the speed is lost, in
    /// 0.25 Nm a second.
    public var releaseRamp: Int
    /// How fast an axle's bound falls when the battery's limit drops, in 0.25 Nm a second.
    public var powerRamp: Int
    /// The part of the battery's limit that others always take, in watts.
    public var auxiliaryPower: Int
    /// Copper loss in milliwatts per Nm squared: what torque costs near standstill.
    public var copperLoss: Int
    /// Below this speed in rpm the copper loss counts, not torque times speed.
    public var standstillSpeed: Int

    /// Puts the parts together.
    public init(
        envelope: PerAxle<Envelope>,
        envelopeMargin: Int,
        clampTolerance: Int,
        oppositeTorque: Int,
        releaseRamp: Int,
        powerRamp: Int,
        auxiliaryPower: Int,
        copperLoss: Int,
        standstillSpeed: Int
    ) {
        self.envelope = envelope
        self.envelopeMargin = envelopeMargin
        self.clampTolerance = clampTolerance
        self.oppositeTorque = oppositeTorque
        self.releaseRamp = releaseRamp
        self.powerRamp = powerRamp
        self.auxiliaryPower = auxiliaryPower
        self.copperLoss = copperLoss
        self.standstillSpeed = standstillSpeed
    }
}

/// Everything the monitor is told before it starts.
public struct MonitorSettings: Sendable {
    /// What may be sent.
    public let allowList: AllowList
    /// Times.
    public let timing: MonitorTiming
    /// Bounds.
    public let bounds: MonitorBounds
    /// The bus on which the battery's limits (0x1DC) are received.
    public let batteryAxle: Axle
    /// How many zero-torque frames go out after disarming, 1 to 100.
    public let disarmFrames: Int

    /// Refuses an incomplete allow-list, an empty envelope, and times or counts below 1.
    public init?(
        allowList: AllowList,
        timing: MonitorTiming,
        bounds: MonitorBounds,
        batteryAxle: Axle,
        disarmFrames: Int
    ) {
        guard
            allowList.isComplete, bounds.envelope.front.isUsable, bounds.envelope.rear.isUsable,
            timing.silence > 0, timing.commandAge > 0, timing.clamping > 0, timing.speedAge > 0,
            timing.dischargeLimitAge > 0, timing.foreignSender > 0, timing.zeroPeriod > 0,
            bounds.envelopeMargin >= 0, bounds.clampTolerance >= 0, bounds.oppositeTorque >= 0,
            bounds.releaseRamp > 0, bounds.powerRamp > 0, bounds.auxiliaryPower >= 0,
            bounds.copperLoss >= 0, bounds.standstillSpeed >= 0,
            (1...100).contains(disarmFrames)
        else { return nil }
        self.allowList = allowList
        self.timing = timing
        self.bounds = bounds
        self.batteryAxle = batteryAxle
        self.disarmFrames = disarmFrames
    }
}

#if !hasFeature(Embedded)
extension MonitorSettings {
    /// The identifiers the monitor wants to receive on both buses, beside those on the allow-list.
    public var receivedIDs: [FrameID] {
        [VehicleWatch.statusID, VehicleWatch.limitsID].compactMap { FrameID(rawValue: $0) }
    }
}
#endif
