import Foundation
import PlantModel

/// What a run came to, as JSON for other programs.
struct Summary: Encodable {
    let driven: DrivenPlant
    let punctuality: Punctuality?
    let judgement: Judgement?
    let expected: [Outcome.Comparison]?
    /// Who is played and what the others said; nil without real nodes' buses.
    let bench: Bench?

    /// Collects what a loop has to say now; `expected` is what was found at the scenario's end.
    init(_ loop: borrowing RealTimeLoop, expected: [Outcome.Comparison]? = nil) {
        driven = loop.driven
        punctuality = Punctuality(
            timing: loop.timing,
            framesSent: loop.ports.reduce(0) { $0 + $1.sent },
            framesLost: loop.ports.reduce(0) { $0 + $1.lost }
        )
        judgement = nil
        self.expected = expected
        bench = Bench(loop.driven)
    }

    /// Collects what a loop without a clock has to say now.
    init(_ loop: borrowing OfflineLoop) {
        driven = loop.driven
        punctuality = nil
        judgement = Judgement(loop.daemon, loop.guardian)
        expected = Outcome(loop).comparisons
        bench = nil
    }

    /// The name of the phase in which the scenario was given up.
    var abandonedPhase: String? {
        guard case .abandoned(let phase) = driven.runner.progress else { return nil }
        return driven.runner.scenario.phases[phase].name
    }

    private enum Key: String, CodingKey {
        case scenario, finished, expected
        case abandonedIn = "abandoned_in"
        case measuredFrom = "measured_from"
        case speedAtPedalStep = "speed_at_pedal_step_m_s"
        case zeroTo50 = "zero_to_50_s"
        case zeroTo100 = "zero_to_100_s"
        case peakElectrical = "peak_electrical_kW"
        case limitAtPeak = "limit_kW_at_peak"
        case largestExcess = "max_over_limit_kW"
        case timeOverLimit = "time_over_limit_s"
        case peakShaft = "peak_shaft_kW"
        case lowestVoltage = "min_pack_voltage_V"
        case peakSlip = "peak_slip_m_s"
        case topSpeed = "top_speed_km_h"
        case distance = "distance_m"
        case stateOfCharge = "state_of_charge_percent"
        case simulated = "simulated_s"
        case commands, front, rear, accepted, repeated
        case badChecksums = "bad_checksums"
        case missedCommands = "missed"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        let plant = driven.plant
        try object.encode(driven.runner.scenario.name, forKey: .scenario)
        try object.encode(driven.runner.isFinished, forKey: .finished)
        try object.encode(abandonedPhase, forKey: .abandonedIn)
        try object.encode("accelerator's step to full at standstill", forKey: .measuredFrom)
        try encodeMeasured(&object)
        try object.encode(rounded(plant.distance.rawValue), forKey: .distance)
        try object.encode(rounded(100 * plant.battery.stateOfCharge), forKey: .stateOfCharge)
        try object.encode(rounded(plant.time), forKey: .simulated)
        try punctuality?.encode(to: encoder)
        try judgement?.encode(to: encoder)
        try bench?.encode(to: encoder)
        try object.encodeIfPresent(expected, forKey: .expected)
        var both = object.nestedContainer(keyedBy: Key.self, forKey: .commands)
        for axle in plant.drivenAxles {
            let counts = driven.receivers[Int(axle.rawValue)].counts
            let key = axle == .front ? Key.front : .rear
            var one = both.nestedContainer(keyedBy: Key.self, forKey: key)
            try one.encode(counts.accepted, forKey: .accepted)
            try one.encode(counts.badChecksums, forKey: .badChecksums)
            try one.encode(counts.repeated, forKey: .repeated)
            try one.encode(counts.missed, forKey: .missedCommands)
        }
    }

    private func encodeMeasured(_ object: inout KeyedEncodingContainer<Key>) throws {
        let meter = driven.meter
        try object.encode(
            meter.speedAtPedalStep.map { rounded($0.rawValue) },
            forKey: .speedAtPedalStep
        )
        try object.encode(meter.zeroTo50.map(rounded), forKey: .zeroTo50)
        try object.encode(meter.zeroTo100.map(rounded), forKey: .zeroTo100)
        try object.encode(
            rounded(meter.peakElectricalPower.rawValue / 1000),
            forKey: .peakElectrical
        )
        try object.encode(rounded(meter.limitAtPeak.rawValue / 1000), forKey: .limitAtPeak)
        try object.encode(rounded(meter.largestExcess.rawValue / 1000), forKey: .largestExcess)
        try object.encode(rounded(meter.timeOverLimit), forKey: .timeOverLimit)
        try object.encode(rounded(meter.peakShaftPower.rawValue / 1000), forKey: .peakShaft)
        try object.encode(meter.lowestVoltage.map { rounded($0.rawValue) }, forKey: .lowestVoltage)
        try object.encode(rounded(meter.peakSlipSpeed.rawValue), forKey: .peakSlip)
        try object.encode(rounded(meter.topSpeed.rawValue * 3.6), forKey: .topSpeed)
    }

    /// The JSON text.
    func text() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + [0x0A]
    }

    /// Writes the file whole: a reader never sees half of it.
    func write(to path: String) throws {
        try text().write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

/// How punctual a run against the clock was.
struct Punctuality: Encodable {
    let timing: LoopTiming
    let framesSent: UInt64
    let framesLost: UInt64

    private enum Key: String, CodingKey {
        case ticks
        case late = "late_ticks"
        case missed = "missed_ticks"
        case worstLateness = "worst_lateness_ms"
        case lost = "lost_ms"
        case framesSent = "frames_sent"
        case framesLost = "frames_not_sent"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(timing.ticks, forKey: .ticks)
        try object.encode(timing.late, forKey: .late)
        try object.encode(timing.missed, forKey: .missed)
        try object.encode(rounded(Double(timing.worst) / 1e6), forKey: .worstLateness)
        try object.encode(timing.lostMilliseconds, forKey: .lost)
        try object.encode(framesSent, forKey: .framesSent)
        try object.encode(framesLost, forKey: .framesLost)
    }
}

/// To a thousandth, so that a summary's text is short.
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
