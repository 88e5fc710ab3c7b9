public import VehicleModel

/// Electrical losses of one axle as a table over |speed| and |torque|, read linearly.
///
/// The power is P = T w + loss, and grows with |torque| where the axle consumes, because no row of
/// losses falls.
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

    /// No losses at all, where a formula holds.
    init() {
        losses = .init(repeating: 0)
        speedStep = RotationalSpeed(1)
        torqueStep = Torque(1)
    }

    /// The losses at one speed; beyond the last one, where no motor has torque, as there.
    ///
    /// Not finite where the speed is not.
    mutating func row(at speed: RotationalSpeed) -> LossRow {
        guard speed.isFinite else { return LossRow(unknown: torqueStep) }
        let position = min(speed.magnitude / speedStep, Double(Self.speeds - 1))
        // The last point belongs to the last cell.
        let slower = min(Int(position), Self.speeds - 2)
        return LossRow(
            losses.span,
            from: slower * Self.torques,
            part: position - Double(slower),
            step: torqueStep
        )
    }
}
