import Glibc

/// The daemon's end of the guardian's socket.
public struct GuardConnection: ~Copyable, Sendable {
    private let socket: SequencedSocket

    /// Connects to the guardian that listens at `path`.
    public init(path: String) throws(GuardLinkError) {
        let opened = try SequencedSocket.open(for: path)
        let descriptor = opened.descriptor
        let failure = try withSocketAddress(path) { address, size in
            connect(descriptor, address, size) == 0 ? 0 : errno
        }
        switch failure {
        case 0: socket = opened
        case ENOENT, ECONNREFUSED: throw .nobodyListens(path: path)
        default: throw .failed(call: "connect", path: path, errno: failure)
        }
    }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Gives the guardian a command, without waiting.
    public func send(_ command: borrowing GuardCommand) -> GuardDelivery { socket.send(command) }

    /// Takes the guardian's next answer, without waiting.
    public func receive() -> GuardReception<GuardReply> { socket.receive(GuardReply.self) }
}
