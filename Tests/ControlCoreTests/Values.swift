import VehicleModel

/// Numbers that must never get past a guard.
let notFinite: [Double] = [.nan, -.nan, .signalingNaN, .infinity, -.infinity]

extension Instant {
    /// Milliseconds after an arbitrary start.
    static func at(_ milliseconds: Double) -> Instant {
        Instant(nanoseconds: 1_000_000_000_000 + Int64(milliseconds * 1_000_000))
    }
}

extension InputSample {
    /// A valid sample.
    static func valid(_ value: Double, at arrival: Instant) -> InputSample {
        InputSample(value: value, arrival: arrival, quality: .valid)
    }
}
