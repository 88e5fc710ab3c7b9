public import CANFrames

/// What a frame on the allow-list is.
public enum FrameRole: UInt8, Sendable {
    /// 0x1D4: torque, protected, in every command.
    case torque
    /// 0x11A: gear, protected, in every command.
    case gear
    /// Any other frame: sent as it is when a command has it.
    case state
    /// The guardian's own: torque is allowed. No command may have it.
    case enable
}

extension FrameRole {
    /// The least length of such a frame in bytes.
    public var leastLength: UInt8 {
        switch self {
        case .torque, .gear: 8
        case .state: 1
        case .enable: 3
        }
    }

    /// Whether every command must have it.
    var isCommanded: Bool { self == .torque || self == .gear }
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
    /// Its torque is negative where the vehicle is driven forward: the unit is mounted the other way.
    public var isInverted: Bool

    /// Puts the parts together.
    public init(
        axle: Axle,
        id: FrameID,
        length: UInt8,
        role: FrameRole,
        period: Int64,
        isInverted: Bool = false
    ) {
        self.axle = axle
        self.id = id
        self.length = length
        self.role = role
        self.period = period
        self.isInverted = isInverted
    }

    /// The torque in a frame of role torque, 0.25 Nm, positive forward.
    func torque(_ frame: borrowing Frame) -> Int {
        let torque = TorqueFrame.torque(frame)
        return isInverted ? -torque : torque
    }

    /// Writes a torque of -2047 to 2047 counts, positive forward.
    func setTorque(_ torque: Int, in frame: inout Frame) {
        TorqueFrame.setTorque(isInverted ? -torque : torque, in: &frame)
    }
}

/// The frames that may be sent, for both axles; torque frames stand first.
///
/// An axle without any has no motor: nothing is sent on its bus, whoever asks for it.
public struct AllowList: Sendable {
    /// The most frames both axles have together.
    public static let capacity = 16
    private var entries: [16 of AllowedFrame?] = .init(repeating: nil)
    /// How many there are.
    public private(set) var count = 0

    /// An empty list: nothing may be sent.
    public init() {}

    /// Adds a frame of 1 to 8 bytes, 8 for torque and gear, at least 3 for enable.
    ///
    /// False where it is not that, where the axle has that identifier or (for torque and gear) that
    /// role already, or where the list is full.
    public mutating func append(_ entry: AllowedFrame) -> Bool {
        guard
            count < Self.capacity, entry.length >= entry.role.leastLength, entry.length <= 8,
            entry.period > 0,
            index(of: entry.id, on: entry.axle) == nil,
            entry.role == .state || index(of: entry.role, on: entry.axle) == nil
        else { return false }
        var place = count
        if entry.role == .torque {
            place = 0
            // There is room: behind the last one stands none.
            while entries[place]?.role == .torque { place += 1 }
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

    /// Whether each axle that has frames has its torque and its gear frame, and one axle has.
    public var isComplete: Bool {
        count > 0 && isComplete(.front) && isComplete(.rear)
    }

    private func isComplete(_ axle: Axle) -> Bool {
        !hasFrames(for: axle)
            || index(of: .torque, on: axle) != nil && index(of: .gear, on: axle) != nil
    }

    /// The axle without frames, where the other one has some; nil where both have, or none.
    public var undriven: Axle? {
        let front = hasFrames(for: .front)
        guard front != hasFrames(for: .rear) else { return nil }
        return front ? .rear : .front
    }

    /// Whether anything may be sent on an axle's bus.
    public func hasFrames(for axle: Axle) -> Bool {
        for index in 0..<count where listed[index]?.axle == axle { return true }
        return false
    }

    /// The frame at a place below `count`; nil from there on.
    public subscript(index: Int) -> AllowedFrame? { listed[index] }

    /// The place of an identifier on an axle's bus.
    public func index(of id: FrameID, on axle: Axle) -> Int? { listed.index(of: id, on: axle) }

    /// The place of an axle's first frame of a role.
    public func index(of role: FrameRole, on axle: Axle) -> Int? {
        listed.index(of: role, on: axle)
    }

    /// The list where it stands.
    var listed: Listed {
        @_lifetime(borrow self) get { Listed(entries.span, count: count) }
    }
}

extension AllowList {
    /// The list without a copy of it.
    struct Listed: ~Escapable {
        private let entries: Span<AllowedFrame?>
        private let count: Int

        @_lifetime(copy entries)
        init(_ entries: Span<AllowedFrame?>, count: Int) {
            self.entries = entries
            self.count = count
        }

        /// The frame at a place below `count`; nil from there on.
        subscript(index: Int) -> AllowedFrame? {
            index >= 0 && index < count ? entries[index] : nil
        }

        func index(of id: FrameID, on axle: Axle) -> Int? {
            for index in 0..<count {
                if let entry = entries[index], entry.id == id, entry.axle == axle { return index }
            }
            return nil
        }

        func index(of role: FrameRole, on axle: Axle) -> Int? {
            for index in 0..<count {
                if let entry = entries[index], entry.role == role, entry.axle == axle {
                    return index
                }
            }
            return nil
        }
    }
}
