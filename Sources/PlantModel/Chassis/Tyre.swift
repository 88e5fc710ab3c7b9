import Glibc

/// The tyres' grip along the road and across it.
public struct TyreParameters: Equatable, Sendable {
    /// Largest force along the wheel over normal load on the reference road.
    public var friction: Double
    /// Magic formula's shape factor: above 1; how far force falls beyond its peak.
    public var shape: Double
    /// Magic formula's stiffness factor: with the shape it sets where the peak lies.
    public var stiffness: Double
    /// Distance the tyre rolls until its force has followed a change of small slip, m.
    public var relaxationLength: Double
    /// Damping of the carcass and the shafts at any speed, N s/m; of both tyres of an axle.
    public var carcassDamping: Double
    /// What the carcass at standstill has beyond, N s/m; fades out up to the fading speed.
    public var standstillDamping: Double
    /// The speed at which that damping has faded out, m/s.
    public var fadingSpeed: Double
    /// Largest force across the wheel over normal load on the reference road.
    public var lateralFriction: Double
    /// The stiffness factor across the wheel, by the tangent of the slip angle.
    public var lateralStiffness: Double

    /// Puts the numbers together; across the wheel the friction is the same where nothing is said.
    public init(
        friction: Double,
        shape: Double,
        stiffness: Double,
        relaxationLength: Double,
        carcassDamping: Double,
        standstillDamping: Double,
        fadingSpeed: Double,
        lateralFriction: Double? = nil,
        lateralStiffness: Double = 9
    ) {
        self.friction = friction
        self.shape = shape
        self.stiffness = stiffness
        self.relaxationLength = relaxationLength
        self.carcassDamping = carcassDamping
        self.standstillDamping = standstillDamping
        self.fadingSpeed = fadingSpeed
        self.lateralFriction = lateralFriction ?? friction
        self.lateralStiffness = lateralStiffness
    }

    /// The slip along the wheel at which force is greatest.
    public var peakSlip: Double { tan(.pi / (2 * shape)) / stiffness }

    /// Force across the wheel over normal load and slip angle, for small angles, 1/rad.
    public var corneringStiffness: Double { lateralFriction * shape * lateralStiffness }
}

/// What a tyre meets in one time step.
struct TyreContact {
    /// Wheel speed times rolling radius, m/s; positive forward.
    var surfaceSpeed: Double
    /// Speed of the wheel's centre along the wheel, m/s; positive forward.
    var along: Double
    /// Speed of the wheel's centre across the wheel, m/s; positive to the left.
    var across: Double
    /// Normal force, N.
    var load: Double
    /// The road's friction relative to the reference road.
    var grip: Double
    /// The most damping along the wheel that the wheel's inertia can bear in a step, N s/m.
    var greatestDamping = Double.infinity
}

/// One tyre: slip along and across the wheel with relaxation, so that it is defined at standstill too.
///
/// At speed the deflection along the wheel follows the slip ratio (wheel's surface speed less road
/// speed, over road speed) and that across it the tangent of the slip angle, with the relaxation
/// length; at standstill both are the tyre's wind-up, a spring. A tyre that slides cannot wind up
/// further: the length shrinks with the force over what the first stiffness would give, as in
/// Pacejka's restricted transient model. Slip in both directions shares one force: of the size that
/// the whole slip makes, in the direction of its parts, so that it never leaves the friction ellipse.
public struct Tyre: Equatable, Sendable {
    /// The slip along the wheel that makes the force, -1 to 1; positive drives.
    public private(set) var slip = 0.0
    /// The slip across the wheel that makes the force, -1 to 1; positive pushes to the left.
    public private(set) var sideSlip = 0.0
    /// Force along the wheel on the vehicle, N; positive forward.
    public private(set) var force = 0.0
    /// Force across the wheel on the vehicle, N; positive to the left.
    public private(set) var sideForce = 0.0

    private let parameters: TyreParameters

    /// A tyre at rest.
    public init(parameters: TyreParameters) { self.parameters = parameters }

    /// One time step.
    mutating func step(_ contact: TyreContact, timeStep: Double) {
        let slipSpeed = contact.surfaceSpeed - contact.along
        let travelled = timeStep / (parameters.relaxationLength * secant)
        let rolling = 1 + abs(contact.along) * travelled
        slip = min(max((slip + slipSpeed * travelled) / rolling, -1), 1)
        sideSlip = min(max((sideSlip - contact.across * travelled) / rolling, -1), 1)
        let normal = contact.grip * contact.load
        guard normal > 0 else {
            force = 0
            sideForce = 0
            return
        }
        let fade = fading(at: contact.along)
        let peak = parameters.friction * normal
        let perSlip = parameters.stiffness * parameters.shape * peak
        let damping = min(
            0.5 * (parameters.carcassDamping + parameters.standstillDamping * fade),
            contact.greatestDamping
        )
        let damped = parameters.stiffness * (slip + damping * slipSpeed / perSlip)
        guard sideSlip != 0 || contact.across != 0 else {
            force = peak * sin(parameters.shape * atan(damped))
            sideForce = 0
            return
        }
        let sidePeak = parameters.lateralFriction * normal
        let perSideSlip = parameters.lateralStiffness * parameters.shape * sidePeak
        let sideDamping =
            0.5 * fade * (parameters.carcassDamping + parameters.standstillDamping)
        let sideDamped =
            parameters.lateralStiffness
            * (sideSlip - sideDamping * contact.across / perSideSlip)
        let whole = (damped * damped + sideDamped * sideDamped).squareRoot()
        let part = whole > 1e-9 ? sin(parameters.shape * atan(whole)) / whole : parameters.shape
        force = peak * part * damped
        sideForce = sidePeak * part * sideDamped
    }

    /// Force at the slip over what the stiffness without slip would give, 0 to 1.
    private var secant: Double {
        let along = parameters.stiffness * slip
        let across = parameters.lateralStiffness * sideSlip
        let whole = across == 0 ? abs(along) : (along * along + across * across).squareRoot()
        guard whole > 1e-6 else { return 1 }
        return sin(parameters.shape * atan(whole)) / (parameters.shape * whole)
    }

    /// What is left of the damping that only standing tyres have, 1 to 0.
    private func fading(at speed: Double) -> Double {
        let part = abs(speed) / parameters.fadingSpeed
        return part < 1 ? 0.5 * (1 + cos(.pi * part)) : 0
    }
}
