import CANFrames
import CANTransport

/// A bus that a test may take away and bring back.
protocol BusFixture: ~Copyable {
    associatedtype Bus: CANBus

    /// Makes a bus of its own, which can carry frames.
    init() throws

    var bus: Bus { get }

    /// Deletes the bus under the feet of who is attached.
    mutating func takeAway() throws

    /// Makes it again under the same name.
    mutating func bringBack() throws

    /// More frames than a receiver that does not read can hold.
    static var burst: Int { get }

    /// Calls `body` with a transmitter whose frames nobody takes off the send queue.
    static func withStalledTransmitter(_ body: (inout BusTransmitter) throws -> Void) throws
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension Frame {
    /// A classic frame of two bytes that says `number`.
    init(number: Int, id: UInt32 = 0x123) throws {
        guard let id = FrameID(standard: id),
            let frame = Frame(id: id, bytes: [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)])
        else { throw TestFailure("no frame") }
        self = frame
    }

    var number: Int { Int(self[0]) << 8 | Int(self[1]) }
}

extension BusReceiver {
    /// Receives until there are `count` frames; gives up after thirty seconds without one.
    mutating func take(_ count: Int) throws -> [ReceivedFrame] {
        var poller = try Poller()
        try poller.add(descriptor, token: 0)
        var batch = FrameBatch()
        var frames: [ReceivedFrame] = []
        while frames.count < count {
            if try receive(into: &batch) > 0 {
                batch.forEach { frames.append(copy $0) }
            } else if try poller.wait(milliseconds: 30_000) == 0 {
                throw TestFailure("\(frames.count) frames of \(count) came")
            }
        }
        return frames
    }

    /// Waits until the socket is readable.
    func waitUntilReadable() throws {
        var poller = try Poller()
        try poller.add(descriptor, token: 0)
        guard try poller.wait(milliseconds: 30_000) > 0 else { throw TestFailure("nothing came") }
    }

    /// The error of the next reception, frames before it read over.
    mutating func nextError() throws -> TransportError {
        var batch = FrameBatch()
        for _ in 0..<1000 {
            do throws(TransportError) {
                if try receive(into: &batch) == 0 { try? waitUntilReadable() }
            } catch { return error }
        }
        throw TestFailure("no error")
    }
}

extension BusTransmitter {
    /// Sends, and waits where the queue is full.
    mutating func send(_ frame: Frame) throws {
        var poller: Poller?
        while true {
            do throws(TransportError) {
                try transmit(frame)
                return
            } catch {
                guard error == .full else { throw error }
            }
            if poller == nil {
                let made = try Poller()
                try made.add(descriptor, token: 0, for: .writable)
                poller = consume made
            }
            guard try poller?.wait(milliseconds: 30_000) ?? 0 > 0 else {
                throw TestFailure("the queue stayed full")
            }
        }
    }

    /// The error that sending gives; nil where it gives none.
    mutating func error(sending frame: Frame) -> TransportError? {
        do throws(TransportError) {
            try transmit(frame)
            return nil
        } catch { return error }
    }
}

/// The error that opening a receiver gives; nil where it gives none.
func openingError(_ bus: some CANBus, filters: [FrameFilter]? = nil) -> TransportError? {
    do throws(TransportError) {
        _ = try bus.openReceiver(filters: filters, bus: 0, receivesErrors: false)
        return nil
    } catch { return error }
}
