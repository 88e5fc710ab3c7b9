/// Which axle.
public enum PlantAxle: UInt8, CaseIterable, Sendable {
    /// The front axle.
    case front
    /// The rear axle.
    case rear
}

/// Which wheel.
public enum PlantWheel: UInt8, CaseIterable, Sendable {
    /// Front left.
    case frontLeft
    /// Front right.
    case frontRight
    /// Rear left.
    case rearLeft
    /// Rear right.
    case rearRight

    /// Both wheels of an axle.
    public static func both(of axle: PlantAxle) -> [PlantWheel] {
        switch axle {
        case .front: [.frontLeft, .frontRight]
        case .rear: [.rearLeft, .rearRight]
        }
    }
}

/// The road under the vehicle, and the air over it.
public struct Road: Equatable, Sendable {
    /// Angle, rad; positive is uphill.
    public var slope: Double
    /// Wind against the vehicle's direction, m/s; negative pushes it forward.
    public var headWind: Double

    private var frontLeft: GripUnderWheel
    private var frontRight: GripUnderWheel
    private var rearLeft: GripUnderWheel
    private var rearRight: GripUnderWheel

    /// Puts the numbers together; a level road of reference friction in still air where nothing is said.
    public init(slope: Double = 0, grip: Double = 1, headWind: Double = 0) {
        self.slope = slope
        self.headWind = headWind
        let grip = GripUnderWheel(grip)
        frontLeft = grip
        frontRight = grip
        rearLeft = grip
        rearRight = grip
    }

    /// Friction under a wheel now, relative to the plant's reference road.
    public subscript(_ wheel: PlantWheel) -> Double {
        get {
            switch wheel {
            case .frontLeft: frontLeft.now
            case .frontRight: frontRight.now
            case .rearLeft: rearLeft.now
            case .rearRight: rearRight.now
            }
        }
        set { move(wheel, to: newValue, over: 0) }
    }

    /// Friction under the front axle, the mean of both wheels; both get what is set.
    public var frontGrip: Double {
        get { 0.5 * (frontLeft.now + frontRight.now) }
        set {
            self[.frontLeft] = newValue
            self[.frontRight] = newValue
        }
    }

    /// Friction under the rear axle, the mean of both wheels; both get what is set.
    public var rearGrip: Double {
        get { 0.5 * (rearLeft.now + rearRight.now) }
        set {
            self[.rearLeft] = newValue
            self[.rearRight] = newValue
        }
    }

    /// Lets the friction under a wheel go to a value in a straight line of `time`, s; 0 is a jump.
    public mutating func move(_ wheel: PlantWheel, to grip: Double, over time: Double) {
        switch wheel {
        case .frontLeft: frontLeft.move(to: grip, over: time)
        case .frontRight: frontRight.move(to: grip, over: time)
        case .rearLeft: rearLeft.move(to: grip, over: time)
        case .rearRight: rearRight.move(to: grip, over: time)
        }
    }

    mutating func step(_ timeStep: Double) {
        frontLeft.step(timeStep)
        frontRight.step(timeStep)
        rearLeft.step(timeStep)
        rearRight.step(timeStep)
    }
}

/// Friction under one wheel, which may be on its way to another value.
struct GripUnderWheel: Equatable, Sendable {
    private(set) var now: Double
    private var target: Double
    /// 1/s.
    private var rate = 0.0

    init(_ grip: Double) {
        now = grip
        target = grip
    }

    mutating func move(to grip: Double, over time: Double) {
        target = grip
        guard time > 0 else {
            now = grip
            return
        }
        rate = abs(grip - now) / time
    }

    mutating func step(_ timeStep: Double) {
        guard now != target else { return }
        let most = rate * timeStep
        now =
            abs(target - now) <= most
            ? target : now + Double(signOf: target - now, magnitudeOf: most)
    }
}
