import CLinuxCAN

/// A file to write.
///
/// Closed when it goes out of scope.
public struct FileWriter: ~Copyable, Sendable {
    private let descriptor: Int32
    private let isOwned: Bool

    /// Creates the file at `path`; throws `.system` with the reason, which is EEXIST where there is a
    /// file or directory already.
    ///
    /// A pipe or a device that is there is opened. Where it `replaces`, an existing file is emptied.
    public init(path: String, replaces: Bool = false) throws(TransportError) {
        let created = replaces ? axle_file_replace(path) : axle_file_create(path)
        guard created >= 0 else { throw .system(call: "open", errno: -created) }
        descriptor = created
        isOwned = true
    }

    /// Writes to the program's standard output.
    public static var standardOutput: FileWriter { FileWriter(borrowing: 1) }

    private init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        isOwned = false
    }

    deinit { if isOwned { _ = axle_file_close(descriptor) } }

    /// Writes all of `bytes`; throws `.system` with the reason, such as a full disk.
    public func write(_ bytes: [UInt8]) throws(TransportError) {
        let descriptor = descriptor
        // The pointer is used inside the closure, within the array's bounds.
        let result = bytes.withUnsafeBytes { buffer in
            axle_file_write(descriptor, buffer.baseAddress, Int64(buffer.count))
        }
        guard result >= 0 else { throw .system(call: "write", errno: -result) }
    }

    /// Waits until everything written is on the disk; throws `.system` where it could not be kept.
    public func sync() throws(TransportError) {
        let result = axle_file_sync(descriptor)
        guard result >= 0 else { throw .system(call: "fdatasync", errno: -result) }
    }

    /// Cuts the file to its first `length` bytes; throws `.system` for what has no length, as a pipe.
    public func cut(to length: Int64) throws(TransportError) {
        let result = axle_file_truncate(descriptor, length)
        guard result >= 0 else { throw .system(call: "ftruncate", errno: -result) }
    }
}
