import Glibc
public import VehicleModel

/// The largest torque a drive unit can give at a speed and a DC link voltage; the same in both
/// directions of turning and of torque.
///
/// Constant torque up to the base speed, then power rising in a straight line to its peak, constant
/// power, then power falling as a power of speed; the last part before the maximum speed tapers to
/// zero. Below the reference voltage, power and the speeds of the corners shrink with the voltage.
public struct MotorEnvelope: Equatable, Sendable {
    /// Torque from standstill to the base speed, Nm.
    public var peakTorque: Double
    /// Power between the rated and the field-weakening speed, W.
    public var peakPower: Double
    /// Where constant torque ends, rad/s.
    public var baseSpeed: Double
    /// Where peak power is reached, rad/s.
    public var ratedSpeed: Double
    /// Where peak power ends, rad/s.
    public var fallingSpeed: Double
    /// How steeply power falls above that: power goes with (fallingSpeed/speed) to this exponent.
    public var fallingExponent: Double
    /// Where torque is zero, rad/s.
    public var maximumSpeed: Double
    /// The last fraction of the speed range, in which torque tapers to zero, 0 to 1.
    public var taper: Double
    /// DC link voltage below which power shrinks, V.
    public var referenceVoltage: Double

    /// Puts the numbers together.
    public init(
        peakTorque: Double,
        peakPower: Double,
        baseSpeed: Double,
        ratedSpeed: Double,
        fallingSpeed: Double,
        fallingExponent: Double,
        maximumSpeed: Double,
        taper: Double,
        referenceVoltage: Double
    ) {
        self.peakTorque = peakTorque
        self.peakPower = peakPower
        self.baseSpeed = baseSpeed
        self.ratedSpeed = ratedSpeed
        self.fallingSpeed = fallingSpeed
        self.fallingExponent = fallingExponent
        self.maximumSpeed = maximumSpeed
        self.taper = taper
        self.referenceVoltage = referenceVoltage
    }

    /// The largest torque at a motor speed, in either direction, and a DC link voltage.
    public func maximumTorque(at speed: RotationalSpeed, voltage: Voltage) -> Torque {
        let speed = abs(speed.rawValue)
        guard speed < maximumSpeed, voltage.rawValue > 0 else { return .zero }
        let scale = min(1, voltage.rawValue / referenceVoltage)
        let torque =
            speed <= baseSpeed * scale
            ? peakTorque
            : scale * power(at: speed / scale) / speed
        let taperStart = maximumSpeed * (1 - taper)
        guard speed > taperStart else { return Torque(torque) }
        return Torque(torque * (maximumSpeed - speed) / (maximumSpeed - taperStart))
    }

    /// Power at the reference voltage above the base speed, W.
    private func power(at speed: Double) -> Double {
        if speed < ratedSpeed {
            let start = peakTorque * baseSpeed
            return start + (peakPower - start) * (speed - baseSpeed) / (ratedSpeed - baseSpeed)
        }
        if speed <= fallingSpeed { return peakPower }
        return peakPower * pow(fallingSpeed / speed, fallingExponent)
    }
}
