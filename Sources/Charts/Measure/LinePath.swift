/// A line as a picture can show it: pieces without a gap, with at most four points a column of pixels.
///
/// Of all samples in one column the first, the least, the greatest and the last are kept, so that no peak
/// is lost and the line goes on where it was.
struct LinePath: Equatable {
    /// The pieces, each with at least one point.
    let pieces: [[Point]]

    /// Thins the samples that lie in the time scale's range; `samples` are by rising time.
    init(_ samples: [Sample], time: Scale, value: Scale) {
        var pieces: [[Point]] = []
        var piece: [Point] = []
        var column = Column()
        func finish() {
            column.close(into: &piece)
            if !piece.isEmpty { pieces.append(piece) }
            piece.removeAll(keepingCapacity: true)
        }
        for sample in Self.cut(samples, to: time.values) {
            guard sample.isDrawable else {
                finish()
                continue
            }
            let point = Point(x: time.pixel(sample.time), y: value.pixel(sample.value))
            column.add(point, closing: &piece)
        }
        finish()
        self.pieces = pieces
    }

    /// The samples in a range, and what the line is at its two ends.
    static func cut(_ samples: [Sample], to range: ClosedRange<Double>) -> [Sample] {
        var kept: [Sample] = []
        var before: Sample?
        for sample in samples {
            if sample.time < range.lowerBound {
                before = sample
                continue
            }
            if kept.isEmpty, let before, sample.time > range.lowerBound {
                kept.append(between(before, sample, at: range.lowerBound))
            }
            guard sample.time <= range.upperBound else {
                if let last = kept.last, last.time < range.upperBound {
                    kept.append(between(last, sample, at: range.upperBound))
                }
                break
            }
            kept.append(sample)
        }
        return kept
    }

    private static func between(_ before: Sample, _ after: Sample, at time: Double) -> Sample {
        let part = (time - before.time) / (after.time - before.time)
        return Sample(time, before.value + part * (after.value - before.value))
    }

    /// What is kept of a column.
    private struct Column {
        private var number: Int?
        private var count = 0
        private var first = Point(x: 0, y: 0)
        private var least: (order: Int, point: Point) = (0, Point(x: 0, y: 0))
        private var greatest: (order: Int, point: Point) = (0, Point(x: 0, y: 0))
        private var last = Point(x: 0, y: 0)

        mutating func add(_ point: Point, closing piece: inout [Point]) {
            let column = Int(point.x.rounded(.down))
            if column != number { close(into: &piece) }
            if number == nil {
                number = column
                first = point
                least = (0, point)
                greatest = (0, point)
                count = 0
            }
            if point.y < least.point.y { least = (count, point) }
            if point.y > greatest.point.y { greatest = (count, point) }
            last = point
            count += 1
        }

        mutating func close(into piece: inout [Point]) {
            guard number != nil else { return }
            number = nil
            let extremes = least.order <= greatest.order ? [least, greatest] : [greatest, least]
            for point in [first, extremes[0].point, extremes[1].point, last]
            where piece.last != point {
                piece.append(point)
            }
        }
    }
}
