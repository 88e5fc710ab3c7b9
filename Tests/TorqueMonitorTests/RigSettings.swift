import CANFrames
import TorqueMonitor

let millisecond: Int64 = 1_000_000

/// A place that must be in a frame.
func place(_ start: Int, _ count: Int, high: Bool, signed: Bool) -> BitField {
    guard
        let field = BitField(start: start, count: count, isHighFirst: high, isSigned: signed)
    else { fatalError("no place in a frame") }
    return field
}

/// A field of the LEAF, unprotected.
func field(
    _ bus: MonitorBus,
    _ id: UInt32,
    _ bits: BitField,
    _ scale: (Int, Int, Int) = (1, 1, 0),
    age: Int64 = 200 * millisecond
) -> SignalField {
    guard let id = FrameID(standard: id) else { fatalError("no identifier") }
    return SignalField(
        bus: bus,
        id: id,
        length: 8,
        bits: bits,
        scale: FieldScale(numerator: scale.0, denominator: scale.1, offset: scale.2),
        age: age
    )
}

/// The inputs that cannot be done without, where the rig sends them.
func makeInputs() -> InputFields {
    var inputs = InputFields()
    let counter = place(48, 2, high: false, signed: false)
    for (input, bus) in [(MonitorInput.frontSpeed, MonitorBus.front), (.rearSpeed, .rear)] {
        var speed = field(bus, 0x1DA, place(39, 15, high: true, signed: true))
        speed.notAvailable[0] = 0x3FFF
        speed.condition = place(40, 1, high: false, signed: false)
        speed.conditionRaw = 1
        inputs[input] = speed
    }
    inputs[.pedalA] = field(.car, 0x239, place(7, 8, high: true, signed: false), (5, 1, 0))
    inputs[.pedalB] = field(.car, 0x239, place(15, 8, high: true, signed: false), (-5, 1, 1275))
    for track in [MonitorInput.pedalA, .pedalB] { inputs[track]?.range = 0...1000 }
    inputs[.brake] = field(.car, 0x239, place(37, 1, high: false, signed: false))
    for (input, start) in [(MonitorInput.dischargeLimit, 7), (.chargeLimit, 13)] {
        inputs[input] = field(
            .front,
            0x1DC,
            place(start, 10, high: true, signed: false),
            (250, 1, 0),
            age: 500 * millisecond
        )
        inputs[input]?.notAvailable[0] = 0x3FF
    }
    inputs[.packVoltage] = field(
        .front,
        0x1DB,
        place(23, 10, high: true, signed: false),
        (500, 1, 0)
    )
    inputs[.packCurrent] = field(
        .front,
        0x1DB,
        place(47, 12, high: true, signed: true),
        (-500, 1, 0)
    )
    for input in MonitorInput.allCases where inputs[input] != nil {
        guard let bus = inputs[input]?.bus, bus != .car else { continue }
        inputs[input]?.protection = .nissan
        inputs[input]?.counter = counter
    }
    return inputs
}

private func makeAllowList(isInverted: Bool, undriven: Axle?) -> AllowList? {
    var list = AllowList()
    for axle in [Axle.front, .rear] where axle != undriven {
        for (number, length, role, period) in [
            (UInt32(0x11A), UInt8(8), FrameRole.gear, Int64(10)), (0x50B, 7, .state, 100),
            (0x1D4, 8, .torque, 10),
        ] {
            guard let id = FrameID(standard: number) else { return nil }
            let frame = AllowedFrame(
                axle: axle,
                id: id,
                length: length,
                role: role,
                period: period * millisecond,
                isInverted: isInverted && role == .torque
            )
            guard list.append(frame) else { return nil }
        }
    }
    return list
}

func makeCurve(_ points: [(speed: Int, torque: Int)]) -> Envelope {
    var curve = Envelope()
    for point in points where !curve.append(speed: point.speed, torque: point.torque) {
        fatalError("no curve")
    }
    return curve
}

/// Wide: a pedal at 100 % means 4000 counts, at 50 % 1000, released 160 (40 Nm), at every speed.
func makeDriver() -> DriverBounds {
    var table = PedalTable()
    for (pedal, torque) in [(0, 160), (500, 1000), (1000, 4000)] {
        guard table.append(pedal: pedal, makeCurve([(0, torque)])) else { fatalError("no table") }
    }
    return DriverBounds(
        pedal: table,
        releasedPedal: 20,
        lift: makeCurve([(0, 4000)]),
        margin: 80,
        fullTorque: 3000,
        brakeRamp: 300 * millisecond,
        cruiseTorque: 1200,
        escIncrease: 240,
        rearLoadShare: 500,
        loadTransfer: 20,
        rearShareMargin: 500,
        benchTorque: 120,
        benchSpeed: 500
    )
}

func makeFaults() -> FaultBounds {
    FaultBounds(
        limitMemory: 200 * millisecond,
        otherPower: 3000,
        powerTime: 100 * millisecond,
        farPowerTime: 40 * millisecond,
        trackingTorque: 60,
        trackingPart: 50,
        trackingLatency: 60 * millisecond,
        trackingTime: 100 * millisecond,
        accelerationPerTorque: 15,
        accelerationMargin: 1500,
        accelerationTime: 200 * millisecond
    )
}

/// Bounds with round numbers, so that a table can say what is one step over.
func makeSettings(
    silence: Int64 = 20 * millisecond,
    tolerance: Int = 40,
    opposite: Int = 48,
    inputs: InputFields = makeInputs(),
    driver: DriverBounds = makeDriver(),
    isInverted: Bool = false,
    undriven: Axle? = nil
) -> MonitorSettings? {
    guard let list = makeAllowList(isInverted: isInverted, undriven: undriven) else { return nil }
    let envelope = makeCurve([(0, 1360), (4000, 1360), (8000, 560), (10_000, 0)])
    let timing = MonitorTiming(
        silence: silence,
        commandAge: 20 * millisecond,
        clamping: 50 * millisecond,
        foreignSender: 1000 * millisecond,
        zeroPeriod: 10 * millisecond
    )
    let bounds = MonitorBounds(
        envelope: PerAxle(
            front: undriven == .front ? Envelope() : envelope,
            rear: undriven == .rear ? Envelope() : envelope
        ),
        envelopeMargin: 40,
        clampTolerance: tolerance,
        oppositeTorque: opposite,
        releaseRamp: 8000,
        powerRamp: 14_000,
        auxiliaryPower: 400,
        copperLoss: 60,
        returnLoss: 100,
        standstillSpeed: 477,
        fadeSpeed: 60
    )
    return MonitorSettings(
        allowList: list,
        inputs: inputs,
        timing: timing,
        bounds: bounds,
        driver: driver,
        faults: makeFaults(),
        disarmFrames: 3
    )
}

/// The usual inputs without those of an axle's motor.
func makeInputs(without undriven: Axle) -> InputFields {
    var inputs = makeInputs()
    inputs[undriven == .front ? .frontSpeed : .rearSpeed] = nil
    return inputs
}

/// A car with one motor.
func makeSettings(
    without undriven: Axle,
    inputs: InputFields? = nil,
    driver: DriverBounds = makeDriver()
) -> MonitorSettings? {
    makeSettings(
        inputs: inputs ?? makeInputs(without: undriven),
        driver: driver,
        undriven: undriven
    )
}
