public import VehicleModel

/// A control cycle in one sentence: what was asked, what was given, what bound, what would bind next.
public struct Explanation: Sendable {
    /// The quantities of one cycle by their full names (`CoreSignal`); without those not known.
    private let values: [String: Double]

    /// An explanation of one cycle's quantities, as `axled` tells or records them.
    public init(values: [String: Double]) { self.values = values }

    /// An explanation of one report.
    public init(_ report: CycleReport) {
        var values: [String: Double] = [:]
        for signal in CoreSignal.all {
            let value = signal.value(in: report)
            if value.isFinite { values[signal.name] = value }
        }
        self.values = values
    }

    /// The sentence; nil where these are not the quantities of a cycle.
    public var sentence: String? {
        guard let front = axle(.front), let rear = axle(.rear) else { return nil }
        let asked = front.asked + rear.asked
        let given = front.given + rear.given
        var text = "\(situation) \(whoAsked(asked)) \(Self.number(asked)) Nm"
        text += " and \(Self.number(given)) Nm were given"
        let axles = [front, rear].filter { isDriven($0.axle) }
        let isAsAsked = axles.allSatisfy { $0.binding == nil }
        let parts = axles.map { describe($0, "the \($0.axle.wireName)") }.joined(separator: ", ")
        text += isAsAsked ? ", as asked" : ": \(parts)"
        if let next = nextLimit(axles) { text += "; next would bind \(next)" }
        return text + "."
    }
}

// The parts of the sentence.
extension Explanation {
    private struct AxleState {
        var axle: Axle
        var asked: Double
        var given: Double
        var binding: String?
    }

    private func value(_ name: String) -> Double? { values["axle." + name] }

    private func label(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        return CoreSignal.all.first { $0.name == "axle." + name }?.label(of: value)
    }

    private func axle(_ axle: Axle) -> AxleState? {
        let name = axle.wireName
        guard let asked = value("\(name).asked_Nm"), let given = value("\(name).given_Nm") else {
            return nil
        }
        let binding = label("\(name).binding")
        return AxleState(
            axle: axle,
            asked: asked,
            given: given,
            binding: binding == "none" ? nil : binding
        )
    }

    /// Whether an axle has a motor; without one there is nothing to explain.
    private func isDriven(_ axle: Axle) -> Bool {
        label("driven_axles").map { $0 == "both" || $0 == axle.wireName } ?? true
    }

    private var situation: String {
        let speed = value("speed_kmh").map { "At \(Self.number($0)) km/h" } ?? "At an unknown speed"
        let ladder = label("ladder").flatMap { $0 == "full" ? nil : ", ladder at \($0)" } ?? ""
        return "\(speed) in \(label("gear") ?? "an unknown gear")\(ladder)"
    }

    private func whoAsked(_ asked: Double) -> String {
        let pedal = value("pedal_percent").map { "the pedal at \(Self.number($0)) %" } ?? "no pedal"
        guard let demand = value("driver_demand_Nm"), abs(demand - asked) > 1 else {
            return "\(pedal) asked for"
        }
        return "\(pedal) asked for \(Self.number(demand)) Nm, all requests together for"
    }

    private func describe(_ state: AxleState, _ name: String) -> String {
        guard let binding = state.binding else {
            return "\(name) had its \(Self.number(state.given)) Nm"
        }
        let torques = "\(Self.number(state.given)) of \(Self.number(state.asked)) Nm"
        return "\(name) had \(torques) because of \(binding)\(detail(of: binding))"
    }

    /// Which of the battery's limits, and how much it was.
    private func detail(of binding: String) -> String {
        switch binding {
        case BindingLimit.discharge.wireName: battery("discharge")
        case BindingLimit.charge.wireName: battery("charge")
        case BindingLimit.operatorCeiling.wireName: ceilings
        case BindingLimit.systemCeiling.wireName:
            value("system_ceiling_kW").map { " (\(Self.number($0)) kW at the shafts)" } ?? ""
        default: ""
        }
    }

    /// The operator's ceilings on torque and speed, of which one is meant.
    private var ceilings: String {
        let torque = value("ceiling.torque_Nm").map { "\(Self.number($0)) Nm a motor" }
        let speed = value("ceiling.vehicle_speed_kmh").map { "\(Self.number($0)) km/h" }
        let known = [torque, speed].compactMap { $0 }
        return known.isEmpty ? "" : " (\(known.joined(separator: ", ")))"
    }

    private func battery(_ side: String) -> String {
        guard let power = value("\(side)_limit_kW") else { return "" }
        let name = label("\(side)_binding").map { "\($0) " } ?? ""
        let predicted =
            value("predicted_power_kW").map { ", \(Self.number($0)) kW predicted" } ?? ""
        return " (\(name)\(Self.number(power)) kW\(predicted))"
    }

    /// The nearest limit of those that do not bind yet.
    private func nextLimit(_ axles: [AxleState]) -> String? {
        var nearest: (limit: String, axle: Axle, margin: Double)?
        for state in axles {
            for limit in BindingLimit.allCases where limit.wireName != state.binding {
                let name = "\(state.axle.wireName).margin.\(limit.wireName)_Nm"
                guard let margin = value(name), margin > 0 else { continue }
                if nearest.map({ margin < $0.margin }) ?? true {
                    nearest = (limit.wireName, state.axle, margin)
                }
            }
        }
        return nearest.map {
            "\($0.limit) at the \($0.axle.wireName), \(Self.number($0.margin)) Nm further"
        }
    }

    /// A number with one decimal at most.
    private static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        guard tenths != tenths.rounded() || abs(tenths) > 1e15 else { return "\(Int(tenths))" }
        return "\(tenths)"
    }
}
