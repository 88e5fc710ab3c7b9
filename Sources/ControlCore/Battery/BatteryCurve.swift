/// Up to 16 points, read linearly between them and flat beyond.
public struct BatteryCurve: Sendable, BitwiseCopyable {
    private var places: [16 of Double]
    private var values: [16 of Double]
    private let count: Int

    /// Nil unless 1 to 16 points are used, places rise, and every number is finite and no value
    /// negative.
    public init?(places: [16 of Double], values: [16 of Double], count: Int) {
        guard count >= 1, count <= 16 else { return nil }
        let (columns, rows) = (places.span, values.span)
        for index in 0..<count {
            guard columns[index].isFinite, rows[index].isFinite, rows[index] >= 0 else {
                return nil
            }
            if index > 0 {
                guard columns[index] > columns[index - 1] else { return nil }
            }
        }
        self.places = places
        self.values = values
        self.count = count
    }

    /// The same value everywhere; nil unless it is finite and not negative.
    public init?(constant value: Double) {
        self.init(places: .init(repeating: 0), values: .init(repeating: value), count: 1)
    }

    /// The value; what is not finite is given the least of all.
    public func value(at place: Double) -> Double { points.value(at: place) }

    /// How much the value changes by place just below `place`; 0 up to the first point and beyond the
    /// last.
    public func slope(below place: Double) -> Double { points.slope(below: place) }

    /// How much the value changes by place just above `place`; 0 below the first point and from the
    /// last on.
    public func slope(above place: Double) -> Double { points.slope(above: place) }

    /// The first point's place.
    public var firstPlace: Double { places.span[0] }

    /// The last point's place.
    public var lastPlace: Double { places.span[count - 1] }

    /// The least of all values.
    public var least: Double { points.least }

    /// The curve where it stands.
    var points: Points {
        @_lifetime(borrow self) get { Points(places.span, values.span, count: count) }
    }
}

extension BatteryCurve {
    /// A curve without a copy of its points.
    struct Points: ~Escapable {
        private let columns: Span<Double>
        private let rows: Span<Double>
        private let count: Int

        @_lifetime(copy columns, copy rows)
        init(_ columns: Span<Double>, _ rows: Span<Double>, count: Int) {
            self.columns = columns
            self.rows = rows
            self.count = count
        }

        func value(at place: Double) -> Double {
            guard place.isFinite else { return least }
            guard place > columns[0] else { return rows[0] }
            var index = 1
            while index < count {
                if place < columns[index] {
                    let part = (place - columns[index - 1]) / (columns[index] - columns[index - 1])
                    return rows[index - 1] + (rows[index] - rows[index - 1]) * part
                }
                index += 1
            }
            return rows[count - 1]
        }

        func slope(below place: Double) -> Double {
            var index = 1
            while index < count {
                if place > columns[index - 1], place <= columns[index] {
                    return (rows[index] - rows[index - 1]) / (columns[index] - columns[index - 1])
                }
                index += 1
            }
            return 0
        }

        func slope(above place: Double) -> Double {
            var index = 1
            while index < count {
                if place >= columns[index - 1], place < columns[index] {
                    return (rows[index] - rows[index - 1]) / (columns[index] - columns[index - 1])
                }
                index += 1
            }
            return 0
        }

        var least: Double {
            var found = rows[0]
            for index in 1..<count { found = min(found, rows[index]) }
            return found
        }

        var firstPlace: Double { columns[0] }

        var lastPlace: Double { columns[count - 1] }
    }
}
