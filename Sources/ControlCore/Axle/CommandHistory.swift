import VehicleModel

/// The last sixteen commands to one motor.
struct CommandHistory: Sendable, BitwiseCopyable {
    private var torques: [16 of Torque] = .init(repeating: .zero)
    private var newest = 0

    /// Notes what was sent in the cycle before; what is not finite counts as nothing.
    mutating func note(_ torque: Torque) {
        newest = (newest + 1) & 15
        torques[newest] = torque.isFinite ? torque : .zero
    }

    /// What was sent `age` ago, read linearly; the newest is one period old, and the oldest sixteen.
    mutating func torque(_ age: Duration, period: Duration) -> Torque {
        let position = max(0, min(14, age / period - 1))
        let index = Int(position)
        let later = torques[(newest &- index) & 15]
        let earlier = torques[(newest &- index &- 1) & 15]
        return later + (earlier - later) * (position - Double(index))
    }
}
