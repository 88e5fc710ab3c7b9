import CANFrames
import CANTransport
import GuardLink
import ServiceNotification
import ThreadExchange
import VehicleModel

/// The control thread's loop: frames as they arrive, a cycle on every tick.
///
/// No lock that waits, no log, no file, and after the first cycle no heap.
struct ControlLoop: ~Copyable {
    private let ports: [BusPort]
    private let guardian: GuardianPort?
    private let watch: BusWatch
    private let channels: DaemonChannels
    private var pipeline: CyclePipeline
    private var journal: JournalWriter
    private var receivers: ReceiverSet
    /// Buses whose frames wake the loop; the others' are taken at each cycle.
    private var isWaitedFor: [8 of Bool] = .init(repeating: false)
    /// Buses that had more than a turn's frames.
    private var isBehind: [8 of Bool] = .init(repeating: false)
    private var link: GuardianLink
    private var seat = BindingSeat()
    var poller: Poller
    private var timer: CycleTimer
    private var batch = FrameBatch()
    private var merge = FrameMerge(
        capacity: DaemonSnapshot.busLimit * batchesPerTurn * FrameBatch.capacity
    )
    private var rates = FrameRates()
    private let notifier = ServiceNotifier()
    private var lastCycle: Int64 = 0
    private var lastFed: Int64 = 0
    private var lastLost: UInt64 = 0
    private var isStopAsked = false

    private static let timerToken: UInt64 = 100
    private static let watchToken: UInt64 = 101
    private static let guardianToken: UInt64 = 102
    /// A cycle that begins this much after the one before is an overrun.
    private static let overrun: Int64 = 12_000_000
    /// One that begins this much after it stood still: longer than the guardian's patience.
    private static let stall: Int64 = 30_000_000
    /// How many batches of one bus are read before the others have their turn.
    private static let batchesPerTurn = 4

    init(
        _ plan: ControlPlan,
        ports: [BusPort],
        guardian: GuardianPort?,
        watch: BusWatch,
        channels: DaemonChannels
    ) throws(TransportError) {
        let poller = try Poller()
        let timer = try CycleTimer(period: plan.period)
        try poller.add(timer.descriptor, token: Self.timerToken)
        try poller.add(watch.descriptor, token: Self.watchToken)
        self.ports = ports
        self.guardian = guardian
        self.watch = watch
        self.channels = channels
        pipeline = plan.pipeline
        journal = JournalWriter(channels)
        // A cycle may come late by as much as it is long.
        receivers = ReceiverSet(span: 2 * plan.period)
        link = GuardianLink()
        self.poller = poller
        self.timer = timer
    }

    /// Runs until `stop` is set or a client asks, and torque is zero; `whenFirstDone` is called after
    /// the first cycle.
    ///
    /// Throws where waiting fails: the guardian then takes the closed connection for zero torque.
    mutating func run(until stop: StopFlag, whenFirstDone: () -> Void) throws(TransportError) {
        attachArrivals()
        var isFirst = true
        while true {
            let events = try poller.wait(milliseconds: 20)
            for index in 0..<events {
                switch poller[index].token {
                case Self.timerToken: break
                case Self.watchToken:
                    watch.clear()
                    attachArrivals()
                case Self.guardianToken: readGuardian()
                case let bus: collect(Int(bus))
                }
            }
            handOut()
            guard let tick = timer.read() else { continue }
            cycle(tick)
            if isFirst {
                isFirst = false
                notifier.ready()
                whenFirstDone()
            }
            if stop.isSet { askToStop() }
            if isStopAsked && !pipeline.isTransmitting { break }
        }
        notifier.stopping()
    }

    // MARK: Buses

    private mutating func attachArrivals() {
        for index in ports.indices {
            if ports[index].isStale {
                // What it received before it lost its name is still worth having.
                handOut()
                collect(index)
                handOut()
                detach(index)
            }
            guard let receiver = ports[index].arriving.tryTake() else { continue }
            receivers.put(receiver, at: index)
            pipeline.note(bus: index) { $0.attachments &+= 1 }
            updateWaiting(for: index)
        }
        guard let guardian, let connection = guardian.arriving.tryTake() else { return }
        let descriptor = connection.descriptor
        link.connect(connection)
        do throws(TransportError) {
            try poller.add(descriptor, token: Self.guardianToken)
        } catch {
            dropGuardian()
        }
    }

    private mutating func detach(_ index: Int) {
        guard let receiver = receivers.take(index) else { return }
        // Removal fails only where the kernel has forgotten the socket already.
        do throws(TransportError) { try poller.remove(receiver.descriptor) } catch {}
        isWaitedFor[index] = false
        isBehind[index] = false
        _ = ports[index].leaving.tryPut(receiver)
        ports[index].linkState = .absent
        ports[index].isAttached = false
    }

    /// Waits for a bus's frames where its queue could overflow before the next cycle.
    private mutating func updateWaiting(for index: Int) {
        guard let descriptor = receivers.descriptor(index) else { return }
        let link = ports[index].link.latest()
        let isNeeded = isBehind[index] || !receivers.isRoomy(index, on: link)
        guard isNeeded != isWaitedFor[index] else { return }
        do throws(TransportError) {
            if isNeeded {
                try poller.add(descriptor, token: UInt64(index))
            } else {
                try poller.remove(descriptor)
            }
            isWaitedFor[index] = isNeeded
        } catch {
            detach(index)
        }
    }

    /// Takes what waits on a bus, a turn's frames at most, for `handOut`.
    private mutating func collect(_ index: Int) {
        merge.beginBus()
        isBehind[index] = false
        for _ in 0..<Self.batchesPerTurn {
            let count: Int
            do throws(TransportError) {
                count = try receivers.receive(index, into: &batch)
            } catch {
                if error == .down {
                    ports[index].linkState = .down
                } else if error != .full {
                    detach(index)
                }
                return
            }
            for place in 0..<count { merge.append(batch[place]) }
            isBehind[index] = count == FrameBatch.capacity
            guard isBehind[index] else { return }
        }
    }

    /// Hands the collected frames of all buses on, in the order of their stamps.
    private mutating func handOut() {
        while var frame = merge.next() {
            frame.generation = pipeline.generation
            pipeline.take(frame)
            channels.frames.push(frame)
            journal.push(frame)
        }
    }

    // MARK: Guardian

    private mutating func readGuardian() {
        if !link.read(at: MonotonicClock.now()) { dropGuardian() }
    }

    private mutating func dropGuardian() {
        guard let connection = link.disconnect(), let guardian else { return }
        do throws(TransportError) { try poller.remove(connection.descriptor) } catch {}
        _ = guardian.leaving.tryPut(connection)
        guardian.isConnected = false
    }

    // MARK: Cycle

    private mutating func cycle(_ tick: CycleTick) {
        attachArrivals()
        for index in ports.indices {
            collect(index)
            updateWaiting(for: index)
        }
        handOut()
        readGuardian()
        let start = MonotonicClock.now()
        let now = Instant(nanoseconds: start)
        handleRequests(at: now)
        let elapsed = lastCycle == 0 ? 0 : start - lastCycle
        lastCycle = start
        let lost = noteBuses(at: start)
        let view = link.view(arming: pipeline.report.armingID, at: start)
        let isBusLost = ports.contains { $0.linkState != .up }
        pipeline.step(
            at: now,
            guardian: view,
            isOverrun: elapsed > Self.overrun,
            isStalled: elapsed > Self.stall,
            isBusLost: isBusLost,
            hasLostFrames: lost != lastLost
        )
        let command = pipeline.encode(issued: start)
        if !link.send(command) { dropGuardian() }
        journal.note(
            RecordedCycle(
                time: start,
                guardian: view,
                isOverrun: elapsed > Self.overrun,
                isStalled: elapsed > Self.stall,
                isBusLost: isBusLost,
                hasLostFrames: lost != lastLost,
                command: command,
                given: AxlePair(
                    front: pipeline.report.axles.front.given,
                    rear: pipeline.report.axles.rear.given
                )
            )
        )
        channels.lost?.add(lost - lastLost)
        lastLost = lost
        publish(tick, start: start)
        feedWatchdog(at: start)
        // The cycle is over: the next frame is the first one that the new databases decode.
        seat.exchange(&pipeline, through: channels.databases)
        journal.noteState(of: pipeline, at: start)
    }

    private mutating func handleRequests(at now: Instant) {
        while let request = channels.requests.pop() {
            journal.note(request, at: now.nanoseconds)
            let answer = pipeline.handle(request, at: now)
            if request.kind == .stop && answer.outcome == .done { isStopAsked = true }
            channels.answers.push(answer)
        }
    }

    private mutating func askToStop() {
        guard !isStopAsked else { return }
        isStopAsked = true
        let now = Instant(nanoseconds: MonotonicClock.now())
        let request = ControlRequest(kind: .stop, number: 0, client: 0, lease: 0, deadline: now)
        journal.note(request, at: now.nanoseconds)
        _ = pipeline.handle(request, at: now)
    }

    private mutating func noteBuses(at now: Int64) -> UInt64 {
        var lost: UInt64 = 0
        for index in ports.indices {
            let overflow = receivers.overflowCount(index)
            let port = ports[index]
            let stamps = receivers.stamps[index]
            let rate = rates.step(index, received: pipeline.buses[index].received, at: now)
            pipeline.note(bus: index) { health in
                health.state = BusState(rawValue: port.linkState.rawValue) ?? .absent
                health.lost = overflow
                health.link = port.link.latest()
                health.rate = rate
                health.stamps = stamps
            }
            lost &+= overflow
        }
        return lost
    }

    private mutating func publish(_ tick: CycleTick, start: Int64) {
        var snapshot = DaemonSnapshot()
        snapshot.report = pipeline.report
        snapshot.report.wallTime = WallClock.now().nanoseconds
        snapshot.report.wakeLateness = tick.lateness
        snapshot.report.computeTime = MonotonicClock.now() - start
        snapshot.buses = pipeline.buses
        snapshot.freezeFrames = pipeline.freezeFrames
        snapshot.recorderDropped = channels.recording?.dropped ?? 0
        snapshot.serverDropped = channels.frames.dropped
        channels.snapshots.publish(snapshot)
        journal.note(snapshot.report)
    }

    /// The watchdog is fed by the cycle and by nothing else: a hung cycle is what it shall find.
    private mutating func feedWatchdog(at now: Int64) {
        guard let interval = notifier.watchdogInterval, now - lastFed > interval / 4 else { return }
        lastFed = now
        notifier.watchdog()
    }
}
