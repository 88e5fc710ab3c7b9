import Foundation
import Synchronization

/// A serial-line CAN adapter (slcan) on a pseudo-terminal, of which the test is the hardware.
///
/// Needs root and slcan in the kernel. Nobody reads the line until `startReading`.
public final class SerialLineAdapter: Sendable {
    /// The interface, which is up.
    public let interface: String

    private let master: Int32
    private let line: Int32
    private let isUnplugged = Mutex(false)
    private let written = Mutex<[UInt8]>([])

    /// Why there is no adapter.
    public struct Failure: Error, CustomStringConvertible {
        /// One sentence.
        public let description: String
    }

    /// Makes the adapter and sets its interface up.
    public init() throws {
        var ends: (master: Int32, line: Int32) = (-1, -1)
        guard openpty(&ends.master, &ends.line, nil, nil, nil) == 0 else {
            throw Failure(description: "no pseudo-terminal")
        }
        (master, line) = ends
        var settings = termios()
        guard tcgetattr(line, &settings) == 0 else {
            throw Failure(description: "no line settings")
        }
        cfmakeraw(&settings)
        tcsetattr(line, TCSANOW, &settings)
        // The line discipline's number in linux/tty.h.
        var discipline: Int32 = 17
        guard ioctl(line, UInt(TIOCSETD), &discipline) == 0 else {
            throw Failure(description: "no slcan: \(String(cString: strerror(errno)))")
        }
        var request = [UInt8](repeating: 0, count: 40)
        guard ioctl(line, UInt(SIOCGIFNAME), &request) == 0 else {
            throw Failure(description: "slcan has no name")
        }
        interface = String(decoding: request.prefix { $0 != 0 }, as: UTF8.self)
        try setUp(true)
    }

    deinit { unplug() }

    /// Sets the interface up or down.
    public func setUp(_ isUp: Bool) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ip", "link", "set", interface, isUp ? "up" : "down"]
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(process.arguments ?? []) failed")
        }
    }

    /// Takes the adapter away, and its interface with it.
    public func unplug() {
        isUnplugged.withLock { isUnplugged in
            guard !isUnplugged else { return }
            isUnplugged = true
            close(line)
            close(master)
        }
    }

    /// What the adapter's hardware says to the host, such as `sb000255` for bus-off.
    public func say(_ message: String) {
        let bytes = Array((message + "\r").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
    }

    /// Takes what the host writes from now on, as hardware that sends at once does.
    public func startReading() {
        Thread.detachNewThread { [weak self, master] in
            var bytes = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(master, &bytes, bytes.count)
                guard count > 0, let self else { return }
                self.written.withLock { $0 += bytes.prefix(count) }
            }
        }
    }

    /// How many frames with a standard id the host wrote, such as `1D4`.
    public func frames(_ id: String) -> Int {
        let text = written.withLock { String(decoding: $0, as: UTF8.self) }
        return text.split(separator: "\r").count { $0.hasPrefix("t" + id) }
    }
}
