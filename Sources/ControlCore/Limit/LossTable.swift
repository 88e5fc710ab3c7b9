public import VehicleModel

/// Electrical losses of one axle as a table over |speed| and |torque|, read linearly.
///
/// The power is P = T w + loss: linear between points like the table, and growing with |torque|
/// where the axle consumes, because no row of losses falls.
public struct LossTable: Sendable, BitwiseCopyable {
    private var losses: [289 of Double]
    private let speedStep: RotationalSpeed
    private let torqueStep: Torque

    /// How many speeds there are, from 0 on.
    public static let speeds = 17
    /// How many torques there are at each speed, from 0 on.
    public static let torques = 17

    /// Nil unless the steps are above 0, every loss is finite and not negative, and none falls with
    /// torque.
    ///
    /// `losses` holds W by speed, then torque: index 17 · speed + torque.
    public init?(losses: [289 of Double], speedStep: RotationalSpeed, torqueStep: Torque) {
        guard speedStep.isFinite, speedStep > .zero, torqueStep.isFinite, torqueStep > .zero else {
            return nil
        }
        let all = losses.span
        for index in 0..<Self.speeds * Self.torques {
            guard all[index].isFinite, all[index] >= 0 else { return nil }
            if index % Self.torques > 0 {
                guard all[index] >= all[index - 1] else { return nil }
            }
        }
        self.losses = losses
        self.speedStep = speedStep
        self.torqueStep = torqueStep
    }

    /// What is lost, W; infinite beyond the table and for what is not finite.
    public func loss(of torque: Torque, at speed: RotationalSpeed) -> Power {
        guard torque.isFinite, speed.isFinite else { return Power(.infinity) }
        let column = torque.magnitude / torqueStep
        let row = speed.magnitude / speedStep
        guard column <= Double(Self.torques - 1), row <= Double(Self.speeds - 1) else {
            return Power(.infinity)
        }
        // The last point belongs to the last cell.
        let low = min(Int(row), Self.speeds - 2)
        let part = row - Double(low)
        let slower = loss(row: low, column)
        let faster = loss(row: low + 1, column)
        return Power(slower + (faster - slower) * part)
    }

    /// Electrical power, W, positive is drawn from the DC link; infinite beyond the table.
    public func power(of torque: Torque, at speed: RotationalSpeed) -> Power {
        let loss = loss(of: torque, at: speed)
        return loss.isFinite ? torque * speed + loss : loss
    }

    private func loss(row: Int, _ column: Double) -> Double {
        let left = min(Int(column), Self.torques - 2)
        let all = losses.span
        let place = row * Self.torques + left
        return all[place] + (all[place + 1] - all[place]) * (column - Double(left))
    }
}
