import CANFrames
import CANTransport
import Glibc
import TorqueMonitor

/// A bus's sockets as the opener hands them over.
struct BusSockets: ~Copyable, Sendable {
    /// Nil where the bus is only listened to.
    var transmitter: BusTransmitter?
    var receiver: BusReceiver
}

/// What became of opening a bus.
struct BusOpening: ~Copyable, Sendable {
    var sockets: BusSockets?
    /// Why it could not be opened, where it is there.
    var failure: String?
}

/// The guardian's hold on one bus: a receiving socket and, on the bus of an axle with a motor, a sending
/// one, reopened when the bus comes back.
struct BusEnd: ~Copyable {
    private let bus: MonitorBus
    private let address: BusAddress
    private let opener: Opener<BusOpening>
    /// The interface that the opener was asked for.
    private var asked: Int32?
    /// Sockets that the opener did not take back yet.
    private var leaving: BusOpening?
    private var transmitter: BusTransmitter?
    private var sendingDescriptor: Int32 = -1
    private var receiver: BusReceiver?
    /// The kernel's number of the interface that it is attached to.
    private var index: Int32?
    private var linkState = LinkState.absent
    private var isUp = false
    /// The interface of the sockets is there no more: `maintain` is to be called.
    private(set) var isGone = false
    private var isBusOff = false
    /// Why it could not be opened, where it is there.
    private var failure: String?
    private var announced: String?

    /// A bus that is not open yet; `watches`: whose inputs are received.
    init(
        _ bus: MonitorBus,
        address: BusAddress,
        watches settings: MonitorSettings
    ) throws(TransportError) {
        self.bus = bus
        self.address = address
        let filters = settings.receivedIDs(on: bus).map { FrameFilter($0) }
        let sends = bus.axle.map { settings.allowList.hasFrames(for: $0) } ?? false
        opener = try Opener { Self.open(address, filters, sends: sends) }
    }

    /// Becomes readable when the bus was opened.
    var openerDescriptor: Int32 { opener.descriptor }

    /// Whether the bus takes a burst now: attached, up, not bus-off, with room in its queue.
    var isReady: Bool {
        guard isUp, !isBusOff, sendingDescriptor >= 0 else { return false }
        var poll = pollfd(fd: sendingDescriptor, events: Int16(POLLOUT), revents: 0)
        // A link that was down leaves an error behind, which says nothing of now: the next frame takes it.
        return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLOUT) != 0
    }

    /// Sends a frame, now or never; false where it was not sent.
    mutating func transmit(_ frame: borrowing Frame) -> Bool {
        guard transmitter != nil, !isGone else { return false }
        do {
            try transmitter?.transmit(frame)
            return true
        } catch {
            note(error)
            return false
        }
    }

    /// Takes what waits on the bus and shows it to the monitor.
    mutating func receive(
        into batch: inout FrameBatch,
        _ monitor: inout TorqueMonitor
    ) {
        guard receiver != nil, !isGone else { return }
        do {
            guard try receiver?.receive(into: &batch) ?? 0 > 0 else { return }
        } catch {
            note(error)
            return
        }
        for index in 0..<batch.count {
            let received = batch[index]
            if let error = ErrorFrame(received.frame) {
                // A controller's own are not looped back: a program of this host has forged it.
                guard !received.isLoopback else { continue }
                if error.contains(.busOff) { isBusOff = true }
                if error.contains(.restarted) { isBusOff = false }
            } else {
                // What came over the wire proves that the controller is back; this host's own frames
                // come by in bus-off too.
                if !received.isLoopback { isBusOff = false }
                monitor.observe(
                    received.frame,
                    on: bus,
                    isLoopback: received.isLoopback,
                    at: received.arrival
                )
            }
        }
    }

    /// Opens what is closed, takes what the kernel tells of the link, and says what changed.
    mutating func maintain(
        _ poller: borrowing Poller,
        token: UInt64,
        links: borrowing LinkWatch
    ) {
        let current = links.index(of: address)
        let state = links.state(of: address)
        // Deleted, made again or renamed: the sockets listen to what had the name before.
        if receiver != nil, isGone || index != current { close(poller) }
        if let kept = leaving.take() { leaving = opener.tryClose(kept) }
        opener.clear()
        if receiver == nil, leaving == nil {
            if let opening = opener.tryTake() {
                attach(opening, poller, token: token, to: current)
            }
            if receiver == nil, state != .absent, !opener.isBusy {
                asked = current
                opener.ask()
            }
        }
        follow(receiver == nil ? .absent : state)
        let status =
            receiver == nil
            ? failure ?? "absent; attached when it appears"
            : isBusOff ? "bus-off" : isUp ? "attached" : "down"
        // What is being opened is neither there nor absent yet.
        let isOpening = receiver == nil && opener.isBusy
        if status != announced, !isOpening {
            announced = status
            Announcer.say("axle-guard: \(bus) (\(address)): \(status)")
        }
    }

    /// Takes a link's state.
    ///
    /// Error frames tell of bus-off before this does, so only a change undoes what they said.
    private mutating func follow(_ state: LinkState) {
        isUp = state == .up || state == .busOff
        if state == .busOff {
            isBusOff = true
        } else if state != linkState {
            // Down and up is how a controller leaves bus-off by hand.
            isBusOff = false
        }
        linkState = state
    }

    /// Opens the sockets; may wait.
    private static func open(
        _ address: BusAddress,
        _ filters: [FrameFilter],
        sends: Bool
    ) -> BusOpening {
        do throws(TransportError) {
            var sockets = try BusSockets(
                receiver: BusReceiver.open(address, filters: filters)
            )
            if sends { sockets.transmitter = try BusTransmitter.open(address) }
            return BusOpening(sockets: sockets)
        } catch .absent {
            return BusOpening()
        } catch {
            return BusOpening(failure: "cannot be opened: \(error)")
        }
    }

    private mutating func attach(
        _ opening: consuming BusOpening,
        _ poller: borrowing Poller,
        token: UInt64,
        to current: Int32?
    ) {
        failure = opening.failure
        guard let sockets = opening.sockets.take() else { return }
        let descriptor = sockets.receiver.descriptor
        receiver = consume sockets.receiver
        transmitter = consume sockets.transmitter
        sendingDescriptor = transmitter?.descriptor ?? -1
        index = asked
        do throws(TransportError) {
            // What was opened may have had the name before.
            guard asked == current else { return close(poller) }
            try poller.add(descriptor, token: token)
        } catch {
            close(poller)
            failure = "cannot be opened: \(error)"
        }
    }

    private mutating func note(_ error: TransportError) {
        switch error {
        case .gone:
            isGone = true
            isUp = false
        case .down:
            isUp = false
            // Down and up is how a controller leaves bus-off; both may be told at once.
            isBusOff = false
        case .full, .unsupportedFrame, .system, .invalidAddress, .noCANSupport, .absent, .notCAN,
            .notASocket, .inUse, .tooManyFilters:
            break
        }
    }

    /// Lets go of the sockets: the kernel may hold up whoever closes them.
    private mutating func close(_ poller: borrowing Poller) {
        if let descriptor = receiver?.descriptor {
            // Removal fails only where it was never added, or the kernel has forgotten it already.
            do throws(TransportError) { try poller.remove(descriptor) } catch {}
        }
        isGone = false
        let transmitter = transmitter.take()
        if let receiver = receiver.take() {
            let sockets = BusSockets(transmitter: transmitter, receiver: receiver)
            leaving = opener.tryClose(BusOpening(sockets: sockets))
        }
        sendingDescriptor = -1
        index = nil
        linkState = .absent
        isUp = false
        isBusOff = false
    }
}
