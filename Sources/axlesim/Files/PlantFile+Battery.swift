import PlantModel

// The battery.
extension PlantFile {
    /// The battery under `battery`.
    static func battery(_ section: FileSection) throws(FileError) -> BatteryParameters {
        let curve = try section.pairs("open_circuit", .percent, .volt)
        let rises = zip(curve, curve.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 }
        guard curve.count >= 2, rises, let first = curve.first, first.1 > 0 else {
            throw section.error(
                "open_circuit",
                "found \(curve.count) points, allowed two or more that rise in both"
            )
        }
        var battery = BatteryParameters(
            cells: Int(try section.number("cells", .one, 1...500)),
            capacity: try section.number("capacity", .ampereHour, 1...1000),
            usableEnergy: try section.number("usable_energy", .kilowattHour, 1...300),
            initialStateOfCharge: try section.number("state_of_charge", .percent, 0...100),
            openCircuit: curve.map { OpenCircuitPoint(stateOfCharge: $0.0, voltage: $0.1) },
            seriesResistance: try section.number("series_resistance", .milliohm, 0.1...1000),
            polarisationResistance: try section.number(
                "polarisation_resistance",
                .milliohm,
                0...1000
            ),
            polarisationTime: try section.number("polarisation_time", .second, 0.1...1000),
            slowPolarisation: try slowPolarisation(section),
            currentReportDelay: try section.number("current_report_delay", .millisecond, 0...1000),
            currentReportLag: try section.number("current_report_lag", .millisecond, 0...1000),
            dischargeLimit: try section.number("discharge_limit", .kilowatt, 0...2000),
            chargeLimit: try section.number("charge_limit", .kilowatt, 0...2000),
            heat: try heat(section),
            weakestCell: WeakestCell(
                capacity: try section.optional("weakest_cell_capacity", .percent, 50...100) ?? 1,
                resistance: try section.optional("weakest_cell_resistance", .one, 1...5) ?? 1
            )
        )
        battery.hasWideLimits = try section.answer("wide_limits", default: false)
        let greatest = max(battery.dischargeLimit, battery.chargeLimit)
        guard battery.hasWideLimits || greatest <= BatteryParameters.narrowLimit else {
            throw section.error(
                "wide_limits",
                "found a limit of \(greatest / 1000) kW without them, allowed 255.5 kW, or yes"
            )
        }
        try section.finish()
        return battery
    }

    private static func slowPolarisation(
        _ section: FileSection
    ) throws(FileError) -> Polarisation? {
        let resistance = try section.optional("slow_polarisation_resistance", .milliohm, 0...1000)
        let time = try section.optional("slow_polarisation_time", .second, 0.1...10_000) ?? 60
        guard let resistance, resistance > 0 else { return nil }
        return Polarisation(resistance: resistance, time: time)
    }

    private static func heat(_ section: FileSection) throws(FileError) -> BatteryHeatParameters {
        var heat = BatteryHeatParameters()
        heat.initialTemperature =
            try section.optional("temperature", .celsius, -40...80) ?? heat.initialTemperature
        heat.ambient =
            try section.optional("ambient", .celsius, -40...80) ?? heat.initialTemperature
        heat.capacity = try section.optional("heat_capacity", .heatCapacity, 1...5000)
        heat.cooling = try section.optional("cooling", .conductance, 0...10_000) ?? heat.cooling
        guard section.has("resistance_by_temperature") else { return heat }
        let curve = try section.pairs("resistance_by_temperature", .celsius, .one)
        let rises = zip(curve, curve.dropFirst()).allSatisfy { $0.0 < $1.0 }
        guard !curve.isEmpty, rises, curve.allSatisfy({ $0.1 > 0 }) else {
            throw section.error(
                "resistance_by_temperature",
                "found \(curve.count) points, allowed one or more of rising temperature with factors "
                    + "above 0"
            )
        }
        heat.resistance = curve.map { TemperatureFactor(temperature: $0.0, factor: $0.1) }
        return heat
    }
}
