import CLinuxCAN

/// A file or pipe to read.
public struct FileReader: ~Copyable, Sendable {
    private let descriptor: Int32
    private let isOwned: Bool

    /// Opens the file at `path`; throws `.system` with the reason.
    public init(path: String) throws(TransportError) {
        let opened = axle_file_open(path)
        guard opened >= 0 else { throw .system(call: "open", errno: -opened) }
        descriptor = opened
        isOwned = true
    }

    /// Reads the program's standard input.
    public static var standardInput: FileReader { FileReader(borrowing: 0) }

    private init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        isOwned = false
    }

    deinit { if isOwned { _ = axle_file_close(descriptor) } }

    /// Fills `buffer` from `start` on with what is there.
    /// - Returns: How many bytes came; 0 at the file's end.
    public func read(
        into buffer: inout [UInt8],
        from start: Int = 0
    ) throws(TransportError) -> Int {
        precondition(start >= 0 && start <= buffer.count, "start outside the buffer")
        let descriptor = descriptor
        // The pointer is used inside the closure, within the array's bounds.
        let count = buffer.withUnsafeMutableBytes { bytes in
            axle_file_read(
                descriptor,
                bytes.baseAddress.map { $0 + start },
                Int64(bytes.count - start)
            )
        }
        guard count >= 0 else { throw .system(call: "read", errno: Int32(-count)) }
        return Int(count)
    }
}
