import PlantModel

/// What is in force of all that a change can change, by the keys and in the words of scenario files.
struct ChangesInForce {
    /// Each key with its value.
    let entries: [(key: String, value: String)]

    /// Looks at a plant and at what is wrong with what it says.
    init(_ plant: Plant, _ told: Disturbances) {
        let limits = [
            ("discharge_limit", FileUnit.kilowatt.text(plant.battery.dischargeLimit)),
            ("charge_limit", FileUnit.kilowatt.text(plant.battery.chargeLimit)),
            ("front_grip", FileUnit.one.text(plant.road.frontGrip)),
            ("rear_grip", FileUnit.one.text(plant.road.rearGrip)),
        ]
        let units = PlantAxle.allCases.flatMap { axle in
            [
                (
                    "\(axle)_inverter",
                    Self.name(of: told.inverter(axle), in: ScenarioFile.inverterConditions)
                ), ("\(axle)_unit", Self.name(of: told.mounting(axle), in: ScenarioFile.mountings)),
            ]
        }
        let losses = told.losses(at: plant.time)
            .map { "\($0.message) \(FileUnit.percent.text($0.part))" }
        let frames = [
            ("frozen_counter", told.frozenCounter ?? "none"), ("frame_loss", Self.list(losses)),
            ("corrupt", told.corrupted ?? "none"),
            ("contactor", plant.link.isOpen ? "open" : "closed"),
            ("bus_off", Self.list(PlantBus.allCases.filter { told.isOff($0) }.map { "\($0)" })),
        ]
        let biases = BiasedSensor.allCases.map { sensor in
            let (key, unit, _) = ScenarioFile.form(of: sensor)
            return ("bias.\(key)", unit.text(told.bias(sensor) * unit.factor))
        }
        entries = limits + units + frames + biases
    }

    /// Those that some changes are about, as `bias`, `bias.pedal_a`, `frame_loss.part`.
    func entries(changedBy names: [String]) -> [(key: String, value: String)] {
        entries.filter { entry in
            names.contains { name in
                let changed = name == "bus_on" ? "bus_off" : name
                return entry.key == changed || entry.key.hasPrefix(changed + ".")
                    || changed.hasPrefix(entry.key + ".")
            }
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private static func name<Value: Equatable>(
        of value: Value,
        in choices: [(String, Value)]
    ) -> String {
        choices.first { $0.1 == value }?.0 ?? "\(value)"
    }
}
