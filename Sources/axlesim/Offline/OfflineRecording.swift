import CANFrames
import Foundation
import FrameLogs
import PlantModel
import StateProtocol
import VehicleModel

/// A log of a run as the daemon would record it: candump lines, and what each cycle computed.
struct OfflineRecording {
    private let path: String
    private let file: FileHandle
    private let columns = CycleSource(columns: CoreSignal.all.map(\.name)) { nil }
    private var formatter = LogFormatter(.candump)
    private var text: [UInt8] = []

    /// What the wall clock says at the monotonic clock's zero, ns since 1970: each run begins at the
    /// same time, so that equal runs are equal bytes.
    private static let wallStart: Int64 = 1_700_000_000_000_000_000
    private static let much = 1 << 20

    /// Begins a file, in the place of one that is there.
    init(path: String) throws(FileError) {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Self.unwritable(path) }
        self.file = file
        for item in columns.columns { formatter.append(item, to: &text) }
    }

    /// The wall clock's stamp of a monotonic time, ns.
    static func stamp(of now: Int64) -> Timestamp { Timestamp(nanoseconds: wallStart + now) }

    /// Appends a frame.
    mutating func append(_ received: ReceivedFrame) {
        let bus = PlantBus(rawValue: received.bus).map { "\($0)" } ?? "bus\(received.bus)"
        let entry = LogEntry(stamp: received.stamp, interface: bus, frame: received.frame)
        formatter.append(.frame(entry), to: &text)
    }

    /// Appends what a cycle computed, monotonic ns.
    mutating func append(_ report: CycleReport, at now: Int64) {
        let line = CycleLine(
            position: 0,
            stamp: Self.stamp(of: now),
            values: CoreSignal.all.map { $0.value(in: report) }
        )
        for item in columns.items(of: line) { formatter.append(item, to: &text) }
    }

    /// Writes what has gathered where it is much.
    mutating func writeWhatIsMuch() throws(FileError) {
        if text.count > Self.much { try write() }
    }

    /// Writes what is left.
    mutating func finish() throws(FileError) {
        try write()
        do { try file.close() } catch { throw Self.unwritable(path) }
    }

    private mutating func write() throws(FileError) {
        do { try file.write(contentsOf: text) } catch { throw Self.unwritable(path) }
        text.removeAll(keepingCapacity: true)
    }

    private static func unwritable(_ path: String) -> FileError {
        FileError(
            file: path,
            line: nil,
            key: "",
            problem: "cannot be written; allowed is a file in a directory that exists"
        )
    }
}
