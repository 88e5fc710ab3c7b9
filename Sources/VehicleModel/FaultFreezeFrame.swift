/// What the vehicle did when a fault appeared; compact, for there are many of them.
public struct FreezeFrame: Sendable, BitwiseCopyable {
    /// The cycle's time on the monotonic clock.
    public var time = Instant(nanoseconds: 0)
    /// Vehicle speed, m/s, positive forward; NaN where unknown, as all below.
    public var speed = Float.nan
    /// The pedal, 0 to 1.
    public var pedal = Float.nan
    /// What each axle was asked, Nm.
    public var asked = AxlePair<Float>(both: .nan)
    /// What each axle had been given in the cycle before, Nm.
    public var given = AxlePair<Float>(both: .nan)
    /// What the inverters reported, Nm.
    public var measured = AxlePair<Float>(both: .nan)
    /// Motor speeds, rad/s.
    public var motorSpeeds = AxlePair<Float>(both: .nan)
    /// Pack voltage, V.
    public var voltage = Float.nan
    /// Pack current, A, positive leaves.
    public var current = Float.nan
    /// The discharge limit in force, W.
    public var dischargeLimit = Float.nan
    /// The charge limit in force, W.
    public var chargeLimit = Float.nan
    /// The gear in force.
    public var gear = Gear.park
    /// The step of the degradation ladder after the fault.
    public var ladder = LadderLevel.full
    /// The arming state.
    public var arming = ArmState.disarmed
    /// Whether the brake was pressed.
    public var isBraking = false

    /// Nothing known.
    public init() {}

    /// The cycle of a report, with what had been given before it.
    public init(_ report: borrowing CycleReport, before given: AxlePair<Torque>) {
        time = report.time
        speed = Float(report.vehicleSpeed.rawValue)
        pedal = Float(report.pedal)
        asked = Self.pair(report.axles.front.asked, report.axles.rear.asked)
        self.given = Self.pair(given.front, given.rear)
        measured = Self.pair(report.axles.front.measured, report.axles.rear.measured)
        motorSpeeds = Self.pair(report.axles.front.speed, report.axles.rear.speed)
        voltage = Float(report.batteryVoltage.rawValue)
        current = Float(report.batteryCurrent.rawValue)
        dischargeLimit = Float(report.dischargeLimit.rawValue)
        chargeLimit = Float(report.chargeLimit.rawValue)
        gear = report.gear
        ladder = report.ladder
        arming = report.arming
        isBraking = report.isBraking
    }

    private static func pair<D>(_ front: Quantity<D>, _ rear: Quantity<D>) -> AxlePair<Float> {
        AxlePair(front: Float(front.rawValue), rear: Float(rear.rawValue))
    }
}

/// The freeze frames of one fault.
public struct FreezeFramePair: Sendable, BitwiseCopyable {
    /// When it appeared first since it was kept here.
    public var first = FreezeFrame()
    /// When it appeared last.
    public var newest = FreezeFrame()

    /// Nothing known.
    public init() {}
}

/// Freeze frames of the faults that appeared last, eight of them.
public struct FreezeFrames: Sendable, BitwiseCopyable {
    private var kept: [8 of FreezeFramePair] = .init(repeating: FreezeFramePair())
    private var faults: [8 of UInt8] = .init(repeating: 255)
    /// Occurrences that have been looked at, by fault.
    private var seen: [51 of UInt32] = .init(repeating: 0)
    private var appearances: UInt32 = 0
    private var given = AxlePair<Torque>(both: .zero)

    /// The most faults that are kept.
    public static var capacity: Int { 8 }

    /// Nothing kept.
    public init() {}

    /// The frames of a fault; nil where none are kept.
    public subscript(_ fault: Fault) -> FreezeFramePair? {
        place(of: fault).map { kept.span[$0] }
    }

    /// Keeps a frame of each fault that appeared in the cycle of `report`.
    public mutating func step(_ report: borrowing CycleReport) {
        if report.faults.appearances != appearances { look(report) }
        given = AxlePair(front: report.axles.front.given, rear: report.axles.rear.given)
    }

    /// Forgets the frames of a fault.
    public mutating func forget(_ fault: Fault) {
        seen[Int(fault.rawValue)] = 0
        guard let place = place(of: fault) else { return }
        faults[place] = 255
    }

    private mutating func look(_ report: borrowing CycleReport) {
        appearances = report.faults.appearances
        for index in 0..<Fault.count {
            guard let fault = Fault(rawValue: UInt8(index)) else { continue }
            let count = report.faults[fault].occurrences
            guard count != seen[index] else { continue }
            seen[index] = count
            keep(FreezeFrame(report, before: given), of: fault)
        }
    }

    private mutating func keep(_ frame: FreezeFrame, of fault: Fault) {
        if let place = place(of: fault) {
            kept[place].newest = frame
            return
        }
        let place = freePlace()
        faults[place] = fault.rawValue
        kept[place].first = frame
        kept[place].newest = frame
    }

    private func place(of fault: Fault) -> Int? {
        let faults = self.faults.span
        for place in 0..<Self.capacity where faults[place] == fault.rawValue { return place }
        return nil
    }

    /// An empty place, or that of the fault that appeared longest ago.
    private func freePlace() -> Int {
        let faults = self.faults.span
        let kept = self.kept.span
        var oldest = 0
        for place in 0..<Self.capacity {
            if faults[place] == 255 { return place }
            if kept[place].newest.time < kept[oldest].newest.time { oldest = place }
        }
        return oldest
    }
}
