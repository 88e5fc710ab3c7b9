import VehicleModel

@testable import ControlCore

extension SlipParameters {
    /// Gains for 33 ms from command to torque, and the inertia of rotor and wheels.
    static let em57 = SlipParameters(
        leastSlip: Speed(0.4),
        relativeSlip: 0.05,
        inertia: 0.088,
        latency: .milliseconds(33),
        proportional: 1.056,
        integral: 2.112,
        greatestExcess: RotationalSpeed(60),
        greatestLack: RotationalSpeed(40),
        seedFactor: 0.9,
        renewalExcess: RotationalSpeed(25),
        renewalAcceleration: 400,
        renewalPause: .milliseconds(250)
    )

    /// Never acts.
    static var off: SlipParameters {
        var off = em57
        off.leastSlip = Speed(.infinity)
        return off
    }
}

extension ThermalParameters {
    /// Half the peak for ever, the peak for a minute.
    static let em57 = ThermalParameters(
        inverter: TemperatureSpan(start: Temperature(85), end: Temperature(100)),
        motor: TemperatureSpan(start: Temperature(140), end: Temperature(160)),
        coolant: TemperatureSpan(start: Temperature(65), end: Temperature(75)),
        lastingTorque: Torque(170),
        peakTorque: Torque(340),
        peakTime: .seconds(60),
        fadeTime: .seconds(2),
        leastRatio: 0.3
    )
}

extension SplitParameters {
    /// Every term on.
    static let sample = SplitParameters(
        slipGain: 1,
        slipSpeedFloor: Speed(2),
        slipBound: 0.15,
        corneringGain: 0.004,
        corneringBound: 0.10,
        pitchGain: 1,
        pitchGradient: 0.0035,
        pitchBound: 0.10,
        wetReserve: 0.05
    )
}

extension RegenerationFade {
    /// From 7 to 2 km/h.
    static let sample = RegenerationFade(
        start: Speed(kilometresPerHour: 7),
        end: Speed(kilometresPerHour: 2)
    )
}
