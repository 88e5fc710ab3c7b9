public import CANFrames
import CLinuxCAN
import Glibc

/// The transmitting end of a SocketCAN interface.
///
/// Its socket receives nothing.
public struct SocketCANTransmitter: ~Copyable, CANTransmitter {
    private let socket: OpenSocket

    init(_ socket: consuming OpenSocket) { self.socket = socket }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Queues a frame; see `CANTransmitter`.
    ///
    /// In bus-off the kernel accepts frames and sends none: watch the error frames as well.
    public mutating func transmit(_ frame: borrowing Frame) throws(TransportError) {
        guard let record = axle_record(sending: frame) else { throw .unsupportedFrame }
        var result = send(record)
        // An interface that went down leaves one ENETDOWN behind, even where it is up again.
        if result == -ENETDOWN { result = send(record) }
        guard result >= 0 else { throw .attached("send", result) }
    }

    private func send(_ record: axle_record) -> Int32 {
        withUnsafePointer(to: record) { axle_record_send(descriptor, $0, record.socketSize) }
    }
}
