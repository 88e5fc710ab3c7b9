/// Whether an axle that goes on without the other one may have more torque than it had.
///
/// What the other one leaves of a limit is not taken up while the driver's foot is where it was: the
/// pedal must have been let go since.
struct LoneAxle: Sendable {
    /// Its |torque| does not rise.
    private(set) var isHeld = false
    private var wasAlone = false

    /// One cycle.
    mutating func step(isAlone: Bool, isReleased: Bool) {
        if !isAlone || isReleased {
            isHeld = false
        } else if !wasAlone {
            isHeld = true
        }
        wasAlone = isAlone
    }
}
