public import VehicleModel

/// A limit whose input can be lost: then it ages like the broadcast.
///
/// Held for 100 ms, falling to the limp power until 500 ms, zero after that, and zero before the
/// first value.
public struct AgedPower: Sendable, BitwiseCopyable {
    private var last = Power.zero
    private var lastKnown: Instant?

    /// Begins at zero.
    public init() {}

    /// The limit at `now`; `known` is nil while the input is lost.
    public mutating func step(_ known: Power?, at now: Instant, limpPower: Power) -> Power {
        if let known {
            last = known > .zero ? known : .zero
            lastKnown = now
            return last
        }
        guard let lastKnown else { return .zero }
        let silence = now - lastKnown
        guard silence >= .zero, silence <= BroadcastLimit.faded else { return .zero }
        guard silence > BroadcastLimit.held else { return last }
        let part =
            (silence - BroadcastLimit.held) / (BroadcastLimit.faded - BroadcastLimit.held)
        let goal = min(limpPower, last)
        // From infinite there is no straight line down.
        return last.isFinite ? last + (goal - last) * part : limpPower
    }
}
