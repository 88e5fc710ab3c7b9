import Glibc

/// A connected Unix socket that carries lines; blocking, with time limits.
public struct LineSocket: ~Copyable {
    /// The socket's path, for messages.
    public let path: String
    private let descriptor: Int32
    private var received: [UInt8] = []
    private var isEnded = false

    /// Connects; throws where nobody listens or the user may not.
    public init(path: String) throws(StateClientError) {
        descriptor = try Self.connect(path)
        self.path = path
    }

    private static func connect(_ path: String) throws(StateClientError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let longest = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard path.utf8.count <= longest, !path.utf8.contains(0) else {
            throw .noDaemon(path: path, reason: "the path has more than \(longest) bytes")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw .noDaemon(path: path, reason: reason(errno)) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                Glibc.connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            let code = errno
            close(descriptor)
            guard code != EACCES, code != EPERM else { throw .notPermitted(path: path) }
            throw .noDaemon(path: path, reason: reason(code))
        }
        return descriptor
    }

    deinit { close(descriptor) }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such socket"
        case ECONNREFUSED: "the socket is left over from a daemon that ended"
        case ENOTSOCK: "it is not a socket"
        default: String(cString: strerror(code))
        }
    }

    /// Sends bytes as they are; throws where the other end is gone.
    public mutating func send(_ bytes: [UInt8]) throws(StateClientError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                // MSG_NOSIGNAL: a daemon that left is an error here, not the end of the program.
                Glibc.send(
                    descriptor,
                    buffer.baseAddress.map { $0 + sent },
                    buffer.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .closed(path: path) }
            sent += count
        }
    }

    /// Tells the other end that nothing more will be sent.
    public mutating func endSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next line without its end; nil where none came in time or a signal arrived.
    ///
    /// Throws where the other end is gone and every line was given.
    public mutating func readLine(within limit: Duration) throws(StateClientError) -> [UInt8]? {
        let deadline = ContinuousClock.now + limit
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(received[..<end])
                received.removeFirst(end + 1)
                return line
            }
            guard !isEnded else { throw .closed(path: path) }
            let left = max(.zero, deadline - ContinuousClock.now)
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
            let ready = poll(&watched, 1, milliseconds)
            if ready < 0 && errno == EINTR { return nil }
            guard ready > 0 else { return nil }
            try receive()
        }
    }

    private mutating func receive() throws(StateClientError) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && (errno == EINTR || errno == EAGAIN) { return }
        if count <= 0 { isEnded = true } else { received.append(contentsOf: chunk[..<count]) }
    }
}
