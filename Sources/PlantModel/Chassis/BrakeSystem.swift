/// The friction brakes' pedal: pressure that builds up, shared between the axles.
struct BrakeSystem: Equatable, Sendable {
    /// Torque asked of the front axle's brakes, both wheels together, Nm.
    private(set) var front = 0.0
    /// Torque asked of the rear axle's brakes, both wheels together, Nm.
    private(set) var rear = 0.0
    /// What the pedal wants of all wheels together, Nm, whoever gives it.
    private(set) var wanted = 0.0

    private let parameters: BrakeParameters
    private var pressure: LaggedSignal

    init(_ parameters: BrakeParameters, timeStep: Double) {
        self.parameters = parameters
        pressure = LaggedSignal(delay: 0, lag: parameters.lag, timeStep: timeStep)
    }

    /// One time step with the pedal at 0 to 1, while the motors brake the axles by so much, Nm.
    mutating func step(pedal: Double, frontMotor: Double, rearMotor: Double) {
        wanted = min(max(pedal, 0), 1) * parameters.maximumTorque
        guard parameters.isBlended else {
            pressure.step(wanted)
            front = pressure.output * parameters.frontShare
            rear = pressure.output - front
            return
        }
        let motors = max(0, frontMotor) + max(0, rearMotor)
        pressure.step(max(0, wanted - motors))
        // Friction goes first to the axle that has less than its share of both together.
        let frontWanted = (pressure.output + motors) * parameters.frontShare
        front = min(max(frontWanted - max(0, frontMotor), 0), pressure.output)
        rear = pressure.output - front
    }
}
