public import CANTransport
public import FrameLogs
import Synchronization
import ThreadExchange
import VehicleModel

/// A recorded log in place of the buses: the same pipeline, with the log's time.
///
/// Cycles happen where the log's clock reaches them, so the result does not depend on how fast it is
/// played; in a black box where its journal says, to the same commands. Nothing is ever transmitted.
public final class ReplayThread: Sendable {
    private let stopping = StopFlag()
    private let thread = Mutex<NamedThread?>(nil)

    /// How a log is played.
    public struct Options: Sendable {
        /// The log's path.
        public var path: String
        /// Times real time, above 0; nil plays as fast as possible.
        public var speed: Double?

        /// Puts the parts together.
        public init(path: String, speed: Double?) {
            self.path = path
            self.speed = speed
        }
    }

    /// What became of a log.
    public struct Outcome: Sendable {
        /// Frames played.
        public var frames: UInt64 = 0
        /// Frames of interfaces that are no bus of the configuration.
        public var ignored: UInt64 = 0
        /// What is odd about the log's end; nil where nothing is.
        public var remark: String?
        /// Why it ended before the log's end.
        public var failure: LogError?
        /// What became of a black box's journal; nil where the log has none.
        public var playback: Playback?
    }

    /// Starts playing; `whenEnded` is called on the thread that played.
    ///
    /// A log's interface belongs to the bus whose address or name it is. After the log's end requests
    /// are answered until `stop`; a client's wish to end the program ends the playing and calls
    /// `whenAskedToStop`.
    /// - Throws: `TransportError.system` where the process may have no more threads.
    public init(
        _ plan: ControlPlan,
        options: Options,
        channels: DaemonChannels,
        whenReady: @escaping @Sendable () -> Void,
        whenAskedToStop: @escaping @Sendable () -> Void,
        whenEnded: @escaping @Sendable (Outcome) -> Void
    ) throws(TransportError) {
        let stopping = stopping
        var started: NamedThread? = try NamedThread.start(name: "replay") {
            var player = LogPlayer(plan, options: options, channels: channels, stopping: stopping)
            whenReady()
            whenEnded(player.play())
            player.answerUntilStopped()
            if player.isStopAsked { whenAskedToStop() }
        }
        thread.withLock { $0 = started.take() }
    }

    /// Ends the playing and waits for the thread.
    public func stop() {
        stopping.set()
        let running = thread.withLock { $0.take() }
        running?.join()
    }
}
