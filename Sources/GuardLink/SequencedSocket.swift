import Glibc

/// What can go wrong when an end of the guardian's socket is opened.
public enum GuardLinkError: Error, Equatable, Sendable {
    /// The path does not fit a socket address; `allowed` is the most bytes it may have.
    case pathTooLong(path: String, length: Int, allowed: Int)
    /// Another process listens there.
    case inUse(path: String)
    /// Something that is no socket stands there.
    case notASocket(path: String)
    /// Nobody listens there.
    case nobodyListens(path: String)
    /// A system call failed.
    case failed(call: String, path: String, errno: Int32)
}

extension GuardLinkError: CustomStringConvertible {
    /// One sentence with the path and what was found.
    public var description: String {
        switch self {
        case .pathTooLong(let path, let length, let allowed):
            "\(path): a socket path of \(length) bytes, at most \(allowed) are allowed"
        case .inUse(let path): "\(path): another process listens there already"
        case .notASocket(let path): "\(path): stands there and is no socket; remove it"
        case .nobodyListens(let path): "\(path): no guardian listens there"
        case .failed(let call, let path, let errno):
            "\(path): \(call): \(String(cString: strerror(errno)))"
        }
    }
}

/// What became of a record given to the socket.
public enum GuardDelivery: Sendable {
    /// It is on its way.
    case queued
    /// The other end does not read: the record is dropped.
    case full
    /// The other end is gone.
    case gone
}

/// What a look at the socket gave.
public enum GuardReception<Record: Sendable>: Sendable {
    /// A record.
    case record(Record)
    /// Nothing now.
    case nothing
    /// Something that is no record of this version; the next may be.
    case malformed
    /// The other end is gone.
    case gone
}

/// One end of a sequenced-packet socket, where a record is a datagram.
///
/// Nothing here blocks or allocates.
struct SequencedSocket: ~Copyable, Sendable {
    let descriptor: Int32

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    static func open(for path: String) throws(GuardLinkError) -> SequencedSocket {
        let kind =
            Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else {
            throw .failed(call: "socket", path: path, errno: errno)
        }
        return SequencedSocket(owning: descriptor)
    }

    func send<Record: GuardRecord>(_ record: borrowing Record) -> GuardDelivery {
        var bytes = WireBytes()
        record.write(to: &bytes)
        let sent = bytes.storage.span.withUnsafeBytes { buffer in
            Glibc.send(
                descriptor,
                buffer.baseAddress,
                Record.wireSize,
                Int32(MSG_NOSIGNAL)
            )
        }
        if sent == Record.wireSize { return .queued }
        let reason = errno
        return reason == EAGAIN || reason == EINTR || reason == ENOBUFS ? .full : .gone
    }

    func receive<Record: GuardRecord>(_ type: Record.Type) -> GuardReception<Record> {
        var bytes = WireBytes()
        var span = bytes.storage.mutableSpan
        let received = span.withUnsafeMutableBytes { buffer in
            recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
        if received == 0 { return .gone }
        if received < 0 {
            let reason = errno
            return reason == EAGAIN || reason == EINTR ? .nothing : .gone
        }
        guard let record = Record.read(bytes, size: received) else { return .malformed }
        return .record(record)
    }
}

/// Calls `body` with a Unix socket address for the path.
func withSocketAddress<Result>(
    _ path: String,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) throws(GuardLinkError) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let allowed = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard !bytes.isEmpty, bytes.count <= allowed else {
        throw .pathTooLong(path: path, length: bytes.count, allowed: allowed)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
