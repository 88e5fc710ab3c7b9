import CANFrames
import Charts
import DBC
import SignalCodec
import StateProtocol
import VehicleModel

/// One signal with all its values.
struct PlottedSignal {
    /// The name, with message and bus as far as asked for.
    let name: String
    /// What the picture calls it: as it was asked for, where that is one signal.
    var title: String
    let unit: String
    /// Its values; of a signal whose values have names also `states`, in the same order.
    private(set) var samples: [Sample] = []
    /// The index in `stateNames` of each value.
    private(set) var states: [Int] = []
    private(set) var stateNames: [String]

    /// The names that its database, or the control core, gives values: the first so many of `stateNames`.
    private let givenNames: Int
    private let core: CoreSignal?
    private var isEverNamed = false
    private var isEverNumber = false

    /// More states than this are drawn as numbers: nobody could tell their colours apart.
    private static let mostStates = 24

    /// A signal of a database.
    init(_ name: String, _ signal: CompiledSignal) {
        self.name = name
        title = name
        unit = signal.unit
        stateNames = signal.labels.map(\.text)
        givenNames = stateNames.count
        core = nil
    }

    /// What the control core computed; one that this build does not know has no unit.
    init(core name: String) {
        self.name = name
        title = name
        core = CoreSignal.all.first { $0.name == name }
        unit = core?.unit ?? ""
        stateNames = core?.labels ?? []
        givenNames = stateNames.count
    }

    /// Appends the value that a frame has.
    mutating func append(
        _ signal: CompiledSignal,
        of frame: borrowing Frame,
        at time: Double
    ) {
        let value = signal.layout.physical(in: frame.payload)
        samples.append(Sample(time, value))
        guard givenNames > 0 else { return }
        note(signal.label(in: frame.payload), value)
    }

    /// Appends a cycle's value, nil where it is not known.
    mutating func append(_ value: Double?, at time: Double) {
        samples.append(Sample(time, value ?? .nan))
        guard givenNames > 0 else { return }
        note(value.flatMap { core?.label(of: $0) }, value ?? .nan)
    }

    private mutating func note(_ label: String?, _ value: Double) {
        isEverNamed = isEverNamed || label != nil
        isEverNumber = isEverNumber || (label == nil && value.isFinite)
        let state = label ?? (value.isFinite ? plain(value) : "")
        if let known = states.last, stateNames[known] == state {
            states.append(known)
        } else if let index = stateNames.firstIndex(of: state) {
            states.append(index)
        } else {
            states.append(stateNames.count)
            stateNames.append(state)
        }
    }

    /// Whether it is drawn as states: its values have names and no unit.
    var isState: Bool {
        guard givenNames > 0, unit.isEmpty, isEverNamed || !isEverNumber else { return false }
        return Set(states).count <= Self.mostStates
    }

    /// How a state is called and filled; nil for one that is nothing.
    func look(_ state: Int) -> (name: String, fill: Fill)? {
        let name = stateNames[state]
        guard !name.isEmpty else { return nil }
        if core != nil, state < givenNames {
            if self.name.hasSuffix(".binding") {
                let prominence = BindingLimit(rawValue: UInt8(state))?.prominence
                return prominence.map { (name, Fill.numbered($0)) }
            }
            if self.name.hasSuffix("charge_binding"),
                let limit = PowerLimit(rawValue: UInt8(state))
            {
                return (name, Fill.numbered(limit.prominence))
            }
        }
        return (name, state == 0 ? Fill(.grey) : Fill.numbered(state))
    }

    /// The time after which the next value is not its continuation any more, s: some frames are missing.
    var longestHold: Double { max(10 * usualInterval, 0.2) }

    /// The middle of all times from one value to the next, s; 0 where there are not two.
    var usualInterval: Double {
        let steps = zip(samples, samples.dropFirst()).map { $1.time - $0.time }.sorted()
        return steps.isEmpty ? 0 : steps[steps.count / 2]
    }
}
