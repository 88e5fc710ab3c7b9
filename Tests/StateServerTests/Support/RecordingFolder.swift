import CANFrames
import FrameLogs
import Foundation
import Testing

/// A folder for one test's recordings, removed with it.
final class RecordingFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("axle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: file(name), encoding: .utf8)
    }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    /// A recorder that writes there, with a black box of 30 s.
    func recorder(
        _ change: (inout RecorderSettings) -> Void = { _ in }
    ) throws -> LogRecorder {
        var settings = RecorderSettings(
            path: file("drive.log"),
            interfaces: ["front", "rear"]
        )
        settings.flushInterval = .milliseconds(10)
        settings.blackBoxSpan = .seconds(30)
        change(&settings)
        return try LogRecorder(settings)
    }

    /// Pushes frames that arrived at these milliseconds.
    func push(_ milliseconds: [Int64], to recorder: LogRecorder) throws {
        for time in milliseconds {
            let id = try #require(FrameID(standard: 0x123))
            let frame = try #require(Frame(id: id, bytes: [UInt8(truncatingIfNeeded: time)]))
            let stamp = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + time * 1_000_000)
            recorder.ring.push(
                ReceivedFrame(frame: frame, bus: 1, stamp: stamp, arrival: time * 1_000_000)
            )
        }
    }
}

extension ServerBench {
    /// Runs `body` with a server that has this recorder, and ends both whatever happens.
    static func run(
        _ recorder: LogRecorder?,
        dumpsAtFaults: Bool = false,
        _ body: (ServerBench) async throws -> Void
    ) async throws {
        defer { recorder?.end() }
        try await run {
            $0.recorder = recorder
            $0.dumpsAtFaults = dumpsAtFaults
        } _: {
            try await body($0)
        }
    }
}
