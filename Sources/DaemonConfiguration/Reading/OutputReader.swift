import VehicleBinding
import VehicleModel

/// Reads `outputs`: which messages command the inverters.
struct OutputReader {
    /// A vehicle file's section.
    let section: Section
    /// The names of the buses that the daemon's file has.
    let buses: [String]

    /// Both axles' messages; nil where there is a problem, which was reported.
    ///
    /// `undriven` is the axle without a motor, which is commanded nothing.
    func read(_ inputs: [InputDescription], undriven: Axle?) -> OutputDescription? {
        let problems = section.findings.problems.count
        let front =
            undriven == .front
            ? nil : readAxle("front", [.frontMotorSpeed, .frontMotorTorque], inputs)
        let rear =
            undriven == .rear
            ? nil : readAxle("rear", [.rearMotorSpeed, .rearMotorTorque], inputs)
        section.finish()
        guard section.isSound(since: problems) else { return nil }
        if let front, let rear, front.bus == rear.bus {
            section.section("rear", as: "AXLE").report(
                "bus",
                found: "`\(rear.bus)`, the front inverter's",
                allowed: "another bus, because both inverters take the same identifiers"
            )
        }
        return OutputDescription(axles: AxlePair(front: front, rear: rear))
    }

    private func readAxle(
        _ axle: String,
        _ reported: [InputQuantity],
        _ inputs: [InputDescription]
    ) -> AxleOutput {
        let entry = section.section(axle, as: "AXLE")
        let problems = entry.findings.problems.count
        let output = AxleOutput(
            bus: bus(entry),
            torqueMessage: message("torque_message", entry),
            gearMessage: message("gear_message", entry),
            stateMessage: message("state_message", entry),
            isInverted: entry.truth("inverted", fallback: "no")
        )
        entry.finish()
        guard entry.isSound(since: problems) else { return output }
        for input in inputs where reported.contains(input.quantity) {
            if input.negated != output.isInverted {
                entry.report(
                    "inverted",
                    found: output.isInverted ? "`yes`" : "`no`",
                    allowed: "the same as signals.\(InputForm.of(input.quantity).key).negate, "
                        + "because a motor turns the sign of all or of nothing"
                )
            }
        }
        return output
    }

    private func bus(_ entry: Section) -> String {
        entry.value("bus", allowed: "the name of a bus", instead: "") { text in
            buses.isEmpty || buses.contains(text) ? text : nil
        }
    }

    private func message(_ key: String, _ entry: Section) -> String {
        entry.value(key, allowed: "a message's name", instead: "") { text in
            let isName = text.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
            }
            return isName && text.utf8.count <= 128 ? text : nil
        }
    }
}
