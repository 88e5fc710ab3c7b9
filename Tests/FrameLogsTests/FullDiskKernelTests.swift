import CANFrames
import CANTransport
import Foundation
import Glibc
import Testing
import ThreadExchange

@testable import FrameLogs

/// A disk of 2 MB that is filled and emptied; mounting it needs root, which the virtual machine gives.
@Suite struct FullDiskKernelTests {
    @Test(
        "on a full disk every file ends in a whole line, nothing is lost uncounted, and room is used again"
    )
    func fillsAndGoesOn() throws {
        let folder = try TemporaryFolder()
        #expect(mount("none", folder.path, "tmpfs", 0, "size=2m") == 0, "mount: \(errno)")
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        let ring = Ring<ReceivedFrame>(capacity: 4096)
        let settings = RecorderSettings(path: folder.file("drive.log"), interfaces: ["can0"])
        var core = RecorderCore(settings, ring: ring)
        var seconds: Int64 = 0
        func now() -> RecorderMoment {
            RecorderMoment(
                monotonic: seconds * 1_000_000_000,
                wall: Timestamp(nanoseconds: seconds * 1_000_000_000)
            )
        }
        try core.start(name: nil, at: now())
        var pushed = 0
        func step() throws {
            for _ in 0..<4000 {
                ring.push(try Received.frame(pushed))
                pushed += 1
            }
            seconds += 1
            core.step(at: now())
        }
        // 128 KB each: sixteen fill it.
        for _ in 0..<20 { try step() }
        guard case .paused(let reason) = core.status.state else {
            Issue.record("\(core.status)")
            return
        }
        #expect(reason == "write: No space left on device")
        #expect(core.status.lost > 0)
        #expect(core.status.written + core.status.lost == 80_000)
        try FileManager.default.copyItem(
            atPath: folder.file("drive.log"),
            toPath: "/tmp/axle-full.log"
        )
        defer { unlink("/tmp/axle-full.log") }
        #expect(try Self.count("/tmp/axle-full.log") == core.status.written)
        unlink(folder.file("drive.log"))
        for _ in 0..<12 { try step() }
        #expect(core.status.state == .recording)
        try core.stop(at: now())
        #expect(core.status.written + core.status.lost == UInt64(pushed))
        #expect(core.status.files == 2)
    }

    /// The frames of a log whose last line is whole.
    private static func count(_ path: String) throws -> UInt64 {
        var reader = try LogReader(path: path)
        var count: UInt64 = 0
        while try reader.next() != nil { count += 1 }
        #expect(reader.ending == .whole)
        return count
    }
}
