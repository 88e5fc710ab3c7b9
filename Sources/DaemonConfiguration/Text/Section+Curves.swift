import ControlCore
import Yams

/// What a curve's points are.
struct CurveForm {
    /// The first number of a point.
    let places: (scale: Scale, range: ClosedRange<Double>)
    /// The second number of a point.
    let values: (scale: Scale, range: ClosedRange<Double>)

    /// A cell's voltage at rest over state of charge.
    static let openCircuit = CurveForm(places: (.share, 0...100), values: (.voltage, 0.5...10))
    /// Current over temperature.
    static let current = CurveForm(places: (.temperature, -60...100), values: (.current, 0...3000))
    /// Power over state of charge.
    static let chargeTaper = CurveForm(places: (.share, 0...100), values: (.power, 0...2000))
    /// Power over temperature.
    static let coldTaper = CurveForm(places: (.temperature, -60...100), values: (.power, 0...2000))

    /// What is allowed, in words.
    var allowed: String {
        let first = places.scale.describe(places.range)
        let second = values.scale.describe(values.range)
        return "a list of 1 to 16 points [\(first), \(second)], the first numbers rising"
    }

    /// A point's two numbers as SI values; nil where one is wrong.
    func point(_ texts: [String]) -> (place: Double, value: Double)? {
        guard texts.count == 2, let place = places.scale.value(of: texts[0]),
            let value = values.scale.value(of: texts[1]),
            places.scale.inSI(places.range).contains(place),
            values.scale.inSI(values.range).contains(value)
        else { return nil }
        return (place, value)
    }
}

// Lists of points.
extension Section {
    /// A curve under a key that must be there; nil where it has a problem, which was reported.
    func curve(_ key: String, _ form: CurveForm) -> BatteryCurve? {
        let points = points(key, form, fallback: nil)
        if points == nil { reportMissing(key, allowed: form.allowed) }
        return points.flatMap { curve(key, form, $0) }
    }

    /// A curve under a key that may be left out; nil where it is, or has a problem.
    func optionalCurve(_ key: String, _ form: CurveForm) -> BatteryCurve? {
        points(key, form, fallback: "none").flatMap { curve(key, form, $0) }
    }

    private func curve(
        _ key: String,
        _ form: CurveForm,
        _ points: [(place: Double, value: Double)]
    ) -> BatteryCurve? {
        guard !points.isEmpty else { return nil }
        var places = [16 of Double](repeating: 0)
        var values = [16 of Double](repeating: 0)
        for (index, point) in points.enumerated() {
            places[index] = point.place
            values[index] = point.value
        }
        let curve = BatteryCurve(places: places, values: values, count: points.count)
        if curve == nil { report(key, found: "points that make no curve", allowed: form.allowed) }
        return curve
    }

    /// The points; nil where the key is not there, empty where a point is wrong.
    private func points(
        _ key: String,
        _ form: CurveForm,
        fallback: String?
    ) -> [(place: Double, value: Double)]? {
        let allowed = form.allowed
        guard let items = items(key, 1...16, allowed: allowed, fallback: fallback) else {
            return nil
        }
        var points: [(place: Double, value: Double)] = []
        for item in items {
            let texts = Self.texts(item, atMost: 4) ?? []
            let shown = "`[" + texts.map { Self.shown($0) }.joined(separator: ", ") + "]`"
            guard let point = form.point(texts) else {
                let found = texts.isEmpty ? Self.shown(item) : shown
                report(key, found: found, allowed: allowed, at: Place(item.mark))
                return []
            }
            if let last = points.last, point.place <= last.place {
                let found = shown + " after a point that is not below it"
                report(key, found: found, allowed: allowed, at: Place(item.mark))
                return []
            }
            points.append(point)
        }
        return points
    }

    /// The texts of a short list; nil where it is something else.
    static func texts(_ node: Node, atMost most: Int) -> [String]? {
        guard case .sequence(let sequence) = node, sequence.count <= most else { return nil }
        let texts = sequence.compactMap { item -> String? in
            if case .scalar(let scalar) = item { return scalar.string }
            return nil
        }
        return texts.count == sequence.count ? texts : nil
    }
}

// Lists of mappings, and of times.
extension Section {
    /// The mappings of a list under a key that may be left out, each by its place from 1.
    func optionalSections(_ key: String, _ count: ClosedRange<Int>) -> [Section] {
        let allowed =
            "a list of \(count.lowerBound) to \(count.upperBound) mappings {KEY: VALUE, ...}"
        let items = items(key, count, allowed: allowed, fallback: "none") ?? []
        return items.enumerated().map { index, item in
            Section(
                item,
                file: file(of: key),
                path: Self.join(Self.join(path, key), String(index + 1)),
                pattern: Self.join(Self.join(pattern, key), "N"),
                place: Place(item.mark) ?? Place(line: 1, column: 1),
                findings
            )
        }
    }

    /// A list of times; `fallback` is in ms.
    func times(
        _ key: String,
        _ count: ClosedRange<Int>,
        _ range: ClosedRange<Double>,
        fallback: [Double]
    ) -> [Duration] {
        let bounds = Scale.time.inSI(range)
        let allowed =
            "a list of \(count.lowerBound) to \(count.upperBound) times, each "
            + Scale.time.describe(range)
        let described = fallback.map { Scale.time.describe($0) }.joined(separator: ", ")
        guard let texts = list(key, count, allowed: allowed, fallback: "[\(described)]") else {
            return fallback.map { .nanoseconds(Int64(($0 * 1e6).rounded())) }
        }
        let seconds = texts.compactMap { Scale.time.value(of: $0) }.filter { bounds.contains($0) }
        if seconds.count < texts.count {
            let found = texts.map { Self.shown($0) }.joined(separator: ", ")
            report(key, found: "`[\(found)]`", allowed: allowed)
        }
        return seconds.map { .nanoseconds(Int64(($0 * 1e9).rounded())) }
    }
}
