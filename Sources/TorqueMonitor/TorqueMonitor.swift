public import CANFrames

/// The second opinion on every torque, and the last gate before the buses.
///
/// It knows no socket and no clock: commands, received frames and times come in, decisions on what
/// to transmit come out. Its promises: nothing is sent while idle; torque is never above what was
/// asked, nor above the bounds; armed and without a valid command pair for the silence time, both
/// axles are held at zero; after that only a new arming makes torque. With one motor its command is the
/// pair.
public struct TorqueMonitor: Sendable {
    // What was last received and sent of one allowed frame.
    struct Slot: Sendable {
        var frame: Frame?
        var receivedCounter: UInt8?
        var sentCounter: UInt8?
        // When its turn was last, whether or not it could be sent then.
        var turnAt: Int64 = 0
    }

    // What a whole pass through the control cycle's stages leaves.
    static var wholeFlow: UInt64 { 0xCB27_C718_A265_496F }

    let settings: MonitorSettings
    var checks: CheckList
    let checksum = Checksum()
    let enableChecksum = Checksum(polynomial: 0x1D)
    var vehicle: VehicleInputs
    var ramps = BoundRamps()
    var faults: FaultList
    var slots: [16 of Slot] = .init(repeating: Slot())
    // What is on its way to the buses, by the place on the allow-list.
    var sent: [16 of SentFrames] = .init(repeating: SentFrames())

    /// What it is doing.
    public internal(set) var state = MonitorState.idle
    /// Why it tripped last; none while armed.
    public internal(set) var trip = TripCause.none
    /// The arming in force, or the one that tripped; 0 where idle.
    public internal(set) var armingID: UInt64 = 0
    var transmissions = PerAxle(both: Transmission())

    // What was last said in each axle's enable frame.
    var isEnabled = PerAxle(both: false)

    var newestArming: UInt64 = 0
    var lastIssued: Int64 = 0
    var lastCycle: UInt64 = 0
    // Each arming ends it: of its first torque, which is zero, nothing is cut off.
    var clampedSince: Int64?
    var isPairBroken = false
    var foreignAt: Int64?
    var lastTorque = PerAxle(both: 0)
    var lastTorqueAt = PerAxle<Int64>(both: 0)
    // When the next zero-torque frames are due; nil where none are.
    var nextZero: Int64?
    // How many more; nil: until disarmed or armed anew.
    var zerosLeft: Int?

    /// A monitor that is idle.
    public init(settings: MonitorSettings) {
        self.settings = settings
        let undriven = settings.allowList.undriven
        checks = CheckList(bounds: settings.bounds, driver: settings.driver, undriven: undriven)
        vehicle = VehicleInputs(settings.inputs)
        faults = FaultList(
            bounds: settings.faults,
            fadeSpeed: settings.bounds.fadeSpeed,
            undriven: undriven
        )
    }

    /// Judges a command and decides what goes out.
    ///
    /// `links` says which bus takes frames now.
    public mutating func step(
        _ command: borrowing MonitorCommand,
        at now: Int64,
        links: PerAxle<Bool>
    ) -> Decision {
        var decision = Decision()
        judge(command, at: now, links: links, &decision)
        appendEnable(at: now, links: links, to: &decision)
        // Disarmed too: whoever would arm shall know why it will be refused.
        if hasForeignSender(at: now) { decision.note(.foreignSender) }
        return decision
    }

    private mutating func judge(
        _ command: borrowing MonitorCommand,
        at now: Int64,
        links: PerAxle<Bool>,
        _ decision: inout Decision
    ) {
        if command.armingID == 0 {
            disarm(at: now)
            appendZeros(at: now, links: links, to: &decision)
            return
        }
        // A command that was made in time is no silence, however late this process woke up.
        if isSilent(at: min(command.issued, now)) { enterTrip(.silence, at: now) }
        var places = [16 of Int8](repeating: -1)
        var reasons = identityReasons(command, at: now)
        if reasons.isEmpty { reasons = frameReasons(command, &places) }
        if reasons.isEmpty, command.armingID != armingID {
            reasons = armingReasons(command, places, at: now)
        }
        guard reasons.isEmpty else {
            decision.refuse(for: reasons)
            appendZeros(at: now, links: links, to: &decision)
            return
        }
        accept(command, places)
        let bounded = bound(at: now, links: links)
        decide(bounded, places, at: now, links: links, &decision)
    }

    /// Decides what goes out because time has passed; due at `deadline`.
    public mutating func tick(at now: Int64, links: PerAxle<Bool>) -> Decision {
        var decision = Decision()
        if isSilent(at: now) { enterTrip(.silence, at: now) }
        appendZeros(at: now, links: links, to: &decision)
        appendEnable(at: now, links: links, to: &decision)
        return decision
    }

    /// When `tick` is due at the latest, on the clock of `now`; nil where nothing is pending.
    public var deadline: Int64? {
        // While armed no zero is due: arming ends those of the arming before.
        state == .armed ? lastIssued &+ settings.timing.silence : nextZero
    }

    /// Notes that whoever commands is gone: zero at once, without waiting for silence.
    public mutating func peerVanished(at now: Int64) {
        if state == .armed { enterTrip(.peerGone, at: now) }
    }

    /// Begins the end: a few zero-torque frames, after which `deadline` is nil.
    public mutating func shutDown(at now: Int64) {
        guard state != .idle else { return }
        enterTrip(.shutDown, at: now)
        zerosLeft = settings.disarmFrames
    }

    /// Takes a frame from a bus.
    ///
    /// `isLoopback` says that this host sent it, which may have been another program: one of ours is
    /// only what was recorded as delivered, once.
    public mutating func observe(
        _ frame: borrowing Frame,
        on bus: MonitorBus,
        isLoopback: Bool,
        at now: Int64
    ) {
        guard frame.kind == .data else { return }
        if let axle = bus.axle, let place = settings.allowList.listed.index(of: frame.id, on: axle),
            let allowed = settings.allowList.listed[place]
        {
            if isLoopback, confirm(frame, place, allowed, at: now) { return }
            // Others may send a state frame too: it carries no torque.
            guard allowed.role != .state else { return }
            foreignAt = now
            if state == .armed { enterTrip(.foreignSender, at: now) }
        } else {
            vehicle.take(frame, on: bus, at: now)
        }
    }

    /// Tells what became of a frame of a decision; `now` is when it was handed to the bus.
    public mutating func record(
        _ outgoing: OutgoingFrame,
        delivered: Bool,
        at now: Int64,
        in decision: inout Decision
    ) {
        let axle = outgoing.axle
        guard delivered else {
            transmissions[axle].dropped &+= 1
            decision.drop(axle)
            if outgoing.torque != nil {
                decision.isBroken = true
                isPairBroken = true
            }
            return
        }
        transmissions[axle].queued &+= 1
        sent[outgoing.entry].append(outgoing.frame, at: now)
        slots[outgoing.entry].sentCounter = counter(of: outgoing.frame, outgoing.entry)
        if let torque = outgoing.torque {
            lastTorque[axle] = torque
            lastTorqueAt[axle] = now
            faults.note(torque, on: axle, at: now)
            decision.torque[axle] = torque
        }
    }
}
