/// A track as a picture can show it: parts of whole pixels.
///
/// What is shorter than a pixel is one pixel wide, over what is around it: it is seen too.
struct TrackPath: Equatable {
    /// A part of it.
    struct Part: Equatable {
        let name: String
        let fill: Fill
        let left: Double
        let right: Double

        var width: Double { right - left }
    }

    /// The parts, those of less than a pixel last.
    let parts: [Part]

    /// Rounds the spans that lie in the time scale's range.
    init(_ spans: [Span], time: Scale) {
        var wide: [Part] = []
        var slivers: [(column: Double, length: Double, span: Span)] = []
        for span in spans {
            guard let (start, end) = Self.cut(span, to: time.values) else { continue }
            let left = time.pixel(start).rounded()
            let right = time.pixel(end).rounded()
            if right > left {
                Self.append(Part(name: span.name, fill: span.fill, left: left, right: right), &wide)
                continue
            }
            let column = min(time.pixel(start).rounded(.down), time.end - 1)
            if let other = slivers.last, other.column == column {
                if other.length < end - start {
                    slivers[slivers.count - 1] = (column, end - start, span)
                }
            } else {
                slivers.append((column, end - start, span))
            }
        }
        parts =
            wide
            + slivers.map {
                Part(
                    name: $0.span.name,
                    fill: $0.span.fill,
                    left: $0.column,
                    right: $0.column + 1
                )
            }
    }

    private static func append(_ part: Part, _ parts: inout [Part]) {
        // The same once more, after a break that nobody could see.
        if let last = parts.last, last.name == part.name, last.fill == part.fill,
            last.right >= part.left
        {
            parts[parts.count - 1] = Part(
                name: part.name,
                fill: part.fill,
                left: last.left,
                right: part.right
            )
        } else {
            parts.append(part)
        }
    }

    private static func cut(
        _ span: Span,
        to range: ClosedRange<Double>
    ) -> (start: Double, end: Double)? {
        guard span.end >= range.lowerBound, span.start <= range.upperBound, span.start <= span.end
        else { return nil }
        return (max(span.start, range.lowerBound), min(span.end, range.upperBound))
    }
}
