public import VehicleModel

/// What one axle's caps are made of.
public struct AxleCapInput: Sendable, BitwiseCopyable {
    /// The direction of the gear: +1, −1, or 0 for none.
    public var direction: Double
    /// Motor speed, now and when a command given now has become torque; nil where unknown.
    public var speed: RotationalSpeed?
    /// The second of the two.
    public var leadSpeed: RotationalSpeed?
    /// DC link voltage: the lesser of the inverter's own and the battery's; nil where both are unknown.
    ///
    /// Either may be of an old frame, and less voltage is less torque.
    public var linkVoltage: Voltage?
    /// What the inverter says it can give forward, Nm; nil where it says nothing.
    public var availableForward: Torque?
    /// What it says it can give backward, Nm, not negative; nil where it says nothing.
    public var availableBackward: Torque?
    /// What heat leaves.
    public var thermal = ThermalCap()
    /// What slip leaves.
    public var slip = SlipCaps()
    /// The greatest torque that others ask the axle not to exceed, Nm; infinite for none.
    public var request = Torque(.infinity)
    /// The same from stability control.
    public var stability = Torque(.infinity)
    /// What an operator allows, Nm; infinite for all.
    public var operatorCeiling = Torque(.infinity)
    /// The most regeneration that the antilock brakes leave, Nm; infinite for all.
    public var antilock = Torque(.infinity)
    /// The ladder's part of the motor's peak torque, 0 to 1.
    public var ladder = 1.0

    /// One gear and nothing else known.
    public init(direction: Double) { self.direction = direction }

    /// What `inputs` say of one axle.
    public init(direction: Double, of axle: Axle, in inputs: ConditionedInputs) {
        self.direction = direction
        speed = inputs.motorSpeeds[axle]
        leadSpeed = inputs.leadSpeeds[axle]
        let (link, battery) = (inputs.linkVoltages[axle], inputs.voltageForFloor)
        linkVoltage = link.map { min($0, battery ?? $0) } ?? battery
        availableForward = inputs.availableTorques[axle]
        availableBackward = inputs.availableRegenerations[axle]
    }

    /// The slower of both speeds along the gear; NaN where one is unknown.
    var slower: RotationalSpeed {
        guard let speed, let leadSpeed else { return RotationalSpeed(.nan) }
        return min(speed * direction, leadSpeed * direction)
    }
}

/// Where regeneration ends as the vehicle comes to rest.
public struct RegenerationFade: Sendable, BitwiseCopyable {
    /// Down from here it fades, m/s, above `end`.
    public var start: Speed
    /// Down from here there is none, m/s, not negative.
    public var end: Speed

    /// Puts the two together.
    public init(start: Speed, end: Speed) {
        self.start = start
        self.end = end
    }

    /// What is left at a speed along the gear, 0 to 1.
    func part(at speed: Speed) -> Double {
        guard speed > end else { return 0 }
        guard speed < start else { return 1 }
        return (speed - end) / (start - end)
    }
}

extension AxleCaps {
    /// Stage S7's caps of one axle; nothing where its speed is unknown or no gear is in.
    ///
    /// The envelope is read at the faster of both speeds, regeneration at the slower.
    public init(_ input: AxleCapInput, fade: RegenerationFade, of axle: AxleParameters) {
        var losses = axle.losses
        self.init()
        add(
            input,
            fade: fade,
            of: axle.gearing,
            optimum: losses.regenerationOptimum(at: input.slower),
            axle.envelope.curve,
            peak: axle.envelope.peakTorque
        )
    }

    /// Adds the same of an axle whose parts are given one by one, to no limit; `optimum` is that of
    /// regeneration at the slower speed.
    mutating func add(
        _ input: AxleCapInput,
        fade: RegenerationFade,
        of gearing: Gearing,
        optimum: Torque,
        _ curve: MotorEnvelope.Curve,
        peak: Torque
    ) {
        guard input.direction != 0, let now = input.speed, let later = input.leadSpeed,
            now.isFinite, later.isFinite
        else {
            add(.envelope, .zero)
            return
        }
        let envelope = curve.greatestTorque(
            at: max(now.magnitude, later.magnitude),
            voltage: input.linkVoltage
        )
        add(.envelope, envelope)
        add(.thermal, input.thermal.torque(of: envelope))
        add(.ladder, peak * input.ladder)
        add(.request, input.request)
        add(.stability, input.stability)
        add(.operatorCeiling, input.operatorCeiling)
        drive.add(.slip, input.slip.drive)
        brake.add(.slip, input.slip.brake)
        brake.add(.antilock, input.antilock)
        addAvailable(input)
        let slower = input.slower
        let rest = slower > .zero ? peak * fade.part(at: gearing.speed(of: slower)) : .zero
        brake.add(.regenerationOptimum, min(optimum, rest))
    }

    private mutating func addAvailable(_ input: AxleCapInput) {
        let isForward = input.direction > 0
        let along = isForward ? input.availableForward : input.availableBackward
        let against = isForward ? input.availableBackward : input.availableForward
        if let along { drive.add(.inverterAvailable, along) }
        if let against { brake.add(.inverterAvailable, against) }
    }
}
