import Glibc

/// Reads without waiting; −1 where nothing waits, 0 at the end.
func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Int {
    bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
    }
}

/// Writes one datagram without waiting; −1 where the kernel refuses.
func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes {
        send(
            descriptor,
            $0.baseAddress,
            $0.count,
            Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        )
    }
}

/// A listening socket at `path`, as a hub that died leaves one.
func listeningSocket(at path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let isFitting = path.utf8.count < MemoryLayout.size(ofValue: address.sun_path)
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
        bytes.copyBytes(from: path.utf8.prefix(bytes.count - 1))
    }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isBound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, size) == 0 && listen(descriptor, 1) == 0
        }
    }
    guard isFitting, isBound else { throw TestFailure("cannot listen at \(path)") }
    return descriptor
}
