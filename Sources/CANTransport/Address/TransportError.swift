import Glibc

/// What can go wrong between this program and a bus, a file or a timer.
public enum TransportError: Error, Hashable, Sendable {
    /// A text that is no bus address.
    case invalidAddress(String, allowed: String)
    /// The kernel has no CAN: only local buses work here.
    case noCANSupport
    /// There is no such interface, or nobody serves the local bus.
    case absent(String)
    /// The network interface is not a CAN interface.
    case notCAN(String)
    /// The file at a local bus's path is not a socket, so it is left alone.
    case notASocket(path: String)
    /// Another process already serves the local bus.
    case inUse(path: String)
    /// A socket takes fewer filters than were given.
    case tooManyFilters(Int, allowed: Int)
    /// The interface was deleted or the hub closed: close, and open again when the bus is back.
    case gone
    /// The interface exists but is down; the same socket works again once it is up.
    case down
    /// The send queue is full: the frame was not sent. Wait until the descriptor is writable.
    case full
    /// The bus cannot carry this frame, such as an FD frame on a classic interface.
    case unsupportedFrame
    /// A system call failed for a reason that none of the above names.
    case system(call: String, errno: Int32)
}

extension TransportError {
    /// The error for a C function's result below zero; `subject` is what was being opened.
    static func opening(_ call: String, _ result: Int32, _ subject: String) -> TransportError {
        switch -result {
        case EAFNOSUPPORT: .noCANSupport
        case ENODEV, ENXIO, ENOENT, ECONNREFUSED: .absent(subject)
        default: .system(call: call, errno: -result)
        }
    }

    /// The error for a C function's result below zero on an attached socket.
    static func attached(_ call: String, _ result: Int32) -> TransportError {
        switch -result {
        case ENODEV, ENXIO, EPIPE, ECONNRESET, ENOTCONN: .gone
        case ENETDOWN: .down
        case EAGAIN, ENOBUFS: .full
        case EINVAL, EMSGSIZE: .unsupportedFrame
        default: .system(call: call, errno: -result)
        }
    }
}

extension TransportError {
    /// Whether it is that a file or directory of that name is there already.
    public var isExisting: Bool {
        if case .system(_, EEXIST) = self { true } else { false }
    }

    /// Whether it is that the file system, or the process, may have no larger file.
    public var isTooLarge: Bool {
        if case .system(_, EFBIG) = self { true } else { false }
    }
}

extension TransportError: CustomStringConvertible {
    /// One sentence that says what was found and what is allowed.
    public var description: String {
        switch self {
        case .invalidAddress(let text, let allowed):
            "\"\(text)\" is not a bus address; allowed: \(allowed)"
        case .noCANSupport:
            "this kernel has no CAN (socket family AF_CAN); use a local bus, unix:PATH"
        case .absent(let name): "\(name) does not exist, or nobody serves it"
        case .notCAN(let name): "\(name) is not a CAN interface"
        case .notASocket(let path): "\(path) exists and is not a socket; it was left alone"
        case .inUse(let path): "\(path) is already served by another process"
        case .tooManyFilters(let count, let allowed):
            "\(count) reception filters, but a socket takes at most \(allowed)"
        case .gone: "the bus is gone"
        case .down: "the interface is down"
        case .full: "the send queue is full"
        case .unsupportedFrame: "the bus cannot carry this frame"
        case .system(let call, let number): "\(call): \(String(cString: strerror(number)))"
        }
    }
}
