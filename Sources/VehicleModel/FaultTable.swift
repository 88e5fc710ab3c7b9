/// A rule for every fault: how long it takes to be one, what it does and when it is over.
///
/// Thresholds stand with the detectors; here are times, reactions and steps of the ladder. Where a
/// row has no debounce, the detector has judged already, by age or by frames, or conditioning has.
public struct FaultTable: Sendable, BitwiseCopyable {
    private var rules: [51 of FaultRule] = .init(repeating: FaultRule())
    /// Those that withhold all torque.
    public private(set) var forbidding = FaultSet()

    /// The rule of one fault.
    public subscript(_ fault: Fault) -> FaultRule { rules[Int(fault.rawValue)] }

    /// All rules, by `Fault.rawValue`: read like this, they are not copied for each.
    public var all: Span<FaultRule> {
        @_lifetime(borrow self) get { rules.span }
    }

    /// The table of the safety concept.
    public static let standard = makeStandard()

    private static func makeStandard() -> FaultTable {
        var table = FaultTable()
        table.setDriverFaults()
        table.setInverterFaults()
        table.setBatteryFaults()
        table.setFrameFaults()
        table.setDaemonFaults()
        return table
    }

    /// Pedal, brake and gear: no axle goes on without them.
    private mutating func setDriverFaults() {
        set(.pedalLost, heal: 500, .withhold)
        set(
            .pedalsInvalid,
            after: 100,
            heal: 500,
            .withhold,
            .zeroTorque,
            .keyCycle,
            isClearable: false
        )
        // The safety concept goes on with the lower one; while they differ, none is believed here.
        set(.pedalImplausible, heal: 500, .withhold, .limp)
        set(.pedalStuck, .withhold)
        set(.brakeLost, heal: 500, .withhold)
        set(.gearLost, heal: 500, .withhold)
        // The brake interlock has taken drive torque long before.
        set(.brakeAndPedal, after: 100)
    }

    private mutating func setInverterFaults() {
        // Held from 30 ms on, here at 50 ms, and 50 ms later its axle is given up.
        set(.frontInverterLate, heal: 200, .ramp)
        set(.rearInverterLate, heal: 200, .ramp)
        set(.frontInverterLost, after: 50, heal: 200, .ramp, .singleAxle)
        set(.rearInverterLost, after: 50, heal: 200, .ramp, .singleAxle)
        set(.frontInverterNotReady, heal: 500, .withhold)
        set(.rearInverterNotReady, heal: 500, .withhold)
        set(.frontTorqueTracking, after: 60, heal: 500, .ramp, .singleAxle)
        set(.rearTorqueTracking, after: 60, heal: 500, .ramp, .singleAxle)
        set(.frontTorqueRunaway, after: 20, heal: 500, .cut, .singleAxle)
        set(.rearTorqueRunaway, after: 20, heal: 500, .cut, .singleAxle)
        set(.frontSpeedStuck, .ramp, .singleAxle)
        set(.rearSpeedStuck, .ramp, .singleAxle)
        set(.speedDisagreement, .evenSplit, .plain)
    }

    private mutating func setBatteryFaults() {
        // Ageing of the limit itself takes power away; these are its steps of the ladder.
        set(.batteryLimitsLate, after: 10, heal: 1_000, .note, .limp)
        // Seen twice: one cycle that came late has an old table, and the next one has not.
        set(
            .batteryLimitsSilent,
            after: 10,
            heal: 1_000,
            .note,
            .zeroTorque,
            .keyCycle,
            isClearable: false
        )
        set(.batteryLimitsLost)
        set(.batteryStateLost)
        set(.mainRelayOpen, heal: 500, .withhold)
        set(.voltageDisagreement)
        set(.powerDeviation, after: 300, heal: 2_000, .note, .reduced)
        set(.overLimitPeak, after: 20, heal: 1_000, .scalePower)
        // Past scaling: the models that limit power are wrong, or something else draws it.
        set(.overLimitPower, after: 100, heal: 1_000, .withhold, .limp)
    }

    /// What fails its end-to-end check is as good as silent; heals by ten good frames.
    private mutating func setFrameFaults() {
        set(.pedalFramesBad, .withhold)
        set(.frontInverterFramesBad, .ramp, .singleAxle)
        set(.rearInverterFramesBad, .ramp, .singleAxle)
        set(.batteryFramesBad, .note, .limp)
        set(.pedalFramesBroken, .withhold, .full, .keyCycle)
        set(.frontInverterFramesBroken, .ramp, .singleAxle, .keyCycle)
        set(.rearInverterFramesBroken, .ramp, .singleAxle, .keyCycle)
        set(.batteryFramesBroken, .note, .limp, .keyCycle)
        set(.badChecksum)
        set(.badCounter)
        set(.badLength)
        rules[Int(Fault.valueInvalid.rawValue)] = FaultRule(debounce: .cycles(2), heal: .cycles(10))
    }

    private mutating func setDaemonFaults() {
        set(.guardianLost, heal: 500, .withhold)
        set(.guardianTripped, heal: 500, .withhold)
        set(.guardianRefuses)
        set(.cycleOverrun, .note, .reduced)
        set(.framesLost)
        set(.leaseExpired)
        set(.requestExpired)
        set(.busLost)
        set(.foreignSender, .withhold, .zeroTorque, .disarm, isClearable: false)
        // Two answers say so: something changes torque on its way from the core to the buses.
        set(.sentTorqueWrong, .withhold, .zeroTorque, .keyCycle, isClearable: false)
    }

    /// Sets one row; `after` and `heal` in milliseconds.
    private mutating func set(
        _ fault: Fault,
        after debounce: Int64 = 0,
        heal: Int64 = 0,
        _ reaction: FaultReaction = .note,
        _ level: LadderLevel = .full,
        _ latch: FaultLatch = .healed,
        isClearable: Bool = true
    ) {
        rules[Int(fault.rawValue)] = FaultRule(
            debounce: debounce == 0 ? .none : .time(.milliseconds(debounce)),
            heal: heal == 0 ? .none : .time(.milliseconds(heal)),
            reaction: reaction,
            level: level,
            latch: latch,
            isClearable: isClearable
        )
        if reaction == .withhold { forbidding.insert(fault) }
    }
}
