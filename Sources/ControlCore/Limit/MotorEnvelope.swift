public import VehicleModel

/// The greatest torque of one motor by speed and DC link voltage.
///
/// A table over speed at the reference voltage, read linearly. Below the reference voltage power and
/// corner speed shrink in proportion, which is the same table read at a higher speed.
public struct MotorEnvelope: Sendable, BitwiseCopyable {
    /// Nm at 0, `step`, 2 `step`, … of motor speed; zero from the last point on.
    public private(set) var torques: [128 of Double]
    /// The greatest torque of the whole table, Nm.
    public private(set) var peakTorque: Torque
    /// The distance of two points, rad/s, above 0.
    public var step: RotationalSpeed
    /// The voltage that the table holds for, V, above 0.
    public var referenceVoltage: Voltage

    /// Nil unless every torque is finite and not negative, and step and voltage are above 0.
    public init?(torques: [128 of Double], step: RotationalSpeed, referenceVoltage: Voltage) {
        guard step.isFinite, step > .zero, referenceVoltage.isFinite, referenceVoltage > .zero
        else {
            return nil
        }
        let points = torques.span
        var peak = 0.0
        for index in 0..<128 {
            guard points[index].isFinite, points[index] >= 0 else { return nil }
            peak = max(peak, points[index])
        }
        self.torques = torques
        peakTorque = Torque(peak)
        self.step = step
        self.referenceVoltage = referenceVoltage
    }

    /// Of an axle without a motor.
    static let nothing = MotorEnvelope()

    private init() {
        torques = .init(repeating: 0)
        peakTorque = .zero
        step = RotationalSpeed(1)
        referenceVoltage = Voltage(1)
    }

    /// The greatest |torque|, Nm; zero beyond the table and for anything that is not finite.
    ///
    /// Without a voltage the table is taken as it is; the battery's power limits still hold.
    public func greatestTorque(at speed: RotationalSpeed, voltage: Voltage?) -> Torque {
        curve.greatestTorque(at: speed, voltage: voltage)
    }

    /// The envelope read where it stands.
    var curve: Curve {
        @_lifetime(borrow self) @inline(__always) get {
            Curve(torques.span, step: step, referenceVoltage: referenceVoltage)
        }
    }
}

extension MotorEnvelope {
    /// A motor's envelope without a copy of its table.
    struct Curve: ~Escapable {
        private let points: Span<Double>
        private let step: RotationalSpeed
        private let referenceVoltage: Voltage

        /// Reads `points` as the envelope says.
        @_lifetime(copy points)
        init(_ points: Span<Double>, step: RotationalSpeed, referenceVoltage: Voltage) {
            self.points = points
            self.step = step
            self.referenceVoltage = referenceVoltage
        }

        /// The greatest |torque|, Nm; zero beyond the table and for anything that is not finite.
        func greatestTorque(at speed: RotationalSpeed, voltage: Voltage?) -> Torque {
            guard speed.isFinite else { return .zero }
            var scale = 1.0
            if let voltage {
                guard voltage.isFinite, voltage > .zero else { return .zero }
                scale = max(1, referenceVoltage / voltage)
            }
            let position = speed.magnitude / step * scale
            guard position < 127 else { return .zero }
            let index = Int(position)
            let slope = points[index + 1] - points[index]
            return Torque(points[index] + slope * (position - Double(index)))
        }
    }
}
