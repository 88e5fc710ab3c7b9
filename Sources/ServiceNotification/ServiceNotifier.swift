import Glibc

/// Tells the service manager what the process does: datagrams to the socket `NOTIFY_SOCKET` names.
///
/// Without that variable (a shell, a test) every call does nothing. Nothing here blocks.
public struct ServiceNotifier: ~Copyable, Sendable {
    /// How often the manager wants `watchdog()` at least, in nanoseconds; nil where it does not.
    ///
    /// Call it twice as often.
    public let watchdogInterval: Int64?
    private let descriptor: Int32
    // A sockaddr_un: two bytes of family, then the path.
    private let address: [110 of UInt8]
    private let addressSize: Int

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` of the environment.
    public init() {
        self.init(
            socketPath: Self.variable("NOTIFY_SOCKET"),
            watchdogMicroseconds: Self.variable("WATCHDOG_USEC"),
            watchdogProcess: Self.variable("WATCHDOG_PID")
        )
    }

    /// Takes the three variables' values; `@` begins an abstract socket's name.
    public init(socketPath: String?, watchdogMicroseconds: String?, watchdogProcess: String? = nil)
    {
        var path = Array((socketPath ?? "").utf8)
        let isAbstract = path.first == UInt8(ascii: "@")
        let isUsable = (isAbstract || path.first == UInt8(ascii: "/")) && path.count < 108
        if isAbstract { path[0] = 0 }
        var address = [110 of UInt8](repeating: 0)
        withUnsafeBytes(of: sa_family_t(AF_UNIX)) { family in
            for index in 0..<2 { address[index] = family[index] }
        }
        if isUsable { for (index, byte) in path.enumerated() { address[2 + index] = byte } }
        self.address = address
        addressSize = 2 + path.count
        let kind =
            Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            | Int32(SOCK_NONBLOCK.rawValue)
        descriptor = isUsable ? socket(AF_UNIX, kind, 0) : -1
        let isForUs = watchdogProcess.map { $0 == String(getpid()) } ?? true
        watchdogInterval =
            isForUs
            ? watchdogMicroseconds.flatMap(Int64.init).flatMap {
                $0 > 0 && $0 < 1 << 40 ? $0 * 1000 : nil
            }
            : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether a service manager listens.
    public var isConnected: Bool { descriptor >= 0 }

    /// Start-up is complete.
    public func ready() { send("READY=1") }

    /// The process is alive; costs one system call and no heap.
    public func watchdog() { send("WATCHDOG=1") }

    /// The process is about to end.
    public func stopping() { send("STOPPING=1") }

    /// Shows people one line in `systemctl status`; uses the heap, so it is not for the cycle.
    public func status(_ line: String) {
        guard descriptor >= 0 else { return }
        let text = Array("STATUS=\(line)".utf8)
        text.withUnsafeBytes { send($0) }
    }

    private func send(_ text: StaticString) {
        guard descriptor >= 0 else { return }
        send(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func send(_ bytes: UnsafeRawBufferPointer) {
        let flags = Int32(MSG_NOSIGNAL)
        address.span.withUnsafeBytes { address in
            let pointer = address.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            // A manager that does not read loses the line; its watchdog is the consequence.
            _ = sendto(
                descriptor,
                bytes.baseAddress,
                bytes.count,
                flags,
                pointer,
                socklen_t(addressSize)
            )
        }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
