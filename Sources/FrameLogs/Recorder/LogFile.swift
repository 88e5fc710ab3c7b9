import CANTransport

/// A log that is being written, whole lines at a time.
struct LogFile: ~Copyable {
    /// Where it is.
    let path: String
    /// When it was begun, monotonic nanoseconds.
    let begun: Int64
    /// Bytes in it.
    private(set) var size: Int64 = 0
    /// Whether all of it is on the disk.
    private(set) var isSynced = true
    private let writer: FileWriter

    init(_ writer: consuming FileWriter, path: String, begun: Int64) {
        self.writer = writer
        self.path = path
        self.begun = begun
    }

    /// Appends whole lines, or nothing: what fits of them on a full disk is cut off again.
    mutating func write(_ lines: [UInt8]) throws(TransportError) {
        do {
            try writer.write(lines)
        } catch {
            // Where even that fails the file ends in part of a line, which readers take as its end.
            try? writer.cut(to: size)
            throw error
        }
        size += Int64(lines.count)
        isSynced = false
    }

    /// Waits until all of it is on the disk.
    mutating func sync() throws(TransportError) {
        guard !isSynced else { return }
        try writer.sync()
        isSynced = true
    }
}
