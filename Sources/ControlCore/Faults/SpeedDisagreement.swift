import VehicleModel

/// Compares the speeds that both axles and the estimate over ground give the vehicle.
struct SpeedDisagreement: Sendable {
    /// Whether the known ones differ by more than `share` of the fastest and by more than `least`.
    static func isPresent(
        _ first: Speed?,
        _ second: Speed?,
        _ third: Speed?,
        share: Double,
        least: Speed
    ) -> Bool {
        guard let span = Span(first?.rawValue, second?.rawValue, third?.rawValue) else {
            return false
        }
        let fastest = max(abs(span.least), abs(span.greatest))
        return span.width > share * fastest && span.width > least.rawValue
    }
}

/// The least and the greatest of the numbers that are known.
struct Span: Sendable {
    var least: Double
    var greatest: Double

    /// Nil where none is known.
    init?(_ first: Double?, _ second: Double?, _ third: Double?) {
        least = .infinity
        greatest = -.infinity
        include(first)
        include(second)
        include(third)
        guard least <= greatest else { return nil }
    }

    var width: Double { greatest - least }

    private mutating func include(_ number: Double?) {
        guard let number, number.isFinite else { return }
        least = min(least, number)
        greatest = max(greatest, number)
    }
}
