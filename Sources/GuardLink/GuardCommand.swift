public import CANFrames

/// The axle, and with it the bus, a frame is for.
public enum GuardAxle: UInt8, CaseIterable, Sendable {
    /// The front bus.
    case front
    /// The rear bus.
    case rear
}

/// One cycle's frames for both axles, on their way to the guardian.
public struct GuardCommand: Sendable, BitwiseCopyable {
    /// The most frames one command holds.
    public static let maximumFrames = 8

    /// Names the arming the command belongs to; 0 is disarmed.
    ///
    /// A new arming takes a number above all earlier ones and not ahead of the monotonic clock's
    /// nanoseconds, as these themselves are at the time of arming.
    public var armingID: UInt64
    /// The cycle's number: one more each cycle.
    public var cycle: UInt64
    /// The proof that the cycle's stages ran, in order: `ProgramFlow.token(cycle:)`.
    public var token: UInt64
    /// When the command was made: the monotonic clock in nanoseconds.
    public var issued: Int64
    /// How many frames it holds, 0 to 8.
    public private(set) var count: Int
    private var frames: [8 of CommandedFrame]

    /// A command without frames.
    public init(armingID: UInt64, cycle: UInt64, token: UInt64, issued: Int64) {
        self.armingID = armingID
        self.cycle = cycle
        self.token = token
        self.issued = issued
        count = 0
        frames = .init(repeating: CommandedFrame())
    }

    /// Adds a classic data frame of at most 8 bytes; false where it is something else or the
    /// command is full.
    public mutating func append(_ frame: borrowing Frame, for axle: GuardAxle) -> Bool {
        guard count < Self.maximumFrames, let commanded = CommandedFrame(frame, for: axle) else {
            return false
        }
        frames[count] = commanded
        count += 1
        return true
    }

    /// The frame at a place below `count`, and its axle; nil from there on.
    public func frame(at index: Int) -> (axle: GuardAxle, frame: Frame)? {
        guard index >= 0, index < count else { return nil }
        return frames.span[index].expanded
    }
}

extension GuardCommand: Equatable {
    /// Whether both say the same in every bit.
    public static func == (one: GuardCommand, other: GuardCommand) -> Bool {
        one.armingID == other.armingID && one.cycle == other.cycle && one.token == other.token
            && one.issued == other.issued && one.count == other.count
            && (0..<one.count).allSatisfy { one.frames.span[$0] == other.frames.span[$0] }
    }
}

/// The wire's form of a frame: classic, data, at most 8 bytes.
struct CommandedFrame: Sendable, BitwiseCopyable {
    var axle: UInt8 = 0
    var length: UInt8 = 0
    var id: UInt32 = 0
    var bytes: [8 of UInt8] = .init(repeating: 0)

    init() {}

    init?(_ frame: borrowing Frame, for axle: GuardAxle) {
        guard frame.kind == .data, frame.flags.isEmpty, frame.length <= 8 else { return nil }
        self.axle = axle.rawValue
        length = frame.length
        id = frame.id.rawValue
        for index in 0..<Int(frame.length) { bytes[index] = frame[index] }
    }

    var expanded: (axle: GuardAxle, frame: Frame)? {
        guard
            let axle = GuardAxle(rawValue: axle), let id = FrameID(rawValue: id),
            var frame = Frame(id: id, length: Int(length))
        else { return nil }
        for index in 0..<Int(length) { frame[index] = bytes.span[index] }
        return (axle, frame)
    }
}

extension CommandedFrame: Equatable {
    static func == (one: CommandedFrame, other: CommandedFrame) -> Bool {
        one.axle == other.axle && one.length == other.length && one.id == other.id
            && (0..<8).allSatisfy { one.bytes.span[$0] == other.bytes.span[$0] }
    }
}

extension GuardCommand: GuardRecord {
    // magic 4 | version 2 | count 2 | arming 8 | cycle 8 | token 8 | issued 8 | 8 frames of 16:
    // axle 1 | length 1 | zero 2 | id 4 | bytes 8
    static var magic: UInt32 { 0x4347_5841 }
    static var wireSize: Int { 40 + maximumFrames * 16 }

    func write(to bytes: inout WireBytes) {
        bytes.put(Self.magic, at: 0)
        bytes.put(guardWireVersion, at: 4)
        bytes.put(UInt16(count), at: 6)
        bytes.put(armingID, at: 8)
        bytes.put(cycle, at: 16)
        bytes.put(token, at: 24)
        bytes.put(UInt64(bitPattern: issued), at: 32)
        for index in 0..<count {
            let place = 40 + index * 16
            bytes.put(frames.span[index].axle, at: place)
            bytes.put(frames.span[index].length, at: place + 1)
            bytes.put(frames.span[index].id, at: place + 4)
            for byte in 0..<8 {
                bytes.put(frames.span[index].bytes.span[byte], at: place + 8 + byte)
            }
        }
    }

    init?(reading bytes: borrowing WireBytes) {
        let count = bytes.take(UInt16.self, at: 6)
        guard count <= Self.maximumFrames else { return nil }
        self.init(
            armingID: bytes.take(UInt64.self, at: 8),
            cycle: bytes.take(UInt64.self, at: 16),
            token: bytes.take(UInt64.self, at: 24),
            issued: Int64(bitPattern: bytes.take(UInt64.self, at: 32))
        )
        for index in 0..<Int(count) {
            let place = 40 + index * 16
            var frame = CommandedFrame()
            frame.axle = bytes.take(UInt8.self, at: place)
            frame.length = bytes.take(UInt8.self, at: place + 1)
            frame.id = bytes.take(UInt32.self, at: place + 4)
            for byte in 0..<8 { frame.bytes[byte] = bytes.take(UInt8.self, at: place + 8 + byte) }
            guard frame.expanded != nil else { return nil }
            frames[index] = frame
        }
        self.count = Int(count)
    }
}
