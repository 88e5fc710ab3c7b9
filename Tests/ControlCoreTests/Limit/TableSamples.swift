import VehicleModel

@testable import ControlCore

extension LossTable {
    /// Losses in W by rad/s and Nm, at points so far apart.
    static func sampled(
        speedStep: Double = 75,
        torqueStep: Double = 25,
        _ loss: (Double, Double) -> Double
    ) -> LossTable? {
        var losses = [289 of Double](repeating: 0)
        for row in 0..<17 {
            for column in 0..<17 {
                losses[17 * row + column] = loss(
                    Double(row) * speedStep,
                    Double(column) * torqueStep
                )
            }
        }
        return LossTable(
            losses: losses,
            speedStep: RotationalSpeed(speedStep),
            torqueStep: Torque(torqueStep)
        )
    }
}

extension AxleLosses {
    /// The prototype's losses as a table that reaches just beyond its motor.
    static let tabled = makeTabled()
    /// 200 W, 2 W s/rad and 0.1 W/Nm² as a table to 1200 rad/s and 400 Nm.
    static let plain = make { speed, torque in 200 + 2 * speed + 0.1 * torque * torque }

    static func make(
        speedStep: Double = 75,
        torqueStep: Double = 25,
        _ loss: (Double, Double) -> Double
    ) -> AxleLosses {
        let table = LossTable.sampled(speedStep: speedStep, torqueStep: torqueStep, loss)
        guard let table else { preconditionFailure("the table is refused") }
        return AxleLosses(table)
    }

    private static func makeTabled() -> AxleLosses {
        make(speedStep: 69, torqueStep: 21.5) { speed, torque in
            let model = LossModel.em57
            let speed = RotationalSpeed(speed)
            return model.torqueLoss(at: speed) * torque * torque
                + model.idleLoss(at: speed).rawValue
        }
    }

    /// What is lost beside the shaft's power, W.
    func lost(by torque: Double, at speed: Double) -> Double {
        drawn(by: Torque(torque), at: RotationalSpeed(speed)).rawValue - torque * speed
    }
}

extension ControlParameters {
    /// The same car with the prototype's losses as tables.
    var tabled: ControlParameters {
        var other = self
        other.axles.front.losses = .tabled
        other.axles.rear.losses = .tabled
        return other
    }

    /// The same car, driven with the most thrust.
    var pushing: ControlParameters {
        var other = self
        other.power.allocation = .maxThrust
        return other
    }
}
