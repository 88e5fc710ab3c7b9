public import CANTransport
import GuardLink
import ServiceNotification
import Synchronization
import ThreadExchange
import VehicleModel

/// What the control thread is made of.
public struct ControlPlan: Sendable {
    /// The buses in the configuration's order.
    public var buses: [BusPlan]
    /// The pipeline at rest.
    public var pipeline: CyclePipeline
    /// The guardian's socket; nil where nothing is ever commanded.
    public var guardSocket: String?
    /// The cycle's length, ns.
    public var period: Int64
    /// SCHED_FIFO priority to ask for; nil asks for none.
    public var priority: Int32?
    /// Whether to lock the process's memory beside it.
    public var locksMemory: Bool

    /// Puts the parts together.
    public init(
        buses: [BusPlan],
        pipeline: CyclePipeline,
        guardSocket: String?,
        period: Int64,
        priority: Int32?,
        locksMemory: Bool = true
    ) {
        self.buses = buses
        self.pipeline = pipeline
        self.guardSocket = guardSocket
        self.period = period
        self.priority = priority
        self.locksMemory = locksMemory
    }
}

/// The control thread and the watch beside it.
public final class ControlThread: Sendable {
    private let watch: BusWatch
    private let stopping = StopFlag()
    private let threads = Mutex<RunningThreads?>(nil)

    /// Starts both threads.
    ///
    /// `whenReady` is called on the control thread after its first cycle, with what real-time
    /// scheduling was granted where it was asked for; `whenEnded` when it has ended, because of
    /// `stop` or because a client asked for it.
    /// - Throws: `TransportError.system` where the process may have no more descriptors or threads.
    public init(
        _ plan: ControlPlan,
        channels: DaemonChannels,
        whenReady: @escaping @Sendable (RealTime.Outcome?) -> Void,
        whenEnded: @escaping @Sendable (TransportError?) -> Void
    ) throws(TransportError) {
        let ports = plan.buses.enumerated().map { BusPort(plan: $1, index: UInt8($0)) }
        let guardian = plan.guardSocket.map(GuardianPort.init)
        let watch = try BusWatch(ports: ports, guardian: guardian, wakeUp: WakeUp())
        self.watch = watch
        watch.look()
        let stopping = stopping
        let control = try NamedThread.start(name: "control") {
            let granted = plan.priority.map {
                RealTime.enter(priority: $0, locksMemory: plan.locksMemory)
            }
            var failure: TransportError?
            do throws(TransportError) {
                var loop = try ControlLoop(
                    plan,
                    ports: ports,
                    guardian: guardian,
                    watch: watch,
                    channels: channels
                )
                try loop.run(until: stopping) { whenReady(granted) }
            } catch {
                // No descriptors left for the poller or timer, or nothing to wait with: nothing can run.
                failure = error
            }
            whenEnded(failure)
        }
        let watching = try NamedThread.start(name: "bus-watch") { watch.run() }
        var running: RunningThreads? = RunningThreads(control: control, watch: watching)
        threads.withLock { $0 = running.take() }
    }

    /// Disarms, waits until torque is zero, and ends both threads.
    public func stop() {
        stopping.set()
        watch.stop()
        threads.withLock { $0.take() }?.join()
    }
}

private struct RunningThreads: ~Copyable, Sendable {
    let control: NamedThread
    let watch: NamedThread

    consuming func join() {
        control.join()
        watch.join()
    }
}

/// Says to another thread that it shall end.
final class StopFlag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() { value.store(true, ordering: .releasing) }
}
