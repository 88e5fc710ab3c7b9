import Foundation
import Glibc
import Testing

/// A client of the daemon's socket without a program of its own, for what is asked again and again.
struct StateSocket {
    let path: String

    /// A line that answers a request.
    private struct Line<Result: Decodable>: Decodable {
        let result: Result
    }

    /// What a method without parameters returns.
    func call<Result: Decodable>(_ method: String) throws -> Result {
        let text = try answer(to: #"{"jsonrpc":"2.0","id":1,"method":"\#(method)"}"#)
        return try Line<Result>(parsing: text).result
    }

    /// Sends a line; the second line that comes back, which follows hello.
    func answer(to request: String) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var timeout = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &timeout,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        let line = Array((request + "\n").utf8)
        try #require(write(descriptor, line, line.count) == line.count)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while received.count(where: { $0 == 10 }) < 2 {
            let count = read(descriptor, &buffer, buffer.count)
            try #require(count > 0, "no answer to \(request)")
            received += buffer[..<count]
        }
        return String(decoding: received.split(separator: 10)[1], as: UTF8.self)
    }
}
