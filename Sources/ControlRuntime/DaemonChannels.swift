public import CANFrames
public import FrameLogs
public import ThreadExchange
public import VehicleModel

/// Everything that crosses from and to the control thread.
public struct DaemonChannels: Sendable {
    /// The newest cycle, for the server.
    public let snapshots = Mailbox<DaemonSnapshot>(DaemonSnapshot())
    /// Every frame received, for the server.
    public let frames = Ring<ReceivedFrame>(capacity: 16_384)
    /// Every frame received, for the recorder; nil where nothing is recorded.
    public let recording: Ring<ReceivedFrame>?
    /// What it takes to play a black box back, for the recorder; nil where there is no black box.
    public let notes: Ring<JournalNote>?
    /// What each cycle computed, for the recorder; nil where it is not recorded.
    public let cycles: Ring<CycleNote>?
    /// Frames that the kernel lost, for the recorder; nil where nothing is recorded.
    public let lost: LostFrames?
    /// What clients ask.
    public let requests = Ring<ControlRequest>(capacity: 256)
    /// What they are answered.
    public let answers = Ring<ControlAnswer>(capacity: 256)

    /// Databases that were read again, for the control thread.
    public let databases = DatabaseExchange()

    /// Channels with or without a recorder at their end.
    public init(
        recording: Ring<ReceivedFrame>?,
        notes: Ring<JournalNote>? = nil,
        cycles: Ring<CycleNote>? = nil,
        lost: LostFrames? = nil
    ) {
        self.recording = recording
        self.notes = notes
        self.cycles = cycles
        self.lost = lost
    }
}

/// A cycle's report on its way to the recorder.
public struct CycleNote: Sendable, BitwiseCopyable {
    /// Frames that were put into the recorder's ring before it.
    public var position: UInt64
    /// What the cycle computed.
    public var report: CycleReport
}
