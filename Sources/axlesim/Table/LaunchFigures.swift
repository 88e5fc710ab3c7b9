import PlantModel
import StateProtocol
import VehicleModel

/// What a car's full pedal from standstill came to.
struct LaunchFigures {
    /// From the pedal's step to 100 km/h, s; nil where it was not reached.
    let zeroTo100: Double?
    /// From the pedal's step to 60 mph, s.
    let zeroTo60Miles: Double?
    /// The largest power of both shafts, W.
    let peakShaft: Double
    /// The largest power out of the battery, W.
    let peakElectrical: Double
    /// The largest torque of both motors together, Nm.
    let peakTorque: Double
    /// What held torque back, and when.
    let limits: [LimitTimeline.Span]

    /// The limit that held longest.
    var limitedBy: String {
        var lengths: [BindingLimit: Double] = [:]
        for span in limits { lengths[span.limit, default: 0] += span.length }
        let longest = lengths.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        return longest.map { $0.key.wireName } ?? "nothing"
    }

    /// The limits in words, with their times.
    var story: String {
        limits.map { "\($0.limit.wireName) to \(rounded($0.end)) s" }.joined(separator: ", ")
    }

    /// Drives a car from standstill until it is as fast as the script wants.
    init(_ run: OfflineRun) throws {
        let loop = try run.finished(atMost: 60)
        let measured = loop.driven.extremes.whole
        zeroTo100 = loop.driven.meter.zeroTo100
        zeroTo60Miles = loop.driven.meter.zeroTo60Miles
        peakShaft = measured.value(of: .peakShaft) ?? 0
        peakElectrical = measured.value(of: .peakElectrical) ?? 0
        peakTorque = measured.value(of: .greatestTotalTorque) ?? 0
        limits = loop.limits.spans
    }
}

extension Scenario {
    /// The beginning of a launch: it ends once the car is fast enough, and expects nothing.
    func untilFast() -> Scenario {
        var script = self
        let full = phases.firstIndex { $0.controls.accelerator >= 0.98 }
        if let full { script.phases = Array(phases.prefix(through: full)) }
        script.expectations = []
        return script
    }
}
