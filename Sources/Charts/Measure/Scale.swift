/// Where values stand along a line of pixels.
struct Scale: Equatable {
    /// The values shown.
    let values: ClosedRange<Double>
    /// The pixel of the least value.
    let start: Double
    /// The pixel of the greatest value.
    let end: Double

    /// The pixel of a value; values outside lie outside.
    func pixel(_ value: Double) -> Double {
        // Halves, so that the difference of very large ends is finite.
        let part =
            (value / 2 - values.lowerBound / 2) / (values.upperBound / 2 - values.lowerBound / 2)
        return start + part * (end - start)
    }
}

/// A point of the picture, pixels from its upper left corner.
struct Point: Equatable {
    var x: Double
    var y: Double
}

/// A rectangle of the picture, pixels.
struct Box: Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// Whether both have room in common.
    func overlaps(_ other: Box) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Whether the other lies in it.
    func contains(_ other: Box) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    /// Whether a straight line crosses it.
    func isCrossed(from start: Point, to end: Point) -> Bool {
        var first = 0.0
        var last = 1.0
        for (from, to, low, high) in [(start.x, end.x, left, right), (start.y, end.y, top, bottom)]
        {
            let way = to - from
            guard way != 0 else {
                if from < low || from > high { return false }
                continue
            }
            let one = (low - from) / way
            let other = (high - from) / way
            first = max(first, min(one, other))
            last = min(last, max(one, other))
        }
        return first <= last
    }
}
