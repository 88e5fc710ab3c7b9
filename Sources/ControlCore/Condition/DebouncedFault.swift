import VehicleModel

/// A condition that counts after it has held for a time, and until it has been gone for a time.
struct DebouncedFault: Sendable, BitwiseCopyable {
    /// Whether it counts.
    private(set) var isPresent = false
    private var maturing = Persistence()
    private var healing = Persistence()

    /// Takes what is seen at `now`.
    ///
    /// Where neither `holds` nor `isGone`, it neither matures nor heals: what is not known proves
    /// nothing.
    mutating func step(
        holds: Bool,
        isGone: Bool,
        _ debounce: TimeDebounce,
        at now: Instant
    ) -> Bool {
        let held = maturing.step(holds, at: now)
        let gone = healing.step(isGone, at: now)
        if let held, held >= debounce.mature { isPresent = true }
        if let gone, gone >= debounce.heal { isPresent = false }
        return isPresent
    }
}
