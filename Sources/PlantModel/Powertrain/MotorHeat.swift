import Glibc

/// The winding of a motor as one thermal mass, cooled to its coolant.
public struct MotorHeatParameters: Equatable, Sendable {
    /// Heat that warms it by one degree, J/K.
    public var capacity: Double
    /// Heat that flows to the coolant for each degree between them, W/K.
    public var cooling: Double
    /// Temperature of the coolant, °C.
    public var coolant: Double
    /// The part of the drive unit's loss that becomes heat in the winding, 0 to 1.
    public var lossShare: Double
    /// The temperature above which torque is taken back, °C.
    public var deratesFrom: Double
    /// The temperature at which no torque is left, °C.
    public var deratesTo: Double

    /// Puts the numbers together.
    public init(
        capacity: Double,
        cooling: Double,
        coolant: Double,
        lossShare: Double,
        deratesFrom: Double,
        deratesTo: Double
    ) {
        self.capacity = capacity
        self.cooling = cooling
        self.coolant = coolant
        self.lossShare = lossShare
        self.deratesFrom = deratesFrom
        self.deratesTo = deratesTo
    }

    /// Time constant of warming, s.
    public var timeConstant: Double { capacity / cooling }
}

/// How warm a motor's winding is.
public struct MotorHeat: Equatable, Sendable {
    /// Temperature of the winding, °C.
    public private(set) var temperature: Double

    private let parameters: MotorHeatParameters

    /// A winding as warm as the coolant.
    public init(_ parameters: MotorHeatParameters) {
        self.parameters = parameters
        temperature = parameters.coolant
    }

    /// The part of the envelope's torque that is left, 0 to 1.
    public var torqueShare: Double {
        let span = parameters.deratesTo - parameters.deratesFrom
        return min(max((parameters.deratesTo - temperature) / span, 0), 1)
    }

    /// One time step with a loss of the drive unit, W.
    public mutating func step(loss: Double, timeStep: Double) {
        let flow = parameters.cooling * (temperature - parameters.coolant)
        temperature += (parameters.lossShare * loss - flow) * timeStep / parameters.capacity
    }
}
