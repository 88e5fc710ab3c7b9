import CANFrames
import CLinuxCAN
import Glibc

/// The receiving end of a SocketCAN interface.
///
/// Its socket never sends.
public struct SocketCANReceiver: ~Copyable, CANReceiver {
    private let socket: OpenSocket
    private let bus: UInt8
    private var clock = ArrivalClock()
    private var overflow = OverflowCount()
    private var isGone = false

    /// Frames that its queue holds at least.
    public let capacity: Int

    /// Which clock stamped the newest frame.
    public private(set) var stampSource = StampSource.software

    /// What the kernel counts for a queued frame, classic or FD, bytes.
    private static let frameSize = 768

    /// `bufferSize` is what the kernel granted, bytes.
    init(_ socket: consuming OpenSocket, bus: UInt8, bufferSize: Int) {
        self.socket = socket
        self.bus = bus
        capacity = bufferSize / Self.frameSize
    }

    /// The socket, to wait on.
    public var descriptor: Int32 { socket.descriptor }

    /// Frames the kernel dropped because this socket's buffer was full.
    public var overflowCount: UInt64 { overflow.total }

    /// Takes what waits; see `CANReceiver`.
    public mutating func receive(into batch: inout FrameBatch) throws(TransportError) -> Int {
        batch.clear()
        let begin = axle_clock_monotonic()
        let count = axle_batch_receive(batch.buffers, socket.descriptor)
        guard count >= 0 else {
            if count == -EAGAIN || count == -EINTR {
                guard !isGone else { throw .gone }
                if count == -EAGAIN { _ = clock.read(begunAt: begin, emptied: true) }
                return 0
            }
            let error = TransportError.attached("recvmmsg", count)
            guard error == .gone, !isGone else { throw error }
            // The kernel reports a deleted interface once, before the frames that wait, and is silent
            // from then on.
            isGone = true
            return try receive(into: &batch)
        }
        let reading = clock.read(begunAt: begin, emptied: Int(count) < FrameBatch.capacity)
        estimateStamps(in: batch, Int(count), readAt: reading.wall)
        for index in 0..<Int(count) { take(index, reading, &batch) }
        return batch.count
    }

    /// The kernel begins to stamp a moment after it was asked to: frames from before that get the
    /// stamp of the next one that has any, or the time of reading.
    private func estimateStamps(in batch: borrowing FrameBatch, _ count: Int, readAt wall: Int64) {
        var next = wall
        var index = count
        while index > 0 {
            index -= 1
            let slot = batch.slots + index
            if slot.pointee.software_stamp != 0 { next = slot.pointee.software_stamp }
            slot.pointee.estimated_stamp = next
        }
    }

    private mutating func take(
        _ index: Int,
        _ reading: ArrivalClock.Reading,
        _ batch: inout FrameBatch
    ) {
        let slot = batch.slots + index
        if slot.pointee.has_overflow != 0 { overflow.update(slot.pointee.overflow) }
        let size = Int(slot.pointee.size)
        guard size == axle_record.fdSize || size == axle_record.classicSize,
            let frame = slot.pointee.record.received(isFD: size == axle_record.fdSize)
        else { return }
        let software = slot.pointee.estimated_stamp
        // Without a stamp it may be as old as the last empty queue; older is the safe side.
        let arrival =
            slot.pointee.software_stamp == 0
            ? reading.earliest : reading.arrival(ofStamp: software)
        let hardware = slot.pointee.hardware_stamp
        // An adapter's clock that counts from its own start says nothing about the wall clock.
        let isPlausible = hardware != 0 && (hardware &- software).magnitude < 1_000_000_000
        stampSource = isPlausible ? .hardware : .software
        batch.append(
            ReceivedFrame(
                frame: frame,
                bus: bus,
                isLoopback: slot.pointee.is_loopback != 0,
                stamp: Timestamp(nanoseconds: isPlausible ? hardware : software),
                arrival: arrival
            )
        )
    }
}

/// The kernel's 32-bit count of lost frames, continued past its wrap.
struct OverflowCount: Sendable {
    private(set) var total: UInt64 = 0
    private var last: UInt32 = 0

    mutating func update(_ count: UInt32) {
        total &+= UInt64(count &- last)
        last = count
    }
}
