import CANFrames
import CLinuxCAN
import Glibc

/// The receiving end of a local bus.
///
/// Its socket is shut for sending.
public struct LocalReceiver: ~Copyable, CANReceiver {
    private let socket: OpenSocket
    private let filters: [FrameFilter]?
    private let bus: UInt8
    private var clock = ArrivalClock()
    private var isGone = false

    /// Frames the hub could not deliver because this receiver's queue was full.
    public private(set) var overflowCount: UInt64 = 0

    init(_ socket: consuming OpenSocket, filters: [FrameFilter]?, bus: UInt8) {
        self.socket = socket
        self.filters = filters
        self.bus = bus
    }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Takes what waits and passes the filters; see `CANReceiver`.
    ///
    /// Frames read as sent by this host (`isLoopback`), as they do on a virtual CAN interface.
    public mutating func receive(into batch: inout FrameBatch) throws(TransportError) -> Int {
        batch.clear()
        guard !isGone else { throw .gone }
        let begin = axle_clock_monotonic()
        let count = axle_batch_receive(batch.buffers, socket.descriptor)
        guard count >= 0 else {
            if count == -EAGAIN || count == -EINTR {
                if count == -EAGAIN { _ = clock.read(begunAt: begin, emptied: true) }
                return 0
            }
            let error = TransportError.attached("recvmmsg", count)
            if error == .gone { isGone = true }
            throw error
        }
        let reading = clock.read(begunAt: begin, emptied: Int(count) < FrameBatch.capacity)
        for index in 0..<Int(count) where take(index, reading, &batch) == .end {
            // What was received before the end is handed out first.
            isGone = true
            break
        }
        if isGone && batch.count == 0 { throw .gone }
        return batch.count
    }

    private enum Datagram { case frame, end }

    private mutating func take(
        _ index: Int,
        _ reading: ArrivalClock.Reading,
        _ batch: inout FrameBatch
    ) -> Datagram {
        let slot = batch.slots + index
        let size = Int(slot.pointee.size)
        if size == 0 { return .end }
        guard size == MemoryLayout<axle_record>.size else { return .frame }
        overflowCount = slot.pointee.record.dropped
        let isFD = slot.pointee.record.frame.flags & FDFlags.isFD.rawValue != 0
        guard passes(slot.pointee.record.frame.can_id),
            let frame = slot.pointee.record.received(isFD: isFD)
        else { return .frame }
        let stamp = slot.pointee.record.stamp
        batch.append(
            ReceivedFrame(
                frame: frame,
                bus: bus,
                isLoopback: true,
                stamp: Timestamp(nanoseconds: stamp),
                arrival: reading.arrival(ofStamp: stamp)
            )
        )
        return .frame
    }

    private func passes(_ bits: UInt32) -> Bool {
        guard let filters else { return true }
        for index in filters.indices where filters[index].passes(bits: bits) { return true }
        return false
    }
}
