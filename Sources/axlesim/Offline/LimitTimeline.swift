import PlantModel
import VehicleModel

/// What held back the torque of both motors, from when to when.
struct LimitTimeline {
    /// A time in which one limit took most.
    struct Span: Equatable {
        /// The limit.
        var limit: BindingLimit
        /// From when, s after the pedal's step to full.
        var start: Double
        /// Until when, s.
        var end: Double

        /// How long, s.
        var length: Double { end - start }
    }

    /// The spans, one after the other; shorter ones than a tenth of a second are left to the one before.
    private(set) var spans: [Span] = []
    private static let shortest = 0.1
    private var origin: Double?
    private var present: Span?

    /// Takes a cycle's report at a time, s, with the pedal that the driver had then, 0 to 1.
    mutating func step(_ report: CycleReport, pedal: Double, at time: Double) {
        guard pedal >= 0.98 else {
            origin = nil
            return
        }
        let start = origin ?? time
        origin = start
        let now = time - start
        let front = report.axles.front
        let rear = report.axles.rear
        let isFront = Self.shortfall(front) >= Self.shortfall(rear)
        let binding = isFront ? front.binding : rear.binding
        // Full pedal asks for the motors' greatest torque: where all is given, that is the limit.
        let limit = binding == .none ? .envelope : binding
        if present?.limit == limit {
            present?.end = now
        } else {
            close(at: now)
            present = Span(limit: limit, start: now, end: now)
        }
    }

    /// Ends the last span.
    mutating func finish() {
        if let last = present { close(at: last.end) }
        present = nil
    }

    private mutating func close(at time: Double) {
        guard var span = present else { return }
        span.end = time
        if span.length < Self.shortest, !spans.isEmpty {
            spans[spans.count - 1].end = time
        } else if let last = spans.last, last.limit == span.limit {
            spans[spans.count - 1].end = time
        } else {
            spans.append(span)
        }
    }

    private static func shortfall(_ axle: AxleReport) -> Double {
        abs(axle.asked.rawValue) - abs(axle.given.rawValue)
    }
}
