/// What acts on a wheel from outside in one time step.
struct WheelSurroundings {
    /// Speed of the wheel's centre along the wheel, m/s.
    var along = 0.0
    /// Speed of the wheel's centre across the wheel, m/s; positive to the left.
    var across = 0.0
    /// Normal force, N.
    var load: Double
    /// Friction of the road relative to the reference road.
    var grip: Double
}

/// One wheel: its tyre, its brake, and how fast it turns.
public struct WheelDynamics: Equatable, Sendable {
    /// Speed, rad/s; positive forward.
    public internal(set) var speed = 0.0
    /// Normal force, N.
    public private(set) var load = 0.0
    /// Speed of the wheel's centre along the wheel, m/s; positive forward.
    public private(set) var along = 0.0
    /// The tyre.
    public private(set) var tyre: Tyre

    private var brake = AntilockControl()

    init(_ tyre: TyreParameters) { self.tyre = Tyre(parameters: tyre) }

    /// Torque of the friction brake, Nm; 0 or more.
    public var brakeTorque: Double { brake.torque }

    /// Whether the antilock brakes hold this wheel.
    public var isAntilockActive: Bool { brake.isActive }

    /// One time step of tyre and brake, before the wheel turns.
    mutating func roll(
        _ around: WheelSurroundings,
        of axle: WheelConstants,
        brakeDemand: Double,
        timeStep: Double
    ) {
        load = around.load
        along = around.along
        tyre.step(
            TyreContact(
                surfaceSpeed: speed * axle.rollingRadius,
                along: around.along,
                across: around.across,
                load: around.load,
                grip: around.grip,
                greatestDamping: axle.greatestDamping
            ),
            timeStep: timeStep
        )
        pressBrake(around, of: axle, demand: brakeDemand, timeStep: timeStep)
    }

    private mutating func pressBrake(
        _ around: WheelSurroundings,
        of axle: WheelConstants,
        demand: Double,
        timeStep: Double
    ) {
        let size = abs(around.along)
        guard let antilock = axle.antilock, size > antilock.leastSpeed else {
            brake.follow(demand)
            return
        }
        let lack = around.along - speed * axle.rollingRadius
        let slip = (around.along < 0 ? -lack : lack) / size
        let best = axle.tyre.bestSlip(at: size, normal: around.grip * around.load)
        brake.step(
            demand: demand,
            full: axle.fullBrakeTorque,
            slip: slip / best,
            with: antilock,
            timeStep: timeStep
        )
    }
}

/// What is the same for both wheels of an axle.
struct WheelConstants: Equatable, Sendable {
    let rollingRadius: Double
    let tyre: TyreParameters
    let antilock: AntilockParameters?
    /// A wheel's friction brake at full pedal, Nm.
    let fullBrakeTorque: Double
    /// The most damping of a tyre that a step can bear, N s/m.
    let greatestDamping: Double

    init(
        _ axle: AxleParameters,
        tyre: TyreParameters,
        brakes: BrakeParameters,
        share: Double,
        timeStep: Double
    ) {
        rollingRadius = axle.rollingRadius
        self.tyre = tyre
        antilock = brakes.antilock
        fullBrakeTorque = 0.5 * brakes.maximumTorque * share
        // Explicit damping is stable below twice the inertia over the step; here with some distance.
        greatestDamping =
            1.2 * 0.5 * axle.wheelInertia / (timeStep * axle.rollingRadius * axle.rollingRadius)
    }
}

extension TyreParameters {
    /// The slip of a wheel at which its force is greatest; damping makes it less at speed.
    func bestSlip(at speed: Double, normal: Double) -> Double {
        guard normal > 0 else { return peakSlip }
        let damped = 0.5 * carcassDamping * speed / (stiffness * shape * friction * normal)
        return peakSlip / (1 + damped)
    }
}
