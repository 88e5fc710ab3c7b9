import CANTransport
import Glibc
import StateProtocol

/// The socket on which a running plant takes changes: JSON-RPC 2.0, one object a line.
///
/// Served by the plant's own loop: nothing here waits. A client that does not read its answers, or that
/// sends more than a request may have, is closed.
final class ControlSocket {
    /// Where it listens.
    let path: String

    private let listener: Int32
    private var clients: [Client] = []
    private var nextToken = firstClientToken

    private struct Client {
        let descriptor: Int32
        let token: UInt64
        var input: [UInt8] = []
    }

    /// A line that a client sent.
    struct Line {
        /// Who sent it.
        let client: UInt64
        /// What, without its end.
        let bytes: [UInt8]
    }

    private static let listenerToken: UInt64 = 1 << 32
    private static let firstClientToken = listenerToken + 1
    private static let mostClients = 8

    /// Listens at a path, in the place of a socket that a dead plant left.
    init(path: String) throws(ControlSocketError) {
        self.path = path
        listener = try Self.listen(at: path)
    }

    deinit {
        for client in clients { close(client.descriptor) }
        close(listener)
        unlink(path)
    }

    /// Lets a poller watch for clients.
    func watch(_ poller: borrowing Poller) throws(TransportError) {
        try poller.add(listener, token: Self.listenerToken)
    }

    /// Whether an event's token is this socket's.
    static func owns(_ token: UInt64) -> Bool { token >= listenerToken }

    /// The lines that came with an event; who is new is greeted.
    func lines(
        _ token: UInt64,
        _ poller: borrowing Poller,
        hello: JSONValue
    ) -> [Line] {
        guard token != Self.listenerToken else {
            accept(poller, hello)
            return []
        }
        guard let index = clients.firstIndex(where: { $0.token == token }) else { return [] }
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = chunk.withUnsafeMutableBytes {
            read(clients[index].descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR { drop(token) }
            return []
        }
        clients[index].input += chunk[..<count]
        var lines: [Line] = []
        while let end = clients[index].input.firstIndex(of: UInt8(ascii: "\n")) {
            guard end <= RPCMessage.longestRequest else { break }
            lines.append(Line(client: token, bytes: Array(clients[index].input[..<end])))
            clients[index].input.removeFirst(end + 1)
        }
        if clients[index].input.count > RPCMessage.longestRequest { refuse(token) }
        return lines
    }

    /// Sends an object to a client.
    func send(_ object: JSONValue, to token: UInt64) {
        guard let client = clients.first(where: { $0.token == token }) else { return }
        let bytes = object.bytes + [UInt8(ascii: "\n")]
        let sent = bytes.withUnsafeBytes {
            Glibc.send(
                client.descriptor,
                $0.baseAddress,
                $0.count,
                Int32(MSG_NOSIGNAL)
            )
        }
        if sent != bytes.count { drop(token) }
    }

    private func refuse(_ token: UInt64) {
        let longest = RPCMessage.longestRequest
        let error = RPCError(
            RPCError.parseError,
            "found a request of more than \(longest) bytes, allowed \(longest)"
        )
        send(RPCMessage.response(to: .null, error: error), to: token)
        drop(token)
    }

    private func accept(_ poller: borrowing Poller, _ hello: JSONValue) {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let token = nextToken
        guard clients.count < Self.mostClients,
            (try? poller.add(descriptor, token: token)) != nil
        else {
            close(descriptor)
            return
        }
        nextToken += 1
        clients.append(Client(descriptor: descriptor, token: token))
        send(hello, to: token)
    }

    private func drop(_ token: UInt64) {
        for client in clients where client.token == token { close(client.descriptor) }
        clients.removeAll { $0.token == token }
    }
}

/// Why a control socket cannot be made.
struct ControlSocketError: Error, Equatable, CustomStringConvertible {
    /// Where.
    let path: String
    /// What is found there, and what is allowed.
    let reason: String

    var description: String { "\(path): \(reason)" }
}

extension ControlSocket {
    private static func listen(at path: String) throws(ControlSocketError) -> Int32 {
        func problem(_ reason: String) -> ControlSocketError {
            ControlSocketError(path: path, reason: reason)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let longest = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard !path.isEmpty, path.utf8.count <= longest else {
            throw problem("found a path of \(path.utf8.count) bytes, allowed 1 to \(longest)")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try makeWay(for: path, &address)
        let descriptor = newSocket()
        guard descriptor >= 0 else { throw problem(String(cString: strerror(errno))) }
        // Nobody but this user connects before the mode is right.
        let previous = umask(0o177)
        let isBound = call(bind, descriptor, &address) == 0
        var reason = errno
        umask(previous)
        if isBound {
            if chmod(path, 0o660) == 0, Glibc.listen(descriptor, 4) == 0 { return descriptor }
            reason = errno
        }
        close(descriptor)
        throw problem("cannot be listened at: \(String(cString: strerror(reason)))")
    }

    /// Removes a socket that nobody serves; refuses what is in use or no socket.
    private static func makeWay(
        for path: String,
        _ address: inout sockaddr_un
    ) throws(ControlSocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ControlSocketError(
                path: path,
                reason: "found what is no socket, allowed a free path"
            )
        }
        let probe = newSocket()
        defer { close(probe) }
        let isServed = call(connect, probe, &address) == 0 || errno != ECONNREFUSED
        guard !isServed else {
            throw ControlSocketError(path: path, reason: "another process listens there already")
        }
        unlink(path)
    }

    private static func newSocket() -> Int32 {
        socket(
            AF_UNIX,
            Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
            0
        )
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32,
        _ descriptor: Int32,
        _ address: inout sockaddr_un
    ) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
