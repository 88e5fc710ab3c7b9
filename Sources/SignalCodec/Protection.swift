public import CANFrames

/// How a message's checksum is formed.
public enum ProtectionProfile: UInt8, Sendable {
    /// No checksum; there may still be a counter.
    case none
    /// CRC-8 with polynomial 0x85 over every byte before the checksum's.
    case nissanCRC8
    /// The sum of all other nibbles up to the checksum's byte, and a constant, modulo 16.
    case nissanNibbleSum
    /// CRC-8 of SAE J1850 over the data id, low byte first, then every byte but the checksum's.
    case axleCRC8
}

/// What a received checksum says.
public enum ChecksumResult: UInt8, Sendable {
    /// It is the one the bytes give.
    case ok
    /// It is another, or the frame is too short to hold it.
    case bad
    /// The message has none.
    case none
}

/// A message's checksum and alive counter: verified on receive, produced on send.
public struct Protection: Sendable {
    /// How the checksum is formed.
    public let profile: ProtectionProfile
    /// Where it lies; nil where there is none.
    public let checksum: SignalLayout?
    /// Where the alive counter lies; nil where there is none.
    public let counter: SignalLayout?
    /// What a nibble sum begins with, 0 to 15.
    public let constant: UInt8
    /// What `axleCRC8` begins with, so that a frame under another identifier is refused.
    public let dataID: UInt16

    /// Puts the parts together.
    public init(
        profile: ProtectionProfile = .none,
        checksum: SignalLayout? = nil,
        counter: SignalLayout? = nil,
        constant: UInt8 = 0,
        dataID: UInt16 = 0
    ) {
        self.profile = profile
        self.checksum = checksum
        self.counter = counter
        self.constant = constant
        self.dataID = dataID
    }

    /// Compares the checksum in the frame with the one its bytes give.
    public func checksumIsRight(_ frame: borrowing Frame) -> ChecksumResult {
        guard profile != .none, let checksum else { return .none }
        guard checksum.fits(length: Int(frame.length)) else { return .bad }
        return checksum.bits(in: frame.payload) == UInt64(sum(of: frame, checksum)) ? .ok : .bad
    }

    /// Writes the counter, modulo its width, then the checksum over the result.
    ///
    /// What does not fit in the frame's length is not written.
    public func protect(_ frame: inout Frame, counter count: UInt64) {
        let length = Int(frame.length)
        if let counter, counter.fits(length: length) {
            counter.store(bits: count, in: &frame.payload)
        }
        if profile != .none, let checksum, checksum.fits(length: length) {
            checksum.store(bits: UInt64(sum(of: frame, checksum)), in: &frame.payload)
        }
    }

    /// The checksum that the other bits of the frame give.
    private func sum(of frame: borrowing Frame, _ checksum: SignalLayout) -> UInt8 {
        let bytes = frame.payload.span
        let place = Int(checksum.firstByte)
        switch profile {
        case .none:
            return 0
        case .nissanCRC8:
            var register = CRC8.nissan.initial
            for index in 0..<place { register = CRC8.nissan.step(register, bytes[index]) }
            return register ^ CRC8.nissan.final
        case .nissanNibbleSum:
            var sum = constant
            for index in 0...place { sum &+= bytes[index] >> 4 &+ bytes[index] & 0xF }
            // The checksum's own nibble was added with the rest.
            sum &-= UInt8(truncatingIfNeeded: checksum.bits(in: frame.payload))
            return sum & 0xF
        case .axleCRC8:
            var register = CRC8.j1850.initial
            register = CRC8.j1850.step(register, UInt8(truncatingIfNeeded: dataID))
            register = CRC8.j1850.step(register, UInt8(truncatingIfNeeded: dataID >> 8))
            for index in 0..<Int(frame.length) where index != place {
                register = CRC8.j1850.step(register, bytes[index])
            }
            return register ^ CRC8.j1850.final
        }
    }
}
