public import StateProtocol

/// A state document as read by people: each value by its name, missing where it is not there.
public struct StateView: Sendable {
    /// The result of `state.get`.
    public let json: JSONValue

    /// Takes the result of `state.get`, or the `state` of an update.
    public init(_ json: JSONValue) { self.json = json }

    /// A number by its path.
    func number(_ path: String...) -> Double? { value(path)?.double }

    /// A text by its path; a dash where there is none.
    func text(_ path: String...) -> String { value(path)?.text ?? NumberText.none }

    private func value(_ path: [String]) -> JSONValue? {
        path.reduce(json) { $0?[$1] }
    }

    /// Whether the brake is pressed.
    var isBraking: Bool { json["braking"]?.bool ?? false }
    /// Whether heating and air conditioning are asked to shed load.
    var asksToShed: Bool { json["power"]?["shed_request"]?.bool ?? false }
    /// The buses.
    var buses: [JSONValue] { json["buses"]?.elements ?? [] }
    /// The active faults.
    var faults: [JSONValue] { json["faults"]?.elements ?? [] }
    /// What stands against arming, in words; empty while armed, when it means nothing.
    var missing: [String] {
        guard text("arming") != "armed" else { return [] }
        return json["missing"]?.sentences ?? []
    }
    /// What an arming waits for before it becomes torque, in words.
    var waiting: [String] { json["waiting"]?.sentences ?? [] }

    /// "control, armed for 812 ms", "observe".
    var modeAndArming: String {
        let arming = text("arming")
        switch (text("mode"), arming) {
        case ("control", "armed"):
            let lease = NumberText.fixed(number("lease_remaining_ms"), 0)
            return "control, armed\(waiting.isEmpty ? "" : ", no torque yet") (lease \(lease) ms)"
        case (let mode, "disarmed") where mode != "control":
            return mode
        case (let mode, _):
            return "\(mode), \(arming)"
        }
    }

    /// The axles that have a motor.
    var drivenAxles: [String] {
        ["front", "rear"].filter { json["axles"]?[$0]?["driven"]?.bool ?? true }
    }

    /// The sum of one number over both axles; nil where one is missing.
    func total(_ name: String) -> Double? {
        var sum = 0.0
        for axle in drivenAxles {
            guard let number = number("axles", axle, name) else { return nil }
            sum += number
        }
        return sum
    }

    /// The torque, speed and power of each motor, and their sums.
    var axleTable: Table {
        var table = Table(
            ["Nm", "asked", "given", "sent", "measured", "rpm", "kW", "bound by"],
            rightAligned: [1, 2, 3, 4, 5, 6]
        )
        let torques = ["asked_Nm", "given_Nm", "sent_Nm", "measured_Nm"]
        for axle in drivenAxles {
            var row = [axle]
            row += torques.map { NumberText.fixed(number("axles", axle, $0), 1) }
            row.append(NumberText.fixed(number("axles", axle, "speed_rpm"), 0))
            row.append(NumberText.fixed(number("axles", axle, "predicted_kW"), 1))
            table.add(row + [text("axles", axle, "binding")])
        }
        var sums = ["total"]
        sums += torques.map { NumberText.fixed(total($0), 1) }
        table.add(sums + ["", NumberText.fixed(total("predicted_kW"), 1)])
        return table
    }
}

extension JSONValue {
    /// The sentences of a list of what is missing or awaited.
    public var sentences: [String] { elements.compactMap { $0["sentence"]?.text } }
}
