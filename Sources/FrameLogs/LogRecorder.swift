public import CANFrames
import CANTransport
import Synchronization
public import ThreadExchange

/// Writes the frames that one thread pushes into `ring` to a candump log, on a thread of its own.
///
/// Whole lines reach the file at every flush interval, so that a killed process leaves a readable log. Frames
/// that could not be kept are counted and named by a comment line in the log.
public final class LogRecorder: Sendable {
    /// Where the writing thread pushes frames; it never waits.
    public let ring: Ring<ReceivedFrame>

    private let progress: RecorderProgress
    private let thread: Mutex<NamedThread?>

    /// What became of the frames.
    public struct Statistics: Hashable, Sendable {
        /// Frames in the file.
        public var written: UInt64
        /// Frames lost because the ring was full or the file could not be written.
        public var dropped: UInt64
        /// Why writing ended early; nil while it works.
        public var failure: LogError?
    }

    /// Creates the log, or empties an existing file, and starts the thread.
    /// - Parameters:
    ///   - path: The file to write.
    ///   - interfaces: The name for each bus index; a bus without one is written as `busN`.
    ///   - marksDirection: Whether lines end in ` R` or ` T`.
    ///   - flushInterval: How long lines wait at most, 1 ms to 1 min; what a killed process loses.
    ///   - capacity: Frames that fit in the ring; nil is what three full buses bring in two intervals.
    /// - Throws: `LogError.file`.
    public init(
        path: String,
        interfaces: [String],
        marksDirection: Bool = false,
        flushInterval: Duration = .milliseconds(100),
        capacity: Int? = nil
    ) throws(LogError) {
        let milliseconds = max(1, min(60_000, Int32(flushInterval / .milliseconds(1))))
        // A full bus of 500 kbit/s has 4,400 frames a second.
        let room = max(16_384, Int(milliseconds) * 27)
        let ring = Ring<ReceivedFrame>(capacity: capacity ?? room)
        do throws(TransportError) {
            let file = try FileWriter(path: path)
            let progress = RecorderProgress(
                file: file,
                wakeUp: try WakeUp(),
                interval: milliseconds
            )
            let lines = RecorderLines(
                path: path,
                interfaces: interfaces,
                marksDirection: marksDirection
            )
            self.ring = ring
            self.progress = progress
            thread = Mutex(
                try NamedThread.start(name: "recorder") { record(ring, progress, lines) }
            )
        } catch {
            throw .file(path, reason: error.description)
        }
    }

    deinit { stop() }

    /// Writes what is in the ring, ends the thread and closes the file.
    public func stop() {
        progress.end()
        let ended = thread.withLock { $0.take() }
        ended?.join()
    }

    /// What became of the frames; from any thread.
    public var statistics: Statistics {
        var result = progress.statistics
        result.dropped += ring.dropped
        return result
    }
}
