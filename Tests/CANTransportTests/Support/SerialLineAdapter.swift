import Foundation

/// A serial-line CAN adapter (slcan) on a pseudo-terminal, of which the test is the hardware.
final class SerialLineAdapter {
    let interface: String

    private let master: Int32
    private let line: Int32

    init() throws {
        var ends: (master: Int32, line: Int32) = (-1, -1)
        guard openpty(&ends.master, &ends.line, nil, nil, nil) == 0 else {
            throw TestFailure("no pseudo-terminal")
        }
        (master, line) = ends
        var settings = termios()
        guard tcgetattr(line, &settings) == 0 else { throw TestFailure("no line settings") }
        cfmakeraw(&settings)
        tcsetattr(line, TCSANOW, &settings)
        // The line discipline's number in linux/tty.h.
        var discipline: Int32 = 17
        guard ioctl(line, UInt(TIOCSETD), &discipline) == 0 else {
            throw TestFailure("no slcan: \(String(cString: strerror(errno)))")
        }
        var request = [UInt8](repeating: 0, count: 40)
        guard ioctl(line, UInt(SIOCGIFNAME), &request) == 0 else {
            throw TestFailure("slcan has no name")
        }
        interface = String(decoding: request.prefix { $0 != 0 }, as: UTF8.self)
        try run("ip", "link", "set", interface, "up")
    }

    deinit {
        close(line)
        close(master)
    }

    /// What the adapter's hardware says to the host, such as `sb000255` for bus-off.
    func say(_ message: String) {
        let bytes = Array((message + "\r").utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(master, $0.baseAddress, $0.count) }
    }
}
