import CANFrames
import FrameLogs
import Testing

/// Frames that cangen counts from 0 in their eight bytes, the lowest first.
enum NumberedLoad {
    /// Identifiers that no database of these tests has: the load's own, and that of the frame behind it.
    static let identifier: UInt32 = 0x7A0
    static let endIdentifier: UInt32 = 0x7AF

    /// Starts to send; without a count, until it is ended.
    ///
    /// `gap` is between two frames, in ms; 0 sends as fast as the interface takes them. `namespace` is the
    /// network namespace in which the interface is.
    static func start(
        on interface: String,
        count: Int? = nil,
        gap: Int = 0,
        identifier: UInt32 = identifier,
        namespace: String? = nil,
        in folder: TestFolder
    ) throws -> Program {
        var arguments = [
            "cangen", interface, "-g", "\(gap)", "-I", String(identifier, radix: 16), "-L", "8",
            "-D",
            "i",
        ]
        if let count { arguments += ["-n", "\(count)"] }
        if let namespace { arguments = ["ip", "netns", "exec", namespace] + arguments }
        return try Program("/usr/bin/env", arguments, in: folder)
    }

    /// Sends one frame behind the load: the kernel tells of frames that it dropped with the next one.
    static func end(on interface: String, in folder: TestFolder) async throws {
        let text = String(endIdentifier, radix: 16) + "#00"
        try await Program.run("cansend", [interface, text], in: folder)
    }

    /// The number in one of its frames.
    static func number(_ frame: Frame) -> Int {
        frame.bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// What a recording has of numbered loads.
struct RecordedLoad {
    /// The numbers by interface and identifier, in the order of the log.
    private(set) var numbers: [String: [UInt32: [Int]]] = [:]
    /// Frames of all kinds.
    private(set) var frames = 0
    /// What the log says of frames that it has not.
    private(set) var notRecorded = 0

    /// Of one or more logs, in their order; each must end in a whole line.
    init(_ paths: [String]) throws {
        for path in paths {
            var reader = try LogReader(path: path)
            while let item = try reader.nextItem() { take(item) }
            #expect(reader.ending == .whole, "\(path)")
        }
    }

    private mutating func take(_ item: LogItem) {
        switch item {
        case .frame(let entry):
            frames += 1
            let identifier = entry.frame.id.identifier
            numbers[entry.interface, default: [:]][identifier, default: []]
                .append(NumberedLoad.number(entry.frame))
        case .notRecorded(let count): notRecorded += Int(count)
        case .mark, .columns, .cycle, .arrivals, .journal: break
        }
    }

    /// The numbers of one load.
    subscript(_ interface: String, _ identifier: UInt32 = NumberedLoad.identifier) -> [Int] {
        numbers[interface]?[identifier] ?? []
    }
}

extension Sequence<Int> {
    /// Whether each is greater than the one before.
    var isRising: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
