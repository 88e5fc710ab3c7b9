import Glibc

/// The guardian's listening socket; it and its file go with the value.
public struct GuardListener: ~Copyable {
    private let socket: SequencedSocket
    private let path: String

    /// Listens at `path`, taking the place of a file that a dead guardian left.
    ///
    /// The file's mode is 0660: its owner and group may command.
    public init(path: String) throws(GuardLinkError) {
        let opened = try SequencedSocket.open(for: path)
        try Self.removeStale(path)
        let descriptor = opened.descriptor
        let bound = try withSocketAddress(path) { address, size in
            bind(descriptor, address, size) == 0 ? 0 : errno
        }
        guard bound == 0 else { throw .failed(call: "bind", path: path, errno: bound) }
        guard chmod(path, 0o660) == 0 else {
            throw .failed(call: "chmod", path: path, errno: errno)
        }
        guard listen(descriptor, 4) == 0 else {
            throw .failed(call: "listen", path: path, errno: errno)
        }
        socket = opened
        self.path = path
    }

    deinit { unlink(path) }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Takes the next connection; nil where there is none now.
    public func accept() -> GuardPeer? {
        let descriptor = Glibc.accept(socket.descriptor, nil, nil)
        guard descriptor >= 0 else { return nil }
        let accepted = SequencedSocket(owning: descriptor)
        guard
            fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
        else { return nil }
        return GuardPeer(socket: accepted)
    }

    private static func removeStale(_ path: String) throws(GuardLinkError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = try SequencedSocket.open(for: path)
        let descriptor = probe.descriptor
        let failure = try withSocketAddress(path) { address, size in
            connect(descriptor, address, size) == 0 ? 0 : errno
        }
        // A listener answers, or is too busy to (EAGAIN); a left-over file refuses.
        guard failure == ECONNREFUSED || failure == ENOENT else { throw .inUse(path: path) }
        unlink(path)
    }
}

/// The guardian's end of one connection.
public struct GuardPeer: ~Copyable {
    private let socket: SequencedSocket

    init(socket: consuming SequencedSocket) { self.socket = socket }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Whether the other end has closed; commands it sent before may still wait.
    public var hasHungUp: Bool {
        var poll = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, 0) > 0 else { return false }
        return poll.revents & Int16(POLLHUP | POLLERR) != 0
    }

    /// Takes the next command, without waiting.
    public func receive() -> GuardReception<GuardCommand> { socket.receive(GuardCommand.self) }

    /// Answers, without waiting.
    public func send(_ reply: borrowing GuardReply) -> GuardDelivery { socket.send(reply) }
}
