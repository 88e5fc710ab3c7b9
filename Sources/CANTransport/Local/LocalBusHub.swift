import CLinuxCAN
import Glibc

/// Serves a local bus: passes each frame that a connection sends to every other connection.
///
/// A connection that does not read loses its own frames, counted, and delays nobody. A socket file
/// left over by a hub that died is replaced; one that is served is not.
public final class LocalBusHub: Sendable {
    /// The path of the socket.
    public let path: String

    private let loop: HubLoop
    private let device: UInt64
    private let inode: UInt64

    /// What the hub has done so far.
    public struct Statistics: Hashable, Sendable {
        /// Connections now.
        public var connections: Int
        /// Frames taken from connections.
        public var frames: UInt64
        /// Frames not delivered to one connection because it did not read.
        public var dropped: UInt64
        /// Datagrams that were no frame.
        public var malformed: UInt64
    }

    /// Makes the socket; connections wait until `start` or `run`.
    ///
    /// Throws `.inUse` where another hub serves the path, `.notASocket` where another kind of file
    /// has it.
    public init(path: String) throws(TransportError) {
        guard case .local = try BusAddress(parsing: "unix:" + path) else {
            throw .invalidAddress(path, allowed: "a path")
        }
        let listener = try Self.listen(at: path)
        var device: UInt64 = 0
        var inode: UInt64 = 0
        let result = axle_socket_file_identity(path, &device, &inode)
        guard result == 0 else { throw .opening("lstat", result, path) }
        self.path = path
        self.device = device
        self.inode = inode
        loop = try HubLoop(listener: listener)
    }

    deinit { stop() }

    /// Serves on a thread of its own until `stop`.
    public func start() throws(TransportError) {
        let loop = loop
        // Detached: `stop` waits for the loop, not for the thread.
        _ = try NamedThread.start(name: "local-bus-hub") { loop.run() }
    }

    /// Serves on the calling thread until another one calls `stop`.
    public func run() { loop.run() }

    /// Closes all connections, ends the loop and removes the socket's file.
    public func stop() {
        // Removed first: who finds no file knows that nobody serves it.
        _ = axle_socket_file_remove(path, device, inode)
        loop.stop()
    }

    /// What the hub has done so far; from any thread.
    public var statistics: Statistics { loop.statistics }

    private static func listen(at path: String) throws(TransportError) -> OpenSocket {
        // Two hubs that find the same stale file must not remove each other's new one.
        let lock = axle_directory_lock(path)
        guard lock >= 0 else { throw .opening("open", lock, path) }
        let listener = try withExtendedLifetime(OpenSocket(lock)) { _ throws(TransportError) in
            let listener = axle_local_listen(path, 128)
            guard listener == -EADDRINUSE else { return listener }
            try removeStale(path)
            return axle_local_listen(path, 128)
        }
        guard listener >= 0 else { throw .opening("bind", listener, path) }
        return OpenSocket(listener)
    }

    private static func removeStale(_ path: String) throws(TransportError) {
        var device: UInt64 = 0
        var inode: UInt64 = 0
        let identity = axle_socket_file_identity(path, &device, &inode)
        guard identity != -ENOTSOCK else { throw .notASocket(path: path) }
        guard identity == 0 else { throw .opening("lstat", identity, path) }
        switch LocalBus(path: path).state {
        case .up, .busOff: throw .inUse(path: path)
        case .down: _ = axle_socket_file_remove(path, device, inode)
        case .absent: throw .inUse(path: path)
        }
    }
}
