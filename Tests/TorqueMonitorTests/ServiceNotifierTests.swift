import Glibc
import ServiceNotification
import Testing

@Suite struct ServiceNotifierTests {
    @Test("the service manager's socket gets each word as one datagram")
    func datagrams() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/notify"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let notifier = ServiceNotifier(socketPath: path, watchdogMicroseconds: "200000")
        let (isConnected, interval) = (notifier.isConnected, notifier.watchdogInterval)
        #expect(isConnected)
        #expect(interval == 200_000_000)
        notifier.ready()
        notifier.watchdog()
        notifier.status("front absent")
        notifier.stopping()
        for expected in ["READY=1", "WATCHDOG=1", "STATUS=front absent", "STOPPING=1"] {
            var bytes = [UInt8](repeating: 0, count: 100)
            let size = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            #expect(String(decoding: bytes.prefix(max(0, size)), as: UTF8.self) == expected)
        }
    }

    @Test("without a service manager nothing happens")
    func absent() {
        let notifier = ServiceNotifier(socketPath: nil, watchdogMicroseconds: nil)
        let (isConnected, interval) = (notifier.isConnected, notifier.watchdogInterval)
        #expect(!isConnected)
        #expect(interval == nil)
        notifier.ready()
        notifier.status("unheard")
    }

    @Test(
        "a watchdog that is not ours, not a number or not positive is none",
        arguments: [("1000", "1"), ("x", nil), ("0", nil), ("-1", nil)] as [(String, String?)]
    )
    func otherWatchdog(microseconds: String, process: String?) {
        let notifier = ServiceNotifier(
            socketPath: nil,
            watchdogMicroseconds: microseconds,
            watchdogProcess: process
        )
        let interval = notifier.watchdogInterval
        #expect(interval == nil)
    }
}
