import Charts
import Foundation
import PlantModel
import StateProtocol
import VehicleModel

/// The picture of a run: what was asked, what was given, what bound it, and what the battery bore.
struct RunFigure {
    private let trace: RunTrace
    private let scenario: Scenario
    private let meter: PerformanceMeter
    private let judgement: Judgement
    private let vehicle: String
    private let voltageFloor: Voltage?
    private let expected: [Outcome.Comparison]

    /// The axles that have a motor.
    private let axles: [Axle]

    /// Takes what a loop has traced.
    init(_ loop: borrowing OfflineLoop, expected: [Outcome.Comparison]) {
        let trace = loop.trace ?? RunTrace()
        self.trace = trace
        scenario = loop.driven.runner.scenario
        meter = loop.driven.meter
        judgement = Judgement(loop.daemon, loop.guardian)
        vehicle = loop.daemon.vehicleName
        voltageFloor = loop.daemon.voltageFloor
        self.expected = expected
        let driven = [Axle.front, .rear].filter { trace.hasTorque(on: $0) }
        axles = driven.isEmpty ? [.front, .rear] : driven
    }

    /// Writes it whole, in the place of a file that is there.
    func write(to path: String) throws(FileError) {
        do {
            try Data(figure.svg().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw FileError(
                file: path,
                line: nil,
                key: "",
                problem: "cannot be written; allowed is a file in a directory that exists"
            )
        }
    }

    /// What is drawn.
    var figure: Figure {
        Figure(
            "\(scenario.name): \(vehicle)",
            facts: facts,
            panels: [speed, pedals] + axles.map(torque) + [power, slip, voltage],
            moments: trace.phases.map { Moment(scenario.phases[$0.index].name, at: $0.time) },
            timeTitle: "time from the scenario's start",
            window: 0...(trace.cycles.last?.time ?? 1)
        )
    }

    private var facts: [String] {
        var facts: [String] = []
        if let time = meter.zeroTo100 { facts.append("0–100 km/h in \(text(time, 2)) s") }
        let peak = text(meter.peakElectricalPower.kilowatts, 1)
        facts.append(
            "peak \(peak) kW from the battery, its limit then "
                + "\(text(meter.limitAtPeak.kilowatts, 1)) kW"
        )
        facts.append("peak \(text(meter.peakShaftPower.kilowatts, 1)) kW at the shafts")
        if meter.timeOverLimit > 0 {
            facts.append("over the limit for \(text(meter.timeOverLimit, 3)) s in all")
        }
        switch judgement.trips {
        case 0: facts.append("guardian: no trip")
        case 1: facts.append("guardian: a trip for \(judgement.lastTrip)")
        default:
            facts.append("guardian: \(judgement.trips) trips, the last for \(judgement.lastTrip)")
        }
        if !expected.isEmpty {
            let missed = expected.filter { !$0.isMet }.count
            facts.append(
                missed == 0
                    ? "all \(expected.count) expectations met"
                    : "\(missed) of \(expected.count) expectations missed"
            )
        }
        return facts
    }
}

// The panels.
extension RunFigure {
    private var speed: Panel {
        var callouts: [Callout] = []
        if let time = meter.zeroTo100,
            let cycle = trace.cycles.first(where: { $0.speed.kilometresPerHour >= 100 })
        {
            let point = Sample(cycle.time, cycle.speed.kilometresPerHour)
            callouts.append(Callout("100 km/h after \(text(time, 2)) s", at: point))
        }
        return Panel(
            "Speed",
            unit: "km/h",
            series: [series("", Stroke(.ink)) { $0.speed.kilometresPerHour }],
            callouts: callouts,
            height: 130,
            includesZero: true
        )
    }

    private var pedals: Panel {
        Panel(
            "Pedals",
            unit: "%",
            series: [
                series("accelerator", Stroke(.green)) { $0.controls.accelerator * 100 },
                series("brake", Stroke(.purple, .dashed)) { $0.controls.brake * 100 },
            ],
            height: 60,
            includesZero: true
        )
    }

    private func torque(_ axle: Axle) -> Panel {
        let hue = Self.hue(axle)
        return Panel(
            "Torque of the \(axle.wireName) motor",
            unit: "Nm",
            series: [
                series("asked", Stroke(.grey, .dashed)) { $0.axles[axle].asked.rawValue },
                series("given by the daemon", Stroke(.ink, .dotted)) {
                    $0.axles[axle].given.rawValue
                },
                series("at the motor", Stroke(hue)) { $0.axles[axle].torque.rawValue },
            ],
            height: 120,
            includesZero: true
        )
    }

    private var power: Panel {
        let limits = [
            series("limit that the battery tells", Stroke(.ink, .dashed), .upperLimit) {
                $0.broadcast / 1000
            },
            series("limit for charging", Stroke(.ink, .dashDotted), .lowerLimit) {
                $0.isArmed ? -$0.chargeLimit.kilowatts : .nan
            },
        ]
        let held = series("limit that the daemon holds", Stroke(.vermillion, .dotted)) {
            $0.isArmed ? $0.dischargeLimit.kilowatts : .nan
        }
        let peak = trace.cycles.max { $0.power < $1.power }
        return Panel(
            "Power at the battery's terminals",
            unit: "kW",
            series: [series("power", Stroke(.blue)) { $0.power.kilowatts }]
                + (holdsLess ? [held] : []) + limits,
            tracks: axles.map(binding) + (holdsLess ? [heldBecauseOf] : []),
            callouts: peak.map { cycle in
                let value = text(meter.peakElectricalPower.kilowatts, 1)
                return [
                    Callout("peak \(value) kW", at: Sample(cycle.time, cycle.power.kilowatts))
                ]
            } ?? [],
            height: 200,
            includesZero: true
        )
    }

    /// Whether the daemon ever held less than what the battery told.
    private var holdsLess: Bool {
        trace.cycles.contains { $0.isArmed && $0.dischargeLimit.rawValue < $0.broadcast - 500 }
    }

    /// What bound an axle's torque at which time.
    private func binding(_ axle: Axle) -> Track {
        let values = trace.cycles.map { (time: $0.time, value: $0.axles[axle].binding) }
        return Track(
            "\(axle.wireName) bound by",
            values: values,
            until: trace.cycles.last?.time ?? 0
        ) { limit in
            limit.prominence.map { (limit.wireName, Fill.numbered($0)) }
        }
    }

    /// Which limit the daemon's own one came from where it was less than what the battery told.
    private var heldBecauseOf: Track {
        let values = trace.cycles.map { cycle in
            let isLess = cycle.isArmed && cycle.dischargeLimit.rawValue < cycle.broadcast - 500
            return (time: cycle.time, value: isLess ? cycle.dischargeBinding : nil)
        }
        return Track(
            "daemon's limit by",
            values: values,
            until: trace.cycles.last?.time ?? 0
        ) { limit in
            limit.map { ($0.wireName, Fill.numbered($0.prominence)) }
        }
    }

    private var slip: Panel {
        var callouts: [Callout] = []
        let size: (RunTrace.Cycle) -> Double = { [axles] cycle in
            axles.map { cycle.axles[$0].slip.rawValue.magnitude }.max() ?? 0
        }
        if let most = trace.cycles.max(by: { size($0) < size($1) }),
            let axle = axles.max(by: {
                most.axles[$0].slip.magnitude < most.axles[$1].slip.magnitude
            })
        {
            let value = most.axles[axle].slip.rawValue
            callouts.append(
                Callout("\(axle.wireName) \(text(value, 2)) m/s", at: Sample(most.time, value))
            )
        }
        return Panel(
            "Slip: wheels' surface faster than the road",
            unit: "m/s",
            series: axles.map { axle in
                series(axle.wireName, Self.stroke(axle)) { $0.axles[axle].slip.rawValue }
            },
            callouts: callouts,
            height: 100,
            includesZero: true
        )
    }

    private var voltage: Panel {
        let lowest = trace.cycles.min { $0.voltage < $1.voltage }
        var series = [self.series("pack", Stroke(.green)) { $0.voltage.rawValue }]
        if let voltageFloor {
            series.append(
                self.series("floor of its cells", Stroke(.ink, .dashed), .lowerLimit) { _ in
                    voltageFloor.rawValue
                }
            )
        }
        return Panel(
            "Pack voltage",
            unit: "V",
            series: series,
            callouts: lowest.map { cycle in
                let value = text(cycle.voltage.rawValue, 1)
                return [
                    Callout("lowest \(value) V", at: Sample(cycle.time, cycle.voltage.rawValue))
                ]
            } ?? [],
            height: 110
        )
    }

    private func series(
        _ name: String,
        _ stroke: Stroke,
        _ kind: Series.Kind = .quantity,
        _ value: (RunTrace.Cycle) -> Double
    ) -> Series {
        Series(
            name,
            stroke,
            kind: kind,
            samples: trace.cycles.map { Sample($0.time, value($0)) }
        )
    }

    private static func hue(_ axle: Axle) -> Hue { axle == .front ? .blue : .vermillion }

    private static func stroke(_ axle: Axle) -> Stroke {
        Stroke(hue(axle), axle == .front ? .solid : .dashed)
    }

    /// With so many decimals.
    private func text(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value).replacingOccurrences(of: "-", with: "\u{2212}")
    }
}
