import Foundation
import Synchronization
import Testing

/// A virtual CAN interface, removed with the value; needs root and vcan in the kernel.
final class VirtualInterface {
    let name: String

    private static let next = Atomic(0)

    init() throws {
        name = "axg\(Self.next.add(1, ordering: .relaxed).newValue)"
        try Command("ip", "link", "add", "dev", name, "type", "vcan").finish()
        try setUp(true)
    }

    deinit { _ = try? Command("ip", "link", "delete", name).finish() }

    /// Sets it up or down, by a system call: a program would take longer than a cycle.
    func setUp(_ isUp: Bool) throws {
        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(control) }
        // struct ifreq: the name, then the flags.
        var request = [UInt8](repeating: 0, count: 40)
        request.replaceSubrange(0..<name.utf8.count, with: name.utf8)
        try #require(ioctl(control, UInt(SIOCGIFFLAGS), &request) == 0)
        request[16] =
            isUp ? request[16] | UInt8(IFF_UP) : request[16] & ~UInt8(IFF_UP)
        try #require(ioctl(control, UInt(SIOCSIFFLAGS), &request) == 0)
    }

    /// Gives it a queue without room after some time: the kernel then says ENOBUFS to each frame,
    /// while the sockets are writable.
    func fillQueue(afterSeconds seconds: Int) throws -> Command {
        try Command(
            "sh",
            "-c",
            "sleep \(seconds); tc qdisc add dev \(name) root pfifo limit 0"
        )
    }

    func freeQueue() throws { try Command("tc", "qdisc", "del", "dev", name, "root").finish() }
}

/// A program that runs beside the test.
final class Command {
    private let process = Process()
    private let line: String

    init(_ arguments: String...) throws {
        line = arguments.joined(separator: " ")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Waits for its end, which must be a good one.
    func finish() throws {
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(line)")
    }
}
