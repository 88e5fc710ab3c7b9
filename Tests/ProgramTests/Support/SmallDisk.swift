import Foundation
import Glibc

/// A file system of a few megabytes in memory, taken away with it; needs root.
final class SmallDisk {
    let path: String

    private var ballast: String { path + "/ballast" }

    /// Makes the folder and mounts there.
    init(megabytes: Int, at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard mount("none", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
            throw NotInTime(description: "mount: \(String(cString: strerror(errno)))")
        }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Takes so much of its room.
    func fill(kilobytes: Int) throws {
        try Data(count: kilobytes << 10).write(to: URL(fileURLWithPath: ballast))
    }

    /// Gives that room back.
    func empty() throws { try FileManager.default.removeItem(atPath: ballast) }

    /// The logs whose names begin so, in the order in which they were begun.
    func logs(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix(prefix) }
            .sorted().map { path + "/" + $0 }
    }
}
