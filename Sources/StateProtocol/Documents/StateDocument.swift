public import VehicleModel

/// The result of `state.get`: one cycle's report with the buses and the active faults.
public struct StateDocument: Sendable {
    private let snapshot: DaemonSnapshot
    private let buses: [BusIdentity]
    private let configuredMode: OperatingMode
    private let mode: OperatingMode
    private let now: Instant

    /// Takes a snapshot; `mode` is the one in force, `now` the control thread's clock, for ages.
    public init(
        _ snapshot: DaemonSnapshot,
        buses: [BusIdentity],
        configuredMode: OperatingMode,
        mode: OperatingMode,
        now: Instant
    ) {
        self.snapshot = snapshot
        self.buses = buses
        self.configuredMode = configuredMode
        self.mode = mode
        self.now = now
    }

    /// The object on the wire; every key with a unit names it.
    public var json: JSONValue {
        let report = snapshot.report
        return [
            "mode": .string(mode.wireName),
            "configured_mode": .string(configuredMode.wireName),
            "arming": .string(report.arming.wireName),
            "arming_id": .digits(report.armingID),
            "lease_remaining_ms": WireTime.milliseconds(report.leaseRemaining),
            "missing": .array(report.missing.preconditions.map(\.json)),
            "waiting": .array(report.waiting.preconditions.map(\.json)),
            "guardian": report.guardian.json,
            "cycle": .count(report.cycle),
            "time": report.cycle == 0 ? .null : WireTime.seconds(report.wallTime),
            "monotonic_ns": .digits(report.time.nanoseconds),
            "bench": .bool(report.isBench),
            "gear": .string(report.gear.wireName),
            "pedal_percent": .rounded(report.pedal * 100),
            "braking": .bool(report.isBraking),
            "speed_kmh": .rounded(report.vehicleSpeed.kilometresPerHour),
            "soc_percent": .rounded(report.stateOfCharge * 100),
            "driver_demand_Nm": .rounded(report.driverDemand.rawValue),
            "arbitrated_Nm": .rounded(report.arbitrated.rawValue),
            "front_share": .rounded(report.frontShare),
            "ladder": .string(report.ladder.wireName),
            "axles": [
                "front": Self.axle(report.axles.front, isDriven: report.undriven != .front),
                "rear": Self.axle(report.axles.rear, isDriven: report.undriven != .rear),
            ],
            "limits": [
                "discharge_kW": .rounded(report.dischargeLimit.kilowatts),
                "charge_kW": .rounded(report.chargeLimit.kilowatts),
                "system_ceiling_kW": .rounded(report.systemCeiling.kilowatts),
            ],
            "ceilings": report.ceilings.json,
            "power": [
                "predicted_kW": .rounded(report.predictedPower.kilowatts),
                "measured_kW": .rounded(report.measuredPower.kilowatts),
                "scale": .rounded(report.powerScale),
                "shed_request": .bool(report.isSheddingAsked),
            ],
            "battery": [
                "voltage_V": .rounded(report.batteryVoltage.rawValue),
                "current_A": .rounded(report.batteryCurrent.rawValue),
            ],
            "counters": [
                "overruns": .count(report.overruns),
                "limit_violations": .count(report.limitViolations),
                "recorder_dropped": .count(snapshot.recorderDropped),
                "server_dropped": .count(snapshot.serverDropped),
            ],
            "timing": [
                "compute_us": .rounded(Double(report.computeTime) / 1e3),
                "wake_lateness_us": .rounded(Double(report.wakeLateness) / 1e3),
            ],
            "buses": .array(busEntries.map(\.json)),
            "faults": .array(activeFaults.map(\.json)),
        ]
    }

    /// The entries of `bus.list`.
    public var busEntries: [BusDocument] {
        buses.prefix(DaemonSnapshot.busLimit).enumerated().map { index, identity in
            BusDocument(identity: identity, health: snapshot.buses[index], now: now)
        }
    }

    private var activeFaults: [FaultDocument] {
        FaultDocument.seen(in: snapshot.report).filter(\.record.isActive)
    }

    private static func axle(_ axle: AxleReport, isDriven: Bool) -> JSONValue {
        [
            "driven": .bool(isDriven),
            "asked_Nm": .rounded(axle.asked.rawValue),
            "given_Nm": .rounded(axle.given.rawValue),
            "sent_Nm": .rounded(axle.sent.rawValue),
            "measured_Nm": .rounded(axle.measured.rawValue),
            "unallocated_Nm": .rounded(axle.unallocated.rawValue),
            "speed_rpm": .rounded(axle.speed.revolutionsPerMinute),
            "predicted_kW": .rounded(axle.predictedPower.kilowatts),
            "binding": .string(axle.binding.wireName),
            "margins_Nm": .object(margins(of: axle)),
        ]
    }

    /// Only the limits that apply, by name.
    private static func margins(of axle: AxleReport) -> [JSONMember] {
        BindingLimit.allCases.compactMap { limit in
            let margin = axle.margins[Int(limit.rawValue)]
            guard margin.isFinite else { return nil }
            return JSONMember(limit.wireName, .rounded(margin.rawValue))
        }
    }
}
