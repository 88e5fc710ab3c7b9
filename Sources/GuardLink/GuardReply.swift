/// What the guardian did with one axle's frames of a command.
public enum GuardVerdict: UInt8, Sendable {
    /// Nothing was asked of it: disarmed.
    case idle
    /// Sent with the torque asked for.
    case sent
    /// Sent with less torque than asked for.
    case clamped
    /// Zero torque was sent instead.
    case zeroed
    /// Nothing of the command was sent.
    case refused
    /// The bus did not take the frames; they are lost, not late.
    case dropped
}

/// Why the guardian sent less than was asked, or nothing.
public struct GuardReasons: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Takes the bits as they are.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Above the coarse envelope of the motor at its speed.
    public static let envelope = GuardReasons(rawValue: 1 << 0)
    /// The motor's speed is not known.
    public static let speedUnknown = GuardReasons(rawValue: 1 << 1)
    /// Above what the battery says it can discharge, or it says nothing valid.
    public static let power = GuardReasons(rawValue: 1 << 2)
    /// The gear sent is neither drive nor reverse, or differs between the axles.
    public static let gear = GuardReasons(rawValue: 1 << 3)
    /// The frame itself says that high voltage is not ready.
    public static let notReady = GuardReasons(rawValue: 1 << 4)
    /// The axles pull against each other.
    public static let oppositeSigns = GuardReasons(rawValue: 1 << 5)
    /// One of the two buses takes no frames now.
    public static let linkDown = GuardReasons(rawValue: 1 << 6)
    /// The last pair went out by half.
    public static let pairBroken = GuardReasons(rawValue: 1 << 7)
    /// The frame's own torque ceiling or floor was wider than the guardian's and was narrowed.
    public static let ceiling = GuardReasons(rawValue: 1 << 8)
    /// The arming has tripped: nothing of it becomes torque any more.
    public static let tripped = GuardReasons(rawValue: 1 << 9)
    /// The program-flow token is wrong.
    public static let token = GuardReasons(rawValue: 1 << 10)
    /// The cycle number does not follow the last.
    public static let cycle = GuardReasons(rawValue: 1 << 11)
    /// Too old, or from the future.
    public static let age = GuardReasons(rawValue: 1 << 12)
    /// A frame is not on the bus's allow-list.
    public static let notAllowed = GuardReasons(rawValue: 1 << 13)
    /// A frame has another length than the allow-list says.
    public static let length = GuardReasons(rawValue: 1 << 14)
    /// A frame's checksum is wrong.
    public static let checksum = GuardReasons(rawValue: 1 << 15)
    /// A frame's counter does not follow the last.
    public static let counter = GuardReasons(rawValue: 1 << 16)
    /// A frame of the pair is missing, or there twice.
    public static let incomplete = GuardReasons(rawValue: 1 << 17)
    /// The arming id was used before, is older than one that was, or is ahead of the clock.
    public static let usedArming = GuardReasons(rawValue: 1 << 18)
    /// A new arming must begin with zero torque.
    public static let armingTorque = GuardReasons(rawValue: 1 << 19)
    /// Somebody else sends our identifiers on a bus.
    public static let foreignSender = GuardReasons(rawValue: 1 << 20)
    /// Driving beyond what the pedal means, or no pedal is known.
    public static let pedal = GuardReasons(rawValue: 1 << 21)
    /// The brake is pressed, or not known.
    public static let brake = GuardReasons(rawValue: 1 << 22)
    /// Braking beyond the lifted pedal's torque and the brake unit's request.
    public static let lift = GuardReasons(rawValue: 1 << 23)
    /// ABS acts, or is not known.
    public static let abs = GuardReasons(rawValue: 1 << 24)
    /// Above what the battery can take.
    public static let charge = GuardReasons(rawValue: 1 << 25)
    /// The axle behind, which is the front in reverse, brakes more than its part of the load.
    public static let rearShare = GuardReasons(rawValue: 1 << 26)
    /// Against the gear where that would drive, not brake.
    public static let againstGear = GuardReasons(rawValue: 1 << 27)
    /// Above the bench's ceilings.
    public static let bench = GuardReasons(rawValue: 1 << 28)
    /// More than the tolerance cut off twice in a row.
    public static let clampedAgain = GuardReasons(rawValue: 1 << 29)
    /// The emergency stop is pressed or not known, or the enable line cannot be driven.
    public static let emergencyStop = GuardReasons(rawValue: 1 << 30)
}

/// Why the guardian took an arming's torque away.
public enum GuardTrip: UInt8, Sendable {
    /// It did not.
    case none
    /// No valid command pair in time.
    case silence
    /// More than the tolerance had to be cut off, for too long.
    case clamping
    /// The connection closed.
    case peerGone
    /// Somebody else sends our identifiers.
    case foreignSender
    /// The guardian was told to end.
    case shutDown
    /// The battery gave more than its limit for too long.
    case overPower
    /// An inverter did not do what was sent for too long.
    case tracking
    /// The vehicle accelerated more than the torque can for too long.
    case acceleration
    /// The emergency stop.
    case emergencyStop
}

/// What the guardian is doing.
public enum GuardState: UInt8, Sendable {
    /// Disarmed: it transmits nothing (but a few zero-torque frames after disarming).
    case idle
    /// Commands of the arming in force are transmitted.
    case armed
    /// It holds both axles at zero torque until disarmed or armed anew.
    case tripped
}

/// The guardian's answer to one command.
public struct GuardReply: Sendable {
    /// One axle's part of the answer.
    public struct AxleReply: Sendable {
        /// What became of the frames.
        public var verdict: GuardVerdict
        /// Whether the bus was ready to take frames.
        public var isLinkReady: Bool
        /// The torque that was queued on the bus, in 0.25 Nm; 0 where none was.
        public var torque: Int16
        /// Why it is not what was asked.
        public var reasons: GuardReasons
        /// What became of the frames for its bus.
        public var transmission: GuardTransmission

        /// Puts the parts together.
        public init(
            verdict: GuardVerdict = .idle,
            isLinkReady: Bool = false,
            torque: Int16 = 0,
            reasons: GuardReasons = [],
            transmission: GuardTransmission = GuardTransmission()
        ) {
            self.verdict = verdict
            self.isLinkReady = isLinkReady
            self.torque = torque
            self.reasons = reasons
            self.transmission = transmission
        }
    }

    /// The cycle number of the command it answers.
    public var cycle: UInt64
    /// The arming in force, or the one that tripped; 0 where idle.
    public var armingID: UInt64
    /// What the guardian is doing now.
    public var state: GuardState
    /// Why it tripped, where it has.
    public var trip: GuardTrip
    /// The front axle's part.
    public var front: AxleReply
    /// The rear axle's part.
    public var rear: AxleReply

    /// Puts the parts together.
    public init(
        cycle: UInt64,
        armingID: UInt64,
        state: GuardState,
        trip: GuardTrip = .none,
        front: AxleReply = AxleReply(),
        rear: AxleReply = AxleReply()
    ) {
        self.cycle = cycle
        self.armingID = armingID
        self.state = state
        self.trip = trip
        self.front = front
        self.rear = rear
    }

    /// An axle's part.
    public subscript(axle: GuardAxle) -> AxleReply {
        switch axle {
        case .front: front
        case .rear: rear
        }
    }
}

extension GuardReply: GuardRecord {
    // magic 4 | version 2 | state 1 | trip 1 | cycle 8 | arming 8 | front 36 | rear 36; an axle:
    // verdict 1 | link 1 | torque 2 | reasons 4 | transmission 28
    static var magic: UInt32 { 0x5247_5841 }
    static var wireSize: Int { 96 }

    func write(to bytes: inout WireBytes) {
        bytes.put(Self.magic, at: 0)
        bytes.put(guardWireVersion, at: 4)
        bytes.put(state.rawValue, at: 6)
        bytes.put(trip.rawValue, at: 7)
        bytes.put(cycle, at: 8)
        bytes.put(armingID, at: 16)
        front.write(to: &bytes, at: 24)
        rear.write(to: &bytes, at: 60)
    }

    init?(reading bytes: borrowing WireBytes) {
        guard
            let state = GuardState(rawValue: bytes.take(UInt8.self, at: 6)),
            let trip = GuardTrip(rawValue: bytes.take(UInt8.self, at: 7)),
            let front = AxleReply(reading: bytes, at: 24),
            let rear = AxleReply(reading: bytes, at: 60)
        else { return nil }
        self.init(
            cycle: bytes.take(UInt64.self, at: 8),
            armingID: bytes.take(UInt64.self, at: 16),
            state: state,
            trip: trip,
            front: front,
            rear: rear
        )
    }
}

extension GuardReply.AxleReply {
    fileprivate func write(to bytes: inout WireBytes, at place: Int) {
        bytes.put(verdict.rawValue, at: place)
        bytes.put(UInt8(isLinkReady ? 1 : 0), at: place + 1)
        bytes.put(UInt16(bitPattern: torque), at: place + 2)
        bytes.put(reasons.rawValue, at: place + 4)
        transmission.write(to: &bytes, at: place + 8)
    }

    fileprivate init?(reading bytes: borrowing WireBytes, at place: Int) {
        guard let verdict = GuardVerdict(rawValue: bytes.take(UInt8.self, at: place)) else {
            return nil
        }
        self.init(
            verdict: verdict,
            isLinkReady: bytes.take(UInt8.self, at: place + 1) != 0,
            torque: Int16(bitPattern: bytes.take(UInt16.self, at: place + 2)),
            reasons: GuardReasons(rawValue: bytes.take(UInt32.self, at: place + 4)),
            transmission: GuardTransmission(reading: bytes, at: place + 8)
        )
    }
}
