import Glibc

/// The tyres' grip along the road.
public struct TyreParameters: Equatable, Sendable {
    /// Largest force over normal load on the reference road.
    public var friction: Double
    /// Magic formula's shape factor: above 1; how far force falls beyond its peak.
    public var shape: Double
    /// Magic formula's stiffness factor: with the shape it sets where the peak lies.
    public var stiffness: Double
    /// Distance the tyre rolls until its force has followed a change of small slip, m.
    public var relaxationLength: Double
    /// Damping of the carcass and the shafts at any speed, N s/m.
    public var carcassDamping: Double
    /// What the carcass at standstill has beyond, N s/m; fades out up to the fading speed.
    public var standstillDamping: Double
    /// The speed at which that damping has faded out, m/s.
    public var fadingSpeed: Double

    /// Puts the numbers together.
    public init(
        friction: Double,
        shape: Double,
        stiffness: Double,
        relaxationLength: Double,
        carcassDamping: Double,
        standstillDamping: Double,
        fadingSpeed: Double
    ) {
        self.friction = friction
        self.shape = shape
        self.stiffness = stiffness
        self.relaxationLength = relaxationLength
        self.carcassDamping = carcassDamping
        self.standstillDamping = standstillDamping
        self.fadingSpeed = fadingSpeed
    }
}

/// The tyres of one axle: slip with relaxation, so that it is defined at standstill too.
///
/// At speed the deflection follows the slip ratio (wheel's surface speed less road speed, over road
/// speed) with the relaxation length; at standstill it is the tyre's wind-up, a spring. A tyre that
/// slides cannot wind up further: the length shrinks with the force over what the first stiffness
/// would give, as in Pacejka's restricted transient model.
public struct Tyre: Equatable, Sendable {
    /// The slip that makes the force, -1 to 1; positive drives.
    public private(set) var slip = 0.0

    private let parameters: TyreParameters

    /// A tyre at rest.
    public init(parameters: TyreParameters) { self.parameters = parameters }

    /// One time step; the force on the vehicle, N, positive forward.
    ///
    /// `surfaceSpeed` is wheel speed times rolling radius and `roadSpeed` the vehicle's, m/s; `load`
    /// the axle's normal force, N; `grip` the road's friction relative to the reference road.
    public mutating func step(
        surfaceSpeed: Double,
        roadSpeed: Double,
        load: Double,
        grip: Double,
        timeStep: Double
    ) -> Double {
        let slipSpeed = surfaceSpeed - roadSpeed
        let travelled = timeStep / (parameters.relaxationLength * secant(at: slip))
        slip = (slip + slipSpeed * travelled) / (1 + abs(roadSpeed) * travelled)
        slip = min(max(slip, -1), 1)
        let peak = parameters.friction * grip * load
        guard peak > 0 else { return 0 }
        let perSlip = parameters.stiffness * parameters.shape * peak
        let damped = slip + damping(at: roadSpeed) * slipSpeed / perSlip
        return peak * sin(parameters.shape * atan(parameters.stiffness * damped))
    }

    /// Force at a slip over what the stiffness without slip would give, 0 to 1.
    private func secant(at slip: Double) -> Double {
        let linear = parameters.stiffness * parameters.shape * slip
        guard abs(linear) > 1e-6 else { return 1 }
        return sin(parameters.shape * atan(parameters.stiffness * slip)) / linear
    }

    private func damping(at roadSpeed: Double) -> Double {
        let part = abs(roadSpeed) / parameters.fadingSpeed
        guard part < 1 else { return parameters.carcassDamping }
        return parameters.carcassDamping
            + parameters.standstillDamping * 0.5 * (1 + cos(.pi * part))
    }
}
