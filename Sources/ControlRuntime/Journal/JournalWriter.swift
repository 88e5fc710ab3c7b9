import CANFrames
import FrameLogs
import GuardLink
import ThreadExchange
import VehicleModel

/// The control thread's way to the recorder: frames, and what it takes to play them back.
///
/// Never waits, and uses no heap.
struct JournalWriter {
    private let frames: Ring<ReceivedFrame>?
    private let notes: Ring<JournalNote>?
    private let cycles: Ring<CycleNote>?
    private let program: UInt64
    /// Frames that the ring took.
    private var position: UInt64 = 0
    /// A ring was full since the last cycle.
    private var hasGap = false
    private var cyclesToState = 0
    private var generation: UInt32 = 0

    /// A second passes between two states.
    private static let cyclesPerState = 100

    /// `program` is who can read it: this one, unless a test says otherwise.
    init(_ channels: DaemonChannels, program: UInt64? = nil) {
        frames = channels.recording
        notes = channels.notes
        cycles = channels.cycles
        self.program = channels.notes == nil ? 0 : program ?? JournalSum.program
    }

    /// Takes a received frame.
    mutating func push(_ frame: borrowing ReceivedFrame) {
        guard let frames else { return }
        if frames.push(frame) { position &+= 1 } else { hasGap = true }
    }

    /// Takes a client's request that is acted on at `time`.
    mutating func note(_ request: borrowing ControlRequest, at time: Int64) {
        write(.request, RecordedRequest(time: time, request: copy request), at: time)
    }

    /// Takes a cycle.
    mutating func note(_ cycle: borrowing RecordedCycle) {
        var record = copy cycle
        record.hasGap = hasGap
        hasGap = false
        write(.cycle, record, at: cycle.time)
    }

    /// Takes what a cycle computed; a full ring is counted there.
    func note(_ report: borrowing CycleReport) {
        guard let cycles else { return }
        cycles.push(CycleNote(position: position, report: copy report))
    }

    /// Takes what is remembered at the end of a cycle, once a second and where the databases changed.
    mutating func noteState(of pipeline: borrowing CyclePipeline, at time: Int64) {
        guard notes != nil else { return }
        guard cyclesToState == 0 || generation != pipeline.generation else {
            cyclesToState -= 1
            return
        }
        generation = pipeline.generation
        cyclesToState = Self.cyclesPerState - 1
        let state = RecordedState(program: program, memory: pipeline.wholeMemory)
        write(.state, state, at: time)
    }

    /// The bytes of the record, then their sum.
    private mutating func write<Record: BitwiseCopyable>(
        _ kind: JournalKind,
        _ record: Record,
        at time: Int64
    ) {
        guard let notes else { return }
        let position = position
        var isWhole = true
        withUnsafeBytes(of: record) { bytes in
            var sum = JournalSum()
            sum.add(bytes)
            func push(_ part: UnsafeRawBufferPointer, isContinued: Bool) {
                let note = JournalNote(
                    kind.rawValue,
                    part.bindMemory(to: UInt8.self).span,
                    isContinued: isContinued,
                    position: position,
                    time: time
                )
                if !notes.push(note) { isWhole = false }
            }
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + JournalNote.capacity)
                push(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), isContinued: true)
                start = end
            }
            withUnsafeBytes(of: sum.value) { push($0, isContinued: false) }
        }
        if !isWhole { hasGap = true }
    }
}
