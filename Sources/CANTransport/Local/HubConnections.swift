import CANFrames
import CLinuxCAN
import Glibc

/// The hub's sockets and what is done with them.
struct HubConnections: ~Copyable {
    private var listener: OpenSocket?
    private var poller: Poller
    private var clients: [Client] = []
    private var batch = FrameBatch()
    private var nextToken = Self.firstClientToken
    private let counts: HubCounts

    /// One connection.
    private struct Client {
        let descriptor: Int32
        let token: UInt64
        /// False once the other end has said that it only sends.
        var isReading = true
        var dropped: UInt64 = 0
    }

    private static let listenerToken: UInt64 = 0
    private static let wakeUpToken: UInt64 = 1
    private static let firstClientToken: UInt64 = 2

    init(
        listener: consuming OpenSocket,
        wakeUpDescriptor: Int32,
        counts: HubCounts
    ) throws(TransportError) {
        let poller = try Poller()
        try poller.add(listener.descriptor, token: Self.listenerToken)
        try poller.add(wakeUpDescriptor, token: Self.wakeUpToken)
        self.poller = poller
        self.listener = consume listener
        self.counts = counts
    }

    deinit { for client in clients { close(client.descriptor) } }

    /// Waits for something to happen and deals with it; false where waiting failed.
    mutating func serveOnce() -> Bool {
        let count: Int
        do { count = try poller.wait() } catch { return false }
        for index in 0..<count {
            let event = poller[index]
            switch event.token {
            case Self.wakeUpToken: break
            case Self.listenerToken: acceptAll()
            default: receive(from: event)
            }
        }
        return true
    }

    /// Closes the listening socket and every connection.
    mutating func closeAll() {
        listener = nil
        for client in clients { close(client.descriptor) }
        clients.removeAll()
        counts.connections.store(0, ordering: .relaxed)
    }

    private mutating func acceptAll() {
        guard let listening = listener?.descriptor else { return }
        while true {
            let accepted = axle_local_accept(listening)
            if accepted == -EAGAIN { return }
            if accepted == -ECONNABORTED || accepted == -EINTR { continue }
            guard accepted >= 0 else {
                // Out of descriptors: waiting for the listener would spin until one is closed.
                try? poller.modify(listening, token: Self.listenerToken, for: [])
                return
            }
            _ = axle_socket_set_send_buffer(accepted, 1 << 20)
            let client = Client(descriptor: accepted, token: nextToken)
            nextToken += 1
            guard (try? poller.add(accepted, token: client.token)) != nil else {
                close(accepted)
                continue
            }
            clients.append(client)
            counts.connections.store(clients.count, ordering: .relaxed)
        }
    }

    private mutating func receive(from event: Poller.Event) {
        guard let client = clients.first(where: { $0.token == event.token }) else { return }
        var count = axle_batch_receive(batch.buffers, client.descriptor)
        // Told once where the other end closed without reading all; what it sent is still there.
        if count == -ECONNRESET { count = axle_batch_receive(batch.buffers, client.descriptor) }
        guard count >= 0 else {
            if count != -EAGAIN && count != -EINTR { disconnect(client) }
            return
        }
        // Whoever connected before one of these frames was sent is waiting to be accepted now, and
        // is to receive it.
        acceptAll()
        for index in 0..<Int(count) {
            let slot = batch.slots + index
            if slot.pointee.size == 0 {
                end(client, isHangUp: event.isHangUp)
                return
            }
            if isFrame(slot.pointee) {
                counts.frames.wrappingAdd(1, ordering: .relaxed)
                broadcast(slot, from: client.token)
            } else {
                counts.malformed.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }

    private func isFrame(_ slot: axle_slot) -> Bool {
        guard Int(slot.size) == MemoryLayout<axle_record>.size else { return false }
        let isFD = slot.record.frame.flags & FDFlags.isFD.rawValue != 0
        guard let frame = slot.record.received(isFD: isFD) else { return false }
        return frame.kind != .error
    }

    private mutating func broadcast(_ slot: UnsafeMutablePointer<axle_slot>, from sender: UInt64) {
        slot.pointee.record.stamp = axle_clock_wall()
        for index in clients.indices
        where clients[index].token != sender && clients[index].isReading {
            slot.pointee.record.dropped = clients[index].dropped
            let size = Int32(MemoryLayout<axle_record>.size)
            let result = axle_record_send(clients[index].descriptor, &slot.pointee.record, size)
            switch result {
            case 0: break
            case -EPIPE, -ECONNRESET: clients[index].isReading = false
            default:
                clients[index].dropped += 1
                counts.dropped.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }

    /// The other end sends no more: it closed, or it only receives.
    private mutating func end(_ client: Client, isHangUp: Bool) {
        if isHangUp {
            disconnect(client)
        } else if (try? poller.modify(client.descriptor, token: client.token, for: [])) == nil {
            disconnect(client)
        }
    }

    private mutating func disconnect(_ client: Client) {
        clients.removeAll { $0.token == client.token }
        close(client.descriptor)
        counts.connections.store(clients.count, ordering: .relaxed)
        if let listening = listener?.descriptor {
            try? poller.modify(listening, token: Self.listenerToken, for: .readable)
        }
    }
}
