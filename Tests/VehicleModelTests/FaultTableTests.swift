import Testing
import VehicleModel

@Suite("FaultTable")
struct FaultTableTests {
    /// One row: fault, debounce and heal in ms, reaction, step, latch.
    struct Row: Sendable {
        var fault: Fault
        var debounce: Int64
        var heal: Int64
        var reaction: FaultReaction
        var level: LadderLevel
        var latch = FaultLatch.healed
    }

    static let rows: [Row] = [
        Row(fault: .frontInverterLate, debounce: 0, heal: 200, reaction: .ramp, level: .full),
        Row(fault: .rearInverterLost, debounce: 50, heal: 200, reaction: .ramp, level: .singleAxle),
        Row(fault: .pedalLost, debounce: 0, heal: 500, reaction: .withhold, level: .full),
        Row(fault: .pedalImplausible, debounce: 0, heal: 500, reaction: .withhold, level: .limp),
        Row(
            fault: .pedalsInvalid,
            debounce: 100,
            heal: 500,
            reaction: .withhold,
            level: .zeroTorque,
            latch: .keyCycle
        ),
        Row(fault: .brakeAndPedal, debounce: 100, heal: 0, reaction: .note, level: .full),
        Row(fault: .pedalStuck, debounce: 0, heal: 0, reaction: .withhold, level: .full),
        Row(fault: .frontSpeedStuck, debounce: 0, heal: 0, reaction: .ramp, level: .singleAxle),
        Row(
            fault: .rearTorqueTracking,
            debounce: 60,
            heal: 500,
            reaction: .ramp,
            level: .singleAxle
        ),
        Row(
            fault: .frontTorqueRunaway,
            debounce: 20,
            heal: 500,
            reaction: .cut,
            level: .singleAxle
        ),
        Row(
            fault: .speedDisagreement,
            debounce: 0,
            heal: 0,
            reaction: .evenSplit,
            level: .plain
        ),
        Row(fault: .voltageDisagreement, debounce: 0, heal: 0, reaction: .note, level: .full),
        Row(fault: .powerDeviation, debounce: 300, heal: 2000, reaction: .note, level: .reduced),
        Row(fault: .overLimitPower, debounce: 100, heal: 1000, reaction: .withhold, level: .limp),
        Row(fault: .overLimitPeak, debounce: 20, heal: 1000, reaction: .scalePower, level: .full),
        Row(fault: .batteryLimitsLate, debounce: 10, heal: 1000, reaction: .note, level: .limp),
        Row(
            fault: .batteryLimitsSilent,
            debounce: 10,
            heal: 1000,
            reaction: .note,
            level: .zeroTorque,
            latch: .keyCycle
        ),
        Row(fault: .cycleOverrun, debounce: 0, heal: 0, reaction: .note, level: .reduced),
        Row(
            fault: .foreignSender,
            debounce: 0,
            heal: 0,
            reaction: .withhold,
            level: .zeroTorque,
            latch: .disarm
        ),
        Row(
            fault: .pedalFramesBroken,
            debounce: 0,
            heal: 0,
            reaction: .withhold,
            level: .full,
            latch: .keyCycle
        ),
        Row(
            fault: .sentTorqueWrong,
            debounce: 0,
            heal: 0,
            reaction: .withhold,
            level: .zeroTorque,
            latch: .keyCycle
        ),
        Row(fault: .requestExpired, debounce: 0, heal: 0, reaction: .note, level: .full),
    ]

    @Test("the table has the numbers of the safety concept", arguments: rows)
    func hasRow(row: Row) {
        func delay(_ milliseconds: Int64) -> FaultDelay {
            milliseconds == 0 ? .none : .time(.milliseconds(milliseconds))
        }
        let rule = FaultTable.standard[row.fault]
        #expect(rule.debounce == delay(row.debounce))
        #expect(rule.heal == delay(row.heal))
        #expect(rule.reaction == row.reaction)
        #expect(rule.level == row.level)
        #expect(rule.latch == row.latch)
    }

    @Test("front and rear have the same rules")
    func pairs() {
        let front = Fault.allCases.filter { $0.axle == .front }
        let rear = Fault.allCases.filter { $0.axle == .rear }
        #expect(front.count == rear.count)
        for (one, two) in zip(front, rear) {
            let left = FaultTable.standard[one]
            let right = FaultTable.standard[two]
            #expect(left.debounce == right.debounce && left.heal == right.heal)
            #expect(left.reaction == right.reaction && left.level == right.level)
        }
    }

    @Test("one axle's step and one axle's reaction are for faults of one axle alone")
    func axles() {
        for fault in Fault.allCases {
            let rule = FaultTable.standard[fault]
            if rule.level == .singleAxle { #expect(fault.axle != nil, "\(fault)") }
            if rule.reaction == .ramp || rule.reaction == .cut { #expect(fault.axle != nil) }
        }
    }

    @Test("a set holds each fault by itself, and all are all", arguments: Fault.allCases)
    func sets(fault: Fault) {
        var set = FaultSet()
        #expect(set.isEmpty)
        set.insert(fault)
        for other in Fault.allCases { #expect(set.contains(other) == (other == fault)) }
        #expect(FaultSet.all.contains(fault))
        #expect(FaultSet.all.rawValue.nonzeroBitCount == Fault.allCases.count)
    }

    @Test("frames come out of their counts in the order they came in")
    func frames() {
        var counts = FrameCounts()
        for isBad in [true, false, false] { counts.note(.battery, isBad: isBad) }
        counts.note(.pedal, isBad: true)
        #expect(counts.next(.battery) == true)
        #expect(counts.next(.battery) == false)
        #expect(counts.next(.battery) == false)
        #expect(counts.next(.battery) == nil)
        #expect(counts.next(.frontInverter) == nil)
        #expect(counts.next(.pedal) == true)
        for index in 0..<40 { counts.note(.rearInverter, isBad: index >= 38) }
        var taken: [Bool] = []
        while let isBad = counts.next(.rearInverter) { taken.append(isBad) }
        #expect(taken.count == 16 && taken.filter { $0 }.count == 2 && taken.last == true)
    }
}
