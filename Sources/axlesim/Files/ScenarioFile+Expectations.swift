import PlantModel

// What a run must come to.
extension ScenarioFile {
    /// The expectations under `expect`.
    static func expectations(
        _ section: FileSection,
        phases: [String]
    ) throws(FileError) -> [Expectation] {
        var expectations = try read(section, in: nil)
        if section.has("in_phases") {
            for each in try section.sections("in_phases") {
                let name = try each.text("phase")
                guard let phase = phases.firstIndex(of: name) else {
                    let allowed = phases.joined(separator: ", ")
                    throw each.error("phase", "found \(name), allowed \(allowed)")
                }
                var window = PhaseWindow(phase: phase)
                if each.has("after") { window.after = try each.number("after", .second, 0...3600) }
                expectations += try read(each, in: window)
                try each.finish()
            }
        }
        try section.finish()
        return expectations
    }

    private static func read(
        _ section: FileSection,
        in window: PhaseWindow?
    ) throws(FileError) -> [Expectation] {
        var expectations: [Expectation] = []
        for quantity in MeasuredQuantity.allCases where window == nil || quantity.hasWindow {
            let form = MeasureForm.of(quantity)
            guard section.has(form.key) else { continue }
            let bounds = try section.section(form.key)
            var expectation = Expectation(quantity, in: window)
            if bounds.has("min") {
                expectation.least = try bounds.number("min", form.unit, form.range)
            }
            if bounds.has("max") {
                expectation.most = try bounds.number("max", form.unit, form.range)
            }
            try bounds.finish()
            guard expectation.least != nil || expectation.most != nil else {
                throw section.error(form.key, "found no bound, allowed min, max or both")
            }
            expectations.append(expectation)
        }
        return expectations
    }
}

/// How files and reports write what is measured.
struct MeasureForm {
    /// Its key.
    let key: String
    /// Its unit.
    let unit: FileUnit
    /// The range of a bound, in that unit.
    let range: ClosedRange<Double>

    private init(_ key: String, _ unit: FileUnit, _ range: ClosedRange<Double> = 0...1e6) {
        self.key = key
        self.unit = unit
        self.range = range
    }

    /// The form of a quantity.
    static func of(_ quantity: MeasuredQuantity) -> MeasureForm {
        switch quantity {
        case .zeroTo50: MeasureForm("zero_to_50", .second)
        case .zeroTo100: MeasureForm("zero_to_100", .second)
        case .peakElectrical: MeasureForm("peak_electrical", .kilowatt, -1000...1000)
        case .leastElectrical: MeasureForm("least_electrical", .kilowatt, -1000...1000)
        case .peakShaft: MeasureForm("peak_shaft", .kilowatt, -1000...1000)
        case .timeOverLimit: MeasureForm("time_over_limit", .second)
        case .longestOverLimit: MeasureForm("longest_over_limit", .second)
        case .peakOverLimit: MeasureForm("peak_over_limit", .kilowatt)
        case .energyOverLimit: MeasureForm("energy_over_limit", .kilojoule)
        case .reportedLongestOverLimit: MeasureForm("reported_longest_over_limit", .second)
        case .reportedEnergyOverLimit: MeasureForm("reported_energy_over_limit", .kilojoule)
        case .lowestVoltage: MeasureForm("lowest_voltage", .volt)
        case .limitViolations: MeasureForm("limit_violations", .one)
        case .overruns: MeasureForm("overruns", .one)
        case .trips: MeasureForm("trips", .one)
        case .cuts: MeasureForm("cuts", .one)
        case .refusals: MeasureForm("refusals", .one)
        case .finalSpeed: MeasureForm("final_speed", .kilometrePerHour, -500...500)
        case .greatestSpeed: MeasureForm("greatest_speed", .kilometrePerHour, -500...500)
        case .leastSpeed: MeasureForm("least_speed", .kilometrePerHour, -500...500)
        case .greatestSlip: MeasureForm("greatest_slip", .metrePerSecond)
        case .timeSlipping: MeasureForm("time_slipping", .second)
        case .greatestTotalTorque: MeasureForm("greatest_total_torque", .newtonMetre, -2000...2000)
        case .leastTotalTorque: MeasureForm("least_total_torque", .newtonMetre, -2000...2000)
        case .greatestYawRate: MeasureForm("greatest_yaw_rate", .degreePerSecond)
        case .greatestLateralAcceleration:
            MeasureForm("greatest_lateral_acceleration", .metrePerSecondSquared)
        case .greatestSideslip: MeasureForm("greatest_sideslip", .degree)
        case .understeer: MeasureForm("understeer", .degreePerGravity, -1000...1000)
        case .energyRecovered: MeasureForm("energy_recovered", .wattHour)
        case .stoppingDistance: MeasureForm("stopping_distance", .metre)
        case .greatestPitch: MeasureForm("greatest_pitch", .degree)
        case .peakJerk: MeasureForm("peak_jerk", .jerk)
        case .lashCrossings: MeasureForm("lash_crossings", .one)
        case .antilockTime: MeasureForm("antilock_time", .second)
        case .leastCellVoltage: MeasureForm("least_cell_voltage", .volt)
        case .greatestMotorTemperature: MeasureForm("greatest_motor_temperature", .celsius)
        }
    }

    /// A value in SI units as people read it.
    func text(_ value: Double) -> String { unit.text(value) }
}
