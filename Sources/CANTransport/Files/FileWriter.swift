import CLinuxCAN

/// A file to write.
///
/// Closed when it goes out of scope.
public struct FileWriter: ~Copyable, Sendable {
    private let descriptor: Int32
    private let isOwned: Bool

    /// Creates the file at `path`, or empties an existing one; throws `.system` with the reason.
    public init(path: String) throws(TransportError) {
        let created = axle_file_create(path)
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
}
