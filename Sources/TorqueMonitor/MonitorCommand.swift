public import CANFrames

/// One cycle's command as the guardian received it.
public struct MonitorCommand: Sendable {
    /// The most frames a command has.
    public static let maximumFrames = 8
    /// The arming it belongs to; 0 is disarmed.
    public var armingID: UInt64
    /// The cycle's number.
    public var cycle: UInt64
    /// The proof that the control cycle's stages ran.
    public var token: UInt64
    /// When it was made: the monotonic clock in nanoseconds.
    public var issued: Int64
    private(set) var count = 0
    private var frames: [8 of Frame?] = .init(repeating: nil)
    private var axles: [8 of Axle] = .init(repeating: .front)

    /// A command without frames.
    public init(armingID: UInt64, cycle: UInt64, token: UInt64, issued: Int64) {
        self.armingID = armingID
        self.cycle = cycle
        self.token = token
        self.issued = issued
    }

    /// Adds a frame; false where the command is full.
    public mutating func append(_ frame: borrowing Frame, for axle: Axle) -> Bool {
        guard count < Self.maximumFrames else { return false }
        frames[count] = copy frame
        axles[count] = axle
        count += 1
        return true
    }

    func frame(at index: Int) -> Frame? { frames[index] }
    func axle(at index: Int) -> Axle { axles[index] }

    /// All places: read like this, the frames are not copied for each.
    var all: Span<Frame?> {
        @_lifetime(borrow self) get { frames.span }
    }
}
