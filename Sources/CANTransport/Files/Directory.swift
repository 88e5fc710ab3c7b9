import CLinuxCAN

/// What is asked of a directory and of the file system it is on.
public struct Directory: Hashable, Sendable {
    /// The path, without a `/` at its end.
    public let path: String

    /// Takes a path; it need not exist.
    public init(path: String) {
        var path = Substring(path)
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = path.isEmpty ? "." : String(path)
    }

    /// The directory in which the file at `path` is.
    public init(of path: String) {
        guard let slash = path.lastIndex(of: "/") else {
            self.init(path: ".")
            return
        }
        self.init(path: slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    /// Whether it is there.
    public var exists: Bool { axle_directory_exists(path) == 1 }

    /// Bytes that can still be written on its file system by an ordinary user; throws `.system`.
    public func freeSpace() throws(TransportError) -> Int64 {
        let result = axle_directory_free_space(path)
        guard result >= 0 else { throw .system(call: "statvfs", errno: Int32(-result)) }
        return result
    }

    /// The highest number between `prefix` and `suffix` in the names of its files; 0 for none.
    public func highestNumber(
        after prefix: String,
        before suffix: String
    ) throws(TransportError) -> Int {
        let result = axle_directory_highest_number(path, prefix, suffix)
        guard result >= 0 else { throw .system(call: "opendir", errno: Int32(-result)) }
        return Int(result)
    }

    /// Waits until the names of its files are on the disk; throws `.system`.
    public func sync() throws(TransportError) {
        let result = axle_directory_sync(path)
        guard result >= 0 else { throw .system(call: "fsync", errno: -result) }
    }
}
