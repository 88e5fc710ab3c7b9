public import VehicleModel

/// A quantity of the control core that is read like a signal, under `axle.`.
public struct CoreSignal: Sendable {
    /// The full name; it ends with the unit where there is one.
    public let name: String
    /// The unit; empty for none.
    public let unit: String
    /// What it is.
    public let comment: String
    /// What single values stand for.
    public let labels: [String]
    /// Whether every value is a whole number.
    public let isCount: Bool
    private let read: @Sendable (CycleReport) -> Double

    init(
        _ name: String,
        _ unit: String,
        _ comment: String,
        labels: [String] = [],
        isCount: Bool = false,
        _ read: @escaping @Sendable (CycleReport) -> Double
    ) {
        self.name = "axle." + name
        self.unit = unit
        self.comment = comment
        self.labels = labels
        self.isCount = isCount || !labels.isEmpty
        self.read = read
    }

    /// The value in a report; NaN where it is not known.
    public func value(in report: CycleReport) -> Double { read(report) }

    /// What a value stands for; nil where it has no name.
    public func label(of value: Double) -> String? {
        guard let index = Int(exactly: value), labels.indices.contains(index) else { return nil }
        return labels[index]
    }

    /// Every one there is.
    public static let all: [CoreSignal] =
        stateSignals + powerSignals + limitSignals + axleSignals(of: .front)
        + axleSignals(of: .rear) + marginSignals(of: .front) + marginSignals(of: .rear)

    private static let stateSignals: [CoreSignal] = [
        CoreSignal(
            "mode",
            "",
            "the mode in force",
            labels: OperatingMode.allCases.map(\.wireName)
        ) { Double($0.mode.rawValue) },
        CoreSignal(
            "arming",
            "",
            "where arming stands",
            labels: ArmState.allCases.map(\.wireName)
        ) { Double($0.arming.rawValue) },
        CoreSignal("lease_remaining_ms", "ms", "time left of the lease") {
            Double($0.leaseRemaining) / 1e6
        },
        CoreSignal("gear", "", "the gear in force", labels: Gear.allCases.map(\.wireName)) {
            Double($0.gear.rawValue)
        },
        CoreSignal("pedal_percent", "%", "the pedal as used") { $0.pedal * 100 },
        CoreSignal(
            "braking",
            "",
            "1 while the brake is pressed",
            isCount: true
        ) { $0.isBraking ? 1 : 0 },
        CoreSignal(
            "bench",
            "",
            "1 while the bench state is in force",
            isCount: true
        ) { $0.isBench ? 1 : 0 },
        CoreSignal("speed_kmh", "km/h", "vehicle speed, positive forward") {
            $0.vehicleSpeed.kilometresPerHour
        },
        CoreSignal("soc_percent", "%", "state of charge") { $0.stateOfCharge * 100 },
        CoreSignal("driver_demand_Nm", "Nm", "what the driver's pedal asks in total") {
            $0.driverDemand.rawValue
        },
        CoreSignal("arbitrated_Nm", "Nm", "what arbitration made of all requests") {
            $0.arbitrated.rawValue
        },
        CoreSignal("front_share", "", "the front axle's share of the total, 0 to 1") {
            $0.frontShare
        },
        CoreSignal(
            "driven_axles",
            "",
            "which axles have a motor",
            labels: ["both", Axle.front.wireName, Axle.rear.wireName]
        ) { $0.undriven.map { $0 == .rear ? 1 : 2 } ?? 0 },
        CoreSignal(
            "cycle",
            "",
            "counts control cycles",
            isCount: true
        ) { Double($0.cycle) },
        CoreSignal(
            "overruns",
            "",
            "cycles that began more than 12 ms after the one before",
            isCount: true
        ) {
            Double($0.overruns)
        },
        CoreSignal(
            "limit_violations",
            "",
            "cycles whose predicted power was above its limit",
            isCount: true
        ) {
            Double($0.limitViolations)
        },
        CoreSignal("compute_us", "us", "how long the last cycle took to compute") {
            Double($0.computeTime) / 1e3
        },
        CoreSignal("wake_lateness_us", "us", "how late the last cycle began") {
            Double($0.wakeLateness) / 1e3
        },
    ]

    private static let powerSignals: [CoreSignal] = [
        CoreSignal("discharge_limit_kW", "kW", "the discharge limit in force") {
            $0.dischargeLimit.kilowatts
        },
        CoreSignal("charge_limit_kW", "kW", "the charge limit in force, not negative") {
            $0.chargeLimit.kilowatts
        },
        CoreSignal("system_ceiling_kW", "kW", "shaft power the system may give in total") {
            $0.systemCeiling.kilowatts
        },
        CoreSignal("predicted_power_kW", "kW", "battery power predicted for the torque given") {
            $0.predictedPower.kilowatts
        },
        CoreSignal("measured_power_kW", "kW", "measured battery power, positive leaves") {
            $0.measuredPower.kilowatts
        },
        CoreSignal("power_scale", "", "the factor by which power limits scaled drive torque") {
            $0.powerScale
        },
        CoreSignal(
            "shed_request",
            "",
            "1 while heating and air conditioning are asked to shed load",
            isCount: true
        ) { $0.isSheddingAsked ? 1 : 0 },
        CoreSignal("battery_voltage_V", "V", "pack voltage") { $0.batteryVoltage.rawValue },
        CoreSignal("battery_current_A", "A", "pack current, positive leaves the battery") {
            $0.batteryCurrent.rawValue
        },
    ]

    private static func axleSignals(of axle: Axle) -> [CoreSignal] {
        let name = axle.wireName
        return [
            CoreSignal("\(name).asked_Nm", "Nm", "the \(name) axle's share of what was asked") {
                $0.axles[axle].asked.rawValue
            },
            CoreSignal("\(name).given_Nm", "Nm", "\(name) torque after every limit") {
                $0.axles[axle].given.rawValue
            },
            CoreSignal("\(name).sent_Nm", "Nm", "\(name) torque the guardian sent") {
                $0.axles[axle].sent.rawValue
            },
            CoreSignal("\(name).measured_Nm", "Nm", "torque the \(name) inverter reports") {
                $0.axles[axle].measured.rawValue
            },
            CoreSignal("\(name).unallocated_Nm", "Nm", "\(name) torque asked for and not given") {
                $0.axles[axle].unallocated.rawValue
            },
            CoreSignal("\(name).speed_rpm", "rpm", "\(name) motor speed, positive forward") {
                $0.axles[axle].speed.revolutionsPerMinute
            },
            CoreSignal("\(name).predicted_kW", "kW", "\(name) electrical power, losses included") {
                $0.axles[axle].predictedPower.kilowatts
            },
            CoreSignal(
                "\(name).binding",
                "",
                "which limit holds the \(name) torque",
                labels: BindingLimit.allCases.map(\.wireName)
            ) { Double($0.axles[axle].binding.rawValue) },
        ]
    }
}
