import CANFrames
import CANTransport
import Glibc
import TorqueMonitor

/// The guardian's hold on one axle's bus: a sending and a receiving socket, reopened when the bus
/// comes back.
struct BusEnd: ~Copyable {
    private let name: String
    private let address: BusAddress
    private let filters: [FrameFilter]
    private var transmitter: BusTransmitter?
    private var sendingDescriptor: Int32 = -1
    private var receiver: BusReceiver?
    /// The kernel's number of the interface that it is attached to.
    private var index: Int32?
    private var linkState = LinkState.absent
    private var isUp = false
    private var isBusOff = false
    /// Why it could not be opened, where it is there.
    private var failure: String?
    private var announced: String?

    /// A bus that is not open yet; `watches`: whose frames are received.
    init(name: String, address: BusAddress, watches settings: MonitorSettings) {
        self.name = name
        self.address = address
        var filters = settings.receivedIDs.map { FrameFilter($0) }
        for index in 0..<settings.allowList.count {
            if let id = settings.allowList[index]?.id { filters.append(FrameFilter(id)) }
        }
        self.filters = filters
    }

    /// Whether the bus takes a burst now: attached, up, not bus-off, with room in its queue.
    var isReady: Bool {
        guard isUp, !isBusOff, sendingDescriptor >= 0 else { return false }
        var poll = pollfd(fd: sendingDescriptor, events: Int16(POLLOUT), revents: 0)
        // A link that was down leaves an error behind, which says nothing of now: the next frame takes it.
        return Glibc.poll(&poll, 1, 0) == 1 && poll.revents & Int16(POLLOUT) != 0
    }

    /// Sends a frame, now or never; false where it was not sent.
    mutating func transmit(_ frame: borrowing Frame) -> Bool {
        guard transmitter != nil else { return false }
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
        for axle: Axle,
        into batch: inout FrameBatch,
        _ monitor: inout TorqueMonitor
    ) {
        guard receiver != nil else { return }
        do {
            guard try receiver?.receive(into: &batch) ?? 0 > 0 else { return }
        } catch {
            note(error)
            return
        }
        for index in 0..<batch.count {
            let received = batch[index]
            if let error = ErrorFrame(received.frame) {
                if error.contains(.busOff) { isBusOff = true }
                if error.contains(.restarted) { isBusOff = false }
            } else {
                // What came over the wire proves that the controller is back; this host's own frames
                // come by in bus-off too.
                if !received.isLoopback { isBusOff = false }
                monitor.observe(
                    received.frame,
                    on: axle,
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
        let link = links.link(of: address)
        // Deleted, made again or renamed: the sockets listen to what had the name before.
        if transmitter != nil, index != link?.index { close() }
        if transmitter == nil || receiver == nil { open(poller, token: token, index: link?.index) }
        follow(transmitter == nil ? .absent : links.state(of: address))
        let status =
            transmitter == nil
            ? failure ?? "absent; attached when it appears"
            : isBusOff ? "bus-off" : isUp ? "attached" : "down"
        if status != announced {
            announced = status
            Announcer.say("axle-guard: \(name) (\(address)): \(status)")
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

    private mutating func open(_ poller: borrowing Poller, token: UInt64, index: Int32?) {
        close()
        do {
            let opened = try BusReceiver.open(address, filters: filters)
            try poller.add(opened.descriptor, token: token)
            let sending = try BusTransmitter.open(address)
            sendingDescriptor = sending.descriptor
            transmitter = consume sending
            receiver = consume opened
            self.index = index
            failure = nil
        } catch .absent {
            failure = nil
        } catch {
            failure = "cannot be opened: \(error)"
        }
    }

    private mutating func note(_ error: TransportError) {
        switch error {
        case .gone: close()
        case .down: isUp = false
        case .full, .unsupportedFrame, .system, .invalidAddress, .noCANSupport, .absent, .notCAN,
            .notASocket, .inUse, .tooManyFilters:
            break
        }
    }

    private mutating func close() {
        transmitter = nil
        sendingDescriptor = -1
        receiver = nil
        index = nil
        linkState = .absent
        isUp = false
        isBusOff = false
    }
}
