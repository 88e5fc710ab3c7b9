import Foundation
public import VehicleModel

/// A car on a straight road: two motors, tyres that slip, a driver's hands and feet, a battery.
///
/// Its motors do what was sent 20 ms later; its battery tells current and voltage 65 ms late. What
/// a test wants to happen is a property. Deterministic.
public struct RoadCar: Sendable {
    /// What the selector says.
    public enum Selector: Double, Sendable {
        /// P or N.
        case neutral = 0xAA
        /// D.
        case drive = 0xBB
        /// R.
        case reverse = 0x99
    }

    /// The pedal's position, 0 to 100 %, on both tracks.
    public var pedal = 0.0
    /// Whether the brake is pressed.
    public var isBraking = true
    /// The selector's position.
    public var selector = Selector.drive
    /// What the battery says it can give, kW.
    public var dischargeLimit = 240.0
    /// What the battery says it can take, kW.
    public var chargeLimit = 80.0
    /// Each axle's friction: 1 dry, 0.1 ice.
    public var friction = AxlePair(both: 1.0)
    /// What gravity adds along the road, m/s², positive forward.
    public var slope = 0.0
    /// The axle without a motor, whose wheels only roll; nil where both have one.
    public let undriven: Axle?

    /// Speed over ground, m/s, positive forward.
    public private(set) var speed = 0.0
    /// How much faster than the car each axle's wheels turn, m/s.
    public private(set) var slip = AxlePair(both: 0.0)
    /// What each motor gives, Nm.
    public private(set) var torque = AxlePair(both: 0.0)
    /// What an accelerometer says, m/s²: without gravity's part.
    public private(set) var acceleration = 0.0
    private var late = AxlePair(both: 0.0)
    private var powers = [7 of Double](repeating: 0)

    private static let mass = 1875.0
    private static let ratio = 8.193
    private static let radius = AxlePair(front: 0.3285, rear: 0.3277)
    private static let rotor = 0.055
    private static let wheels = 2.2
    private static let step = 0.001
    private static let openVoltage = 375.0
    private static let resistance = 0.05

    /// Stands in D with the brake pressed.
    public init(undriven: Axle? = nil) { self.undriven = undriven }

    /// The same car, rolling at a speed in m/s.
    public mutating func roll(at speed: Double) {
        self.speed = speed
        slip = AxlePair(both: 0)
    }

    /// A motor's speed, rpm.
    public func motorSpeed(_ axle: Axle) -> Double {
        angularSpeed(axle) * 60 / (2 * .pi)
    }

    /// The wheels' speed of an axle, km/h, without a sign as its sensors have none.
    public func wheelSpeed(_ axle: Axle) -> Double { abs(speed + slip[axle]) * 3.6 }

    /// What the battery says of its current, A, positive out of it.
    public var current: Double {
        let open = Self.openVoltage
        let rest = max(0, open * open - 4 * Self.resistance * powers.span[6])
        return (open - rest.squareRoot()) / (2 * Self.resistance)
    }

    /// What the battery says of its voltage, V.
    public var voltage: Double { Self.openVoltage - Self.resistance * current }

    /// One cycle of 10 ms in which the inverters are sent these torques, Nm.
    public mutating func move(sent: AxlePair<Double>) {
        torque = late
        late = sent
        for _ in 0..<10 { move() }
        for index in (1..<7).reversed() { powers[index] = powers[index - 1] }
        powers[0] = drawn(.front) + drawn(.rear) + 500
    }

    private mutating func move() {
        var force = pull(.front) + pull(.rear)
        force -= 0.4 * speed * abs(speed)
        let before = speed
        acceleration = force / Self.mass
        speed += (acceleration + slope) * Self.step
        slip.front -= speed - before
        slip.rear -= speed - before
        if let undriven { slip[undriven] = 0 }
        if isBraking { brake() }
    }

    /// Moves an axle's wheels; the force at its tyres, N.
    private mutating func pull(_ axle: Axle) -> Double {
        guard axle != undriven else { return 0 }
        let radius = Self.radius[axle]
        let part = slip[axle] / max(0.4, 0.1 * abs(speed))
        // The peak at 11 % slip, 59 % of it on wheels that spin.
        let curve = sin(1.6 * atan(1.5 * part))
        let grip = friction[axle] * curve * Self.mass * 9.80665 / 2
        let inertia = (Self.rotor * Self.ratio * Self.ratio + Self.wheels) / (radius * radius)
        slip[axle] += (torque[axle] * Self.ratio / radius - grip) / inertia * Self.step
        return grip
    }

    /// The friction brakes hold all wheels alike, as hard as the road lets them.
    private mutating func brake() {
        let grip = min(friction.front, friction.rear)
        let change = min(abs(speed), 8 * grip * Self.step)
        acceleration -= speed == 0 ? 0 : (speed < 0 ? -change : change) / Self.step
        speed -= speed < 0 ? -change : change
        if speed == 0 { acceleration = -slope }
        let kept = 1 - Self.step / 0.02
        slip = AxlePair(front: slip.front * kept, rear: slip.rear * kept)
    }

    private func angularSpeed(_ axle: Axle) -> Double {
        (speed + slip[axle]) / Self.radius[axle] * Self.ratio
    }

    /// What a motor takes from the battery, W: losses as fitted on a LEAF e+.
    private func drawn(_ axle: Axle) -> Double {
        guard axle != undriven else { return 0 }
        let speed = angularSpeed(axle)
        let weak = max(0, abs(speed) / 480 - 1)
        let copper = 0.118 * (1 + 0.284 * weak * weak) * torque[axle] * torque[axle]
        return torque[axle] * speed + copper + 150 + 2.8 * abs(speed)
    }
}
