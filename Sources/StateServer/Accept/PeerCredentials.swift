import NIOCore

/// Who is at the other end of a Unix socket, as the kernel noted at `connect`.
///
/// The layout is that of the kernel's `struct ucred`.
struct PeerCredentials: Sendable {
    var process: Int32 = -1
    var user: UInt32 = .max
    var group: UInt32 = .max

    /// Asks the kernel; nil where the channel is no socket.
    static func read(from channel: any Channel) -> EventLoopFuture<PeerCredentials>? {
        // SO_PEERCRED of linux/socket.h.
        let peerCredentials = NIOBSDSocket.Option(rawValue: 17)
        return (channel as? any SocketOptionProvider)?
            .unsafeGetSocketOption(level: .socket, name: peerCredentials)
    }
}
