import ControlCore
import VehicleModel

/// A car on ice whose axles both spin, held by a slip cap that trusts the estimate.
struct SpinModel {
    /// What the estimator is told, and how it may go wrong.
    enum Variant {
        /// As it is.
        case design
        /// Corrected while the slip cap acts.
        case correctsInSlip
        /// Held between the axles as if they rolled: a lower bound tied to the wheels.
        case tiedToWheels
    }

    /// m/s, true.
    private(set) var speed = 5.0
    /// The wheels' surplus over the car, m/s.
    private(set) var slip = AxlePair(both: 0.0)
    private(set) var estimate = SpeedEstimate()
    private(set) var hasSlipCap = false
    private var cycle = 0
    private var torque = AxlePair(both: 0.0)
    private var integral = AxlePair(both: 0.0)
    private var estimator = SpeedEstimator()
    private let bias: Double
    private let variant: Variant

    private let mass = 1875.0
    private let friction = 0.3
    /// Motor to wheel, 1/m.
    private let ratio = 8.193 / 0.328
    /// Motor and wheels of an axle, seen from the motor, kg m².
    private let inertia = 0.055

    init(bias: Double, variant: Variant) {
        self.bias = bias
        self.variant = variant
    }

    /// The estimate's error, m/s.
    var error: Double { (estimate.speed?.rawValue ?? .nan) - speed }
    /// Whether the motors push.
    private(set) var isDriven = false
    /// The slower axle, m/s.
    var slowest: Double { speed + min(slip.front, slip.rear) }

    /// 10 ms of full pedal, after 200 ms of rolling.
    mutating func step() {
        cycle += 1
        var acceleration = 0.0
        for _ in 0..<10 { acceleration = move(0.001) }
        var motion = AxleMotion()
        motion.motors = AxlePair(front: Speed(speed + slip.front), rear: Speed(speed + slip.rear))
        motion.acceleration = Acceleration(acceleration + bias)
        isDriven = torque.front + torque.rear > 5
        motion.push = isDriven ? .forward : .none
        motion.hasSlipCap = hasSlipCap && variant == .design
        if variant == .tiedToWheels {
            motion.push = .none
            motion.hasSlipCap = false
        }
        estimate = estimator.step(motion, period: .milliseconds(10), with: .init())
        if cycle > 20 { control() }
    }

    /// Tyres that give their most from 0.3 m/s of slip on.
    private mutating func move(_ time: Double) -> Double {
        var force = 0.0
        var forces = AxlePair(both: 0.0)
        for axle in Axle.allCases {
            let most = friction * mass * 9.81 / 2
            forces[axle] = most * max(-1, min(1, slip[axle] / 0.3))
            force += forces[axle]
        }
        let acceleration = force / mass
        speed += acceleration * time
        for axle in Axle.allCases {
            let surplus = torque[axle] - forces[axle] / ratio
            let spin = surplus / inertia / ratio
            slip[axle] += (spin - acceleration) * time
        }
        return acceleration
    }

    /// The slip cap of the design, without its dead time.
    private mutating func control() {
        let vehicle = estimate.speed?.rawValue ?? 0
        let target = vehicle + max(0.40, 0.05 * vehicle)
        hasSlipCap = false
        for axle in Axle.allCases {
            let excess = (target - speed - slip[axle]) * ratio
            let isFirst = integral[axle] == 0
            guard excess < 0 || !isFirst else {
                torque[axle] = min(340, torque[axle] + 12)
                continue
            }
            if isFirst { integral[axle] = 0.9 * torque[axle] }
            hasSlipCap = true
            integral[axle] += 1.32 * max(-60, min(40, excess)) * 0.01
            torque[axle] = max(0, min(340, integral[axle] + 0.66 * excess))
        }
    }
}
