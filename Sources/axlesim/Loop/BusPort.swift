import CANFrames
import CANTransport
import PlantModel

/// One bus of the plant: both ends, opened again when the bus comes back.
final class BusPort {
    /// Which bus.
    let bus: PlantBus
    /// Frames sent.
    private(set) var sent: UInt64 = 0
    /// Frames that could not be sent.
    private(set) var lost: UInt64 = 0

    private let address: BusAddress
    private let filters: [FrameFilter]
    private var receiver: BusReceiver?
    private var transmitter: BusTransmitter?
    private var own = OwnFrames()
    private var nextAttempt: Int64 = 0

    /// How long to wait before opening again, ns.
    private static let retryInterval: Int64 = 200_000_000

    /// A port that is not open yet; it receives only these identifiers.
    init(_ bus: PlantBus, _ address: BusAddress, listensTo ids: [FrameID]) {
        self.bus = bus
        self.address = address
        filters = ids.map { FrameFilter($0) }
    }

    /// Attaches both ends; the receiver is watched under the bus's token.
    func open(_ poller: borrowing Poller) throws(TransportError) {
        let receiver = try BusReceiver.open(
            address,
            filters: filters,
            bus: bus.rawValue,
            receivesErrors: false
        )
        let transmitter = try BusTransmitter.open(address)
        try poller.add(receiver.descriptor, token: UInt64(bus.rawValue) + 1)
        self.receiver = consume receiver
        self.transmitter = consume transmitter
    }

    /// Opens again where the bus had vanished, at most five times a second.
    func reopen(_ poller: borrowing Poller, at now: Int64) {
        guard transmitter == nil, now >= nextAttempt else { return }
        nextAttempt = now + Self.retryInterval
        do throws(TransportError) { try open(poller) } catch {
            // Still away: the next attempt says so again.
            close()
        }
    }

    /// Sends a frame, or counts it as lost.
    func send(_ frame: borrowing Frame) {
        guard transmitter != nil else {
            lost += 1
            return
        }
        do throws(TransportError) {
            try transmitter?.transmit(frame)
            sent += 1
            own.note(frame, at: MonotonicClock.now())
        } catch {
            lost += 1
            if error == .gone { close() }
        }
    }

    /// Takes what waits; an empty batch where there is nothing or the bus is gone.
    func receive(into batch: inout FrameBatch) -> Int {
        do throws(TransportError) {
            return try receiver?.receive(into: &batch) ?? 0
        } catch {
            if error == .gone { close() }
            return 0
        }
    }

    /// Whether a frame that was received is one that this port sent.
    func isOwn(_ received: borrowing ReceivedFrame) -> Bool {
        guard received.isLoopback else { return false }
        return own.take(received.frame, at: MonotonicClock.now())
    }

    private func close() {
        receiver = nil
        transmitter = nil
    }
}
