import CANTransport
import GuardLink
import VehicleModel

/// What a journal says between the frames; raw memory, so only the program that wrote it can read it.
enum JournalKind: UInt8 {
    /// A `RecordedState`: where a playback can begin.
    case state = 0x73  // s
    /// A `RecordedCycle`.
    case cycle = 0x63  // c
    /// A `RecordedRequest`.
    case request = 0x72  // r
}

/// Everything that the pipeline remembered at the end of a cycle.
struct RecordedState: BitwiseCopyable {
    /// The program that can read it.
    var program: UInt64
    /// What was remembered.
    var memory: PipelineMemory
}

/// What a cycle was given beside frames, and what came of it.
struct RecordedCycle: BitwiseCopyable {
    /// When it was, monotonic ns; also when its command was made.
    var time: Int64
    /// The guardian as it was seen.
    var guardian: GuardianView
    /// More than 12 ms after the cycle before.
    var isOverrun: Bool
    /// More than 30 ms after the cycle before.
    var isStalled: Bool
    /// A bus takes no part.
    var isBusLost: Bool
    /// A socket's queue has overflowed since the cycle before.
    var hasLostFrames: Bool
    /// The command that came of it.
    var command: GuardCommand
    /// The torque that came of it, Nm, also where nothing is commanded.
    var given: AxlePair<Torque>
    /// Something that it was given is not in the journal, because a ring was full.
    var hasGap = false
}

/// What a client asked, and when that was acted on.
struct RecordedRequest: BitwiseCopyable {
    /// Monotonic ns.
    var time: Int64
    var request: ControlRequest
}

/// A 64-bit FNV-1a sum, over bytes or over words.
struct JournalSum {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) { value = (value ^ word) &* 0x100_0000_01B3 }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let whole = bytes.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            add(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
        for place in whole..<bytes.count { add(UInt64(bytes[place])) }
    }

    /// What tells this program from every other: the sum of its file; 0 where that cannot be read.
    static let program: UInt64 = {
        var sum = JournalSum()
        do throws(TransportError) {
            let file = try FileReader(path: "/proc/self/exe")
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = try file.read(into: &buffer)
                guard count > 0 else { return sum.value }
                buffer.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
        } catch {
            return 0
        }
    }()
}
