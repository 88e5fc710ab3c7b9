import CANTransport
import Glibc
import GuardExchange
import GuardLink
import TorqueMonitor

/// The guardian's one thread: whatever wakes it, it looks at the buses, then at the commands, then
/// at the clock, and never waits but in one place.
struct GuardLoop: ~Copyable {
    private var monitor: TorqueMonitor
    // Nil where there is no such bus: of an axle without a motor none is needed.
    private var front: BusEnd?
    private var rear: BusEnd?
    private var car: BusEnd?
    private let listener: GuardListener
    private var peer: GuardPeer?
    private var links = LinkWatch()
    private let linkOpener: Opener<LinkWatch>
    private var linksAskedForAt: Int64 = 0
    private var areLinksWhole = true
    var poller: Poller
    private var timer: DeadlineTimer
    private var batch = FrameBatch()
    private var announcer = Announcer()
    private var maintainedAt: Int64 = 0
    private var heardAt: Int64 = 0

    private static let linkToken: UInt64 = 6
    private static let openerToken: UInt64 = 7
    /// What the kernel tells of links is listened to anew at most so often, ns.
    private static let linkPatience: Int64 = 1_000_000_000
    /// A peer that has commanded nothing for so long gives way to another one, ns.
    private static let peerPatience: Int64 = 1_000_000_000

    init(
        monitor: TorqueMonitor,
        front: consuming BusEnd?,
        rear: consuming BusEnd?,
        car: consuming BusEnd?,
        listener: consuming GuardListener
    ) throws(TransportError) {
        let timer = try DeadlineTimer()
        let poller = try Poller()
        try poller.add(timer.descriptor, token: 0)
        try poller.add(listener.descriptor, token: 1)
        if let descriptor = links.descriptor { try poller.add(descriptor, token: Self.linkToken) }
        let linkOpener = try Opener { LinkWatch() }
        for opener in [
            linkOpener.descriptor, front?.openerDescriptor, rear?.openerDescriptor,
            car?.openerDescriptor,
        ] {
            if let opener { try poller.add(opener, token: Self.openerToken) }
        }
        self.linkOpener = linkOpener
        self.monitor = monitor
        self.front = front
        self.rear = rear
        self.car = car
        self.listener = listener
        self.poller = poller
        self.timer = timer
    }

    /// Runs until a signal asks for the end; on every way out the last frames are zero torque.
    ///
    /// Throws where waiting fails.
    mutating func run() throws(TransportError) {
        maintain(at: MonotonicClock.now())
        announcer.ready()
        do throws(TransportError) {
            try serve()
        } catch {
            sendLastZeros()
            announcer.stopping()
            throw error
        }
    }

    private mutating func serve() throws(TransportError) {
        var isEnding = false
        while !(isEnding && monitor.deadline == nil) {
            timer.set(monitor.deadline)
            // At least ten times a second: absent buses, the watchdog, and a signal just missed.
            let events = try poller.wait(milliseconds: 100)
            timer.clear()
            // Before any frame goes out: a link that is down or gone takes none.
            if (0..<events).contains(where: { poller[$0].token >= Self.linkToken }) {
                maintain(at: MonotonicClock.now())
            }
            front?.receive(into: &batch, &monitor)
            rear?.receive(into: &batch, &monitor)
            car?.receive(into: &batch, &monitor)
            if isAnyGone { maintain(at: MonotonicClock.now()) }
            takeCommands()
            acceptPeer()
            if Termination.isAsked, !isEnding {
                isEnding = true
                announcer.stopping()
                monitor.shutDown(at: MonotonicClock.now())
            }
            passTime(at: MonotonicClock.now())
        }
    }

    /// The last zero-torque frames, where nothing can be waited for but the clock.
    private mutating func sendLastZeros() {
        monitor.shutDown(at: MonotonicClock.now())
        while let deadline = monitor.deadline {
            let left = deadline &- MonotonicClock.now()
            if left > 0 { usleep(UInt32(clamping: left / 1000 + 1)) }
            let now = MonotonicClock.now()
            var decision = monitor.tick(at: now, links: readyLinks)
            carryOut(&decision)
        }
    }

    /// Answers every command that waits; a few at most, so that the clock is not forgotten.
    private mutating func takeCommands() {
        for _ in 0..<8 {
            guard let reception = peer?.receive() else { return }
            switch reception {
            case .record(let command): answer(command)
            case .malformed: break
            case .nothing: return
            case .gone:
                peer = nil
                monitor.peerVanished(at: MonotonicClock.now())
            }
        }
    }

    private mutating func answer(_ command: borrowing GuardCommand) {
        let now = MonotonicClock.now()
        heardAt = now
        let links = readyLinks
        var decision = monitor.step(MonitorCommand(command), at: now, links: links)
        carryOut(&decision)
        let reply = GuardReply(to: command, decision, links, monitor, at: now)
        // A daemon that does not read its answers does without them.
        _ = peer?.send(reply)
    }

    /// What is due by the clock: zero torque first, then what can wait.
    private mutating func passTime(at now: Int64) {
        if let deadline = monitor.deadline, deadline <= now {
            var decision = monitor.tick(at: now, links: readyLinks)
            carryOut(&decision)
        }
        announcer.feed(at: now)
        announcer.report(monitor)
        if now &- maintainedAt >= 100_000_000 { maintain(at: now) }
    }

    /// Both axles' frames in one burst.
    private mutating func carryOut(_ decision: inout Decision) {
        for index in 0..<decision.count {
            guard let outgoing = decision[index] else { continue }
            let handedOver = MonotonicClock.now()
            let delivered = decision.mayStillSend(outgoing) && transmit(outgoing)
            monitor.record(outgoing, delivered: delivered, at: handedOver, in: &decision)
        }
    }

    private mutating func transmit(_ outgoing: OutgoingFrame) -> Bool {
        switch outgoing.axle {
        case .front: front?.transmit(outgoing.frame) ?? false
        case .rear: rear?.transmit(outgoing.frame) ?? false
        }
    }

    // Mutating, because only so is an optional end asked without being taken out.
    var readyLinks: PerAxle<Bool> {
        mutating get { PerAxle(front: front?.isReady ?? false, rear: rear?.isReady ?? false) }
    }

    private var isAnyGone: Bool {
        mutating get {
            let isFrontGone = front?.isGone ?? false
            let isRearGone = rear?.isGone ?? false
            return isFrontGone || isRearGone || car?.isGone ?? false
        }
    }

    /// One daemon commands; another is turned away while that one does.
    private mutating func acceptPeer() {
        guard let accepted = listener.accept() else { return }
        let now = MonotonicClock.now()
        if peer != nil {
            guard now &- heardAt > Self.peerPatience else { return }
            peer = nil
            monitor.peerVanished(at: now)
            Announcer.say("axle-guard: a peer that commanded nothing for 1 s gives way to another")
        }
        guard (try? poller.add(accepted.descriptor, token: 2)) != nil else { return }
        peer = consume accepted
        heardAt = now
    }

    mutating func maintain(at now: Int64) {
        maintainedAt = now
        // Only what is told: an answer waits for whoever is changing a link, such as deleting one.
        links.update(refreshing: false)
        renewLinks(at: now)
        front?.maintain(poller, token: 3, links: links)
        rear?.maintain(poller, token: 4, links: links)
        car?.maintain(poller, token: 5, links: links)
    }

    /// Where something was not heard, has links listened to anew by the one who may wait.
    private mutating func renewLinks(at now: Int64) {
        linkOpener.clear()
        if var fresh = linkOpener.tryTake() {
            swap(&links, &fresh)
            watch(instead: fresh)
        }
        if links.isWhole != areLinksWhole {
            areLinksWhole = links.isWhole
            Announcer.say(
                areLinksWhole
                    ? "axle-guard: the kernel tells of links"
                    : "axle-guard: what the kernel tells of links was not all heard; trying anew"
            )
        }
        guard !links.isWhole, now &- linksAskedForAt > Self.linkPatience else { return }
        linksAskedForAt = now
        linkOpener.ask()
    }

    private mutating func watch(instead old: consuming LinkWatch) {
        do throws(TransportError) {
            if let descriptor = old.descriptor { try poller.remove(descriptor) }
            if let descriptor = links.descriptor {
                try poller.add(descriptor, token: Self.linkToken)
            }
        } catch {
            // Then it is looked at ten times a second, as everything is.
        }
        // One before it is long closed; where not, this one is closed here.
        _ = linkOpener.tryClose(old)
    }
}
