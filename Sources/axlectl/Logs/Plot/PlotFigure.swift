import CANFrames
import CANTransport
import Charts
import StateProtocol

/// The picture of a log's signals: a panel for each unit, states as tracks.
struct PlotFigure {
    private let log: PlottedLog
    private let name: String
    private let hasWallTime: Bool
    private let window: ClosedRange<Double>

    /// Takes what was read; `name` is the log's.
    init(
        _ log: PlottedLog,
        name: String,
        hasWallTime: Bool,
        window: ClosedRange<Double>
    ) {
        self.log = log
        self.name = name
        self.hasWallTime = hasWallTime
        self.window = window
    }

    /// What is drawn.
    var figure: Figure {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        return Figure(
            log.signals.count == 1 ? "\(log.signals[0].title) in \(file)" : file,
            facts: facts,
            panels: panels,
            moments: log.marks.map { Moment($0.text, at: $0.time) },
            timeTitle: "time from the log's beginning",
            window: window
        )
    }

    private var facts: [String] {
        guard let start = log.start, hasWallTime else { return [] }
        let time = CivilTime(Timestamp(nanoseconds: start), in: .utc)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return [
            "begins \(time.year)-\(two(time.month))-\(two(time.day)) "
                + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) UTC"
        ]
    }

    /// In the order in which their first signals were asked for, states last.
    private var panels: [Panel] {
        var panels: [Panel] = []
        let numbers = log.signals.filter { !$0.isState }
        var units: [String] = []
        for signal in numbers {
            // Without a unit nothing says that two may be compared.
            guard !signal.unit.isEmpty else {
                panels.append(panel([signal]))
                continue
            }
            guard !units.contains(signal.unit) else { continue }
            units.append(signal.unit)
            panels.append(panel(numbers.filter { $0.unit == signal.unit }))
        }
        let states = log.signals.filter(\.isState)
        if !states.isEmpty { panels.append(Panel("States", tracks: states.map(track))) }
        return panels
    }

    private func panel(_ signals: [PlottedSignal]) -> Panel {
        let isAlone = signals.count == 1
        return Panel(
            isAlone ? signals[0].title : Self.quantity(signals[0].unit),
            unit: signals[0].unit,
            series: signals.enumerated().map { number, signal in
                Series(
                    isAlone ? "" : signal.title,
                    Stroke.numbered(number),
                    samples: Self.broken(signal)
                )
            },
            height: signals.count > 1 ? 170 : 130
        )
    }

    /// The values, with a gap where some are missing.
    private static func broken(_ signal: PlottedSignal) -> [Sample] {
        let hold = signal.longestHold
        var samples: [Sample] = []
        for sample in signal.samples {
            if let last = samples.last, sample.time - last.time > hold {
                samples.append(Sample((last.time + sample.time) / 2, .nan))
            }
            samples.append(sample)
        }
        return samples
    }

    private func track(_ signal: PlottedSignal) -> Track {
        let hold = signal.longestHold
        let step = signal.usualInterval
        var values: [(time: Double, value: Int)] = []
        for (sample, state) in zip(signal.samples, signal.states) {
            if let last = values.last, sample.time - last.time > hold {
                values.append((last.time + step, -1))
            }
            values.append((sample.time, state))
        }
        return Track(
            signal.title,
            values: values,
            until: (values.last?.time ?? 0) + step
        ) { $0 < 0 ? nil : signal.look($0) }
    }

    /// What a unit measures, for a panel of several signals.
    private static func quantity(_ unit: String) -> String {
        switch unit {
        case "V", "mV": "Voltage"
        case "A", "mA": "Current"
        case "W", "kW": "Power"
        case "Nm", "N m": "Torque"
        case "km/h", "m/s", "mph", "kph": "Speed"
        case "rpm", "1/min", "rad/s": "Rotation"
        case "C", "°C", "degC", "K": "Temperature"
        case "m/s2", "m/s^2", "m/s²", "g": "Acceleration"
        case "Wh", "kWh", "J", "kJ": "Energy"
        case "s", "ms", "us", "µs", "min", "h": "Time"
        case "deg", "°", "rad": "Angle"
        case "bar", "kPa", "Pa": "Pressure"
        default: "Signals"
        }
    }
}
