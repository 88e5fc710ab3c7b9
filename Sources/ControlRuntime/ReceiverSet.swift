import CANTransport
import VehicleModel

/// The receivers of up to eight buses; each place is empty while its bus is not there.
struct ReceiverSet: ~Copyable {
    private var receivers: [8 of BusReceiver?] = .init { _ in nil }
    // Losses of receivers that have left, so that a count never goes back.
    private var lostBefore: [8 of UInt64] = .init(repeating: 0)
    /// Which clock stamped each bus's newest frame.
    private(set) var stamps: [8 of StampClock] = .init(repeating: .unknown)
    private var descriptors: [8 of Int32] = .init(repeating: -1)
    private var capacities: [8 of Int] = .init(repeating: 0)
    /// What a queue must hold, so that it need not be waited on.
    private let span: Int64

    /// `span`: frames of so many nanoseconds may wait in a queue.
    init(span: Int64) { self.span = span }

    /// Whether a bus's queue holds all that can come in the span, so that it is enough to look into it at
    /// each cycle: a wake-up for every frame costs more than the frame.
    func isRoomy(_ index: Int, on link: borrowing LinkHealth) -> Bool {
        Int64(capacities[index]) >= Self.mostFrames(in: span, at: link.bitrate)
    }

    /// The most frames that can come in a time, ns, at a bit rate; 0 where that is not known.
    static func mostFrames(in span: Int64, at bitrate: UInt32) -> Int64 {
        // Not even errors come faster than one in 20 bits. Without a bit rate it is as much as a processor
        // can put into a virtual interface.
        let perSecond = bitrate > 0 ? Int64(bitrate) / 20 : 500_000
        return perSecond * (span / 1_000) / 1_000_000
    }

    mutating func put(_ receiver: consuming BusReceiver, at index: Int) {
        descriptors[index] = receiver.descriptor
        capacities[index] = receiver.capacity
        receivers[index] = consume receiver
    }

    /// Takes a receiver out; nil where the place is empty.
    mutating func take(_ index: Int) -> BusReceiver? {
        lostBefore[index] = overflowCount(index)
        descriptors[index] = -1
        capacities[index] = 0
        return receivers[index].take()
    }

    /// A receiver's socket; nil where the place is empty.
    func descriptor(_ index: Int) -> Int32? {
        descriptors[index] >= 0 ? descriptors[index] : nil
    }

    /// Receives what waits on a bus; 0 where the place is empty.
    mutating func receive(_ index: Int, into batch: inout FrameBatch) throws(TransportError) -> Int
    {
        let count = try receivers[index]?.receive(into: &batch) ?? 0
        if count > 0, let source = receivers[index]?.stampSource {
            stamps[index] = StampClock(source)
        }
        return count
    }

    /// Frames lost on a bus since the start.
    mutating func overflowCount(_ index: Int) -> UInt64 {
        let now = receivers[index]?.overflowCount ?? 0
        return lostBefore[index] &+ now
    }
}

extension StampClock {
    fileprivate init(_ source: StampSource) {
        self =
            switch source {
            case .software: .software
            case .hardware: .hardware
            case .hub: .hub
            }
    }
}

/// Frames a second of each bus, counted over whole seconds.
struct FrameRates {
    private var since: [8 of Int64] = .init(repeating: 0)
    private var counted: [8 of UInt64] = .init(repeating: 0)
    private var rates: [8 of UInt32] = .init(repeating: 0)

    private static let window: Int64 = 1_000_000_000

    /// The rate of the last whole second.
    mutating func step(_ index: Int, received: UInt64, at now: Int64) -> UInt32 {
        let elapsed = now - since[index]
        if elapsed >= Self.window {
            let frames = received &- counted[index]
            let scaled = Double(frames) * Double(Self.window) / Double(elapsed)
            rates[index] = since[index] == 0 ? 0 : UInt32(min(scaled, 1e9))
            since[index] = now
            counted[index] = received
        }
        return rates[index]
    }
}
