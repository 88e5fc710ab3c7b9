public import CANFrames
import CLinuxCAN

/// The transmitting end of a local bus.
///
/// Its socket is shut for receiving.
public struct LocalTransmitter: ~Copyable, CANTransmitter {
    private let socket: OpenSocket

    init(_ socket: consuming OpenSocket) { self.socket = socket }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Hands a frame to the hub; see `CANTransmitter`.
    public mutating func transmit(_ frame: borrowing Frame) throws(TransportError) {
        guard let record = axle_record(sending: frame) else { throw .unsupportedFrame }
        let result = withUnsafePointer(to: record) {
            axle_record_send(descriptor, $0, Int32(MemoryLayout<axle_record>.size))
        }
        guard result >= 0 else { throw .attached("send", result) }
    }
}
