import ArgumentParser
import StateClient
import StateProtocol

/// Gives one axle a little torque after the other and watches both motors.
struct PolarityCheck {
    private let state: StateConnection
    private let control: StateConnection

    /// What is asked for, five times a second.
    private static let leaseMilliseconds: Int64 = 1_000
    private static let renewal = Duration.milliseconds(200)
    /// How often speeds are looked at.
    private static let interval = Duration.milliseconds(20)
    /// Torque rises by 1 Nm in this time.
    private static let step = Duration.milliseconds(120)
    /// After this time a motor that has not moved will not.
    private static let longest = Duration.seconds(2)
    /// Slower than this a motor stands, rpm.
    private static let standstill = 10.0
    /// How long the motors may take to come to rest, and an arming to give torque.
    private static let patience = Duration.seconds(30)

    /// Uses both sockets of a daemon.
    init(_ daemon: DaemonOptions) throws(StateClientError) {
        state = try daemon.connect()
        control = try daemon.connectToControl()
    }

    /// What the control core reports.
    struct Reading {
        var isBench: Bool
        var gear: String
        var isBraking: Bool
        var isArmed: Bool
        var front: Motor
        var rear: Motor
        /// The axles that have a motor.
        var axles: [String]

        struct Motor {
            /// rpm, positive forward; NaN where unknown.
            var speed: Double
            /// What the guardian sent, Nm.
            var sent: Double
            /// What the inverter reports, Nm; nil where unknown.
            var measured: Double?
        }

        func motor(_ axle: String) -> Motor { axle == "front" ? front : rear }

        /// Whether every motor turns slower than that, rpm.
        func isSlower(than speed: Double) -> Bool {
            axles.allSatisfy { motor($0).speed.magnitude < speed }
        }

        /// How much faster an axle's motor turns than it did, rpm; 0 where there is none.
        func change(_ axle: String, since before: Reading) -> Double {
            axles.contains(axle) ? motor(axle).speed - before.motor(axle).speed : 0
        }
    }

    /// What holds now.
    func read() throws(StateClientError) -> Reading {
        let kinds = ["speed_rpm", "sent_Nm", "measured_Nm"]
        let names =
            ["axle.bench", "axle.gear", "axle.braking", "axle.arming", "axle.driven_axles"]
            + ["front", "rear"].flatMap { axle in kinds.map { "axle.\(axle).\($0)" } }
        let result = try state.call(
            StateMethod.signalGet.rawValue,
            ["names": .array(names.map { .string($0) })]
        )
        var values: [String: JSONValue] = [:]
        for value in result["values"]?.elements ?? [] {
            values[value["name"]?.text ?? ""] = value
        }
        func number(_ name: String) -> Double? { values["axle." + name]?["value"]?.double }
        func motor(_ axle: String) -> Reading.Motor {
            Reading.Motor(
                speed: number("\(axle).speed_rpm") ?? .nan,
                sent: number("\(axle).sent_Nm") ?? 0,
                measured: number("\(axle).measured_Nm")
            )
        }
        let driven = values["axle.driven_axles"]?["label"]?.text
        return Reading(
            isBench: number("bench") == 1,
            gear: values["axle.gear"]?["label"]?.text ?? "unknown",
            isBraking: number("braking") == 1,
            isArmed: values["axle.arming"]?["label"]?.text == "armed",
            front: motor("front"),
            rear: motor("rear"),
            axles: ["front", "rear"].filter { driven == $0 || driven == "both" || driven == nil }
        )
    }

    /// What stands against the check, in words; it begins only where nothing does.
    func hindrances() throws(StateClientError) -> [String] {
        let reading = try read()
        var hindrances: [String] = []
        if !reading.isBench {
            hindrances.append(
                "the bench state is not in force: turn the bench's key (signals.bench_key of the "
                    + "vehicle's file, and the guardian's bench_key) while everything stands"
            )
        }
        if reading.gear != "D" && reading.gear != "B" {
            hindrances.append("the gear is \(reading.gear): select D")
        }
        if reading.isBraking { hindrances.append("the brake is pressed: release it") }
        return hindrances
    }

    /// Checks one axle with at most `greatest` Nm; nil where a signal came.
    ///
    /// Disarmed afterwards, whatever happens.
    func run(_ axle: String, upTo greatest: Double) throws -> PolarityResult? {
        try awaitStandstill()
        do {
            guard let arming = try arm() else { return nil }
            let result = try push(axle, upTo: greatest, arming)
            try disarm(axle)
            return result
        } catch {
            try? disarm(axle)
            throw error
        }
    }

    private func awaitStandstill() throws {
        let deadline = ContinuousClock.now + Self.patience
        while Interruption.signal == nil {
            let reading = try read()
            if reading.isSlower(than: Self.standstill) { return }
            guard ContinuousClock.now < deadline else {
                throw ValidationError("the motors do not come to rest, or their speed is not known")
            }
            try pause()
        }
    }

    private func pause() throws(StateClientError) {
        _ = try control.nextNotification(within: Self.interval)
    }

    /// Arms and waits until torque may follow; nil where a signal came.
    private func arm() throws -> JSONValue? {
        var armed = try renew(nil)
        let arming = armed["arming_id"] ?? .null
        let deadline = ContinuousClock.now + Self.patience
        while Interruption.signal == nil {
            let waiting = armed["waiting"]?.sentences ?? []
            if waiting.isEmpty, try read().isArmed { return arming }
            guard ContinuousClock.now < deadline else {
                throw ValidationError("no torque yet: " + waiting.joined(separator: "; "))
            }
            try pause()
            armed = try renew(arming)
        }
        try disarm("front")
        return nil
    }

    private func renew(_ arming: JSONValue?) throws(StateClientError) -> JSONValue {
        var parameters = [JSONMember("lease_ms", .integer(Self.leaseMilliseconds))]
        if let arming { parameters.append(JSONMember("arming_id", arming)) }
        return try control.call(ControlMethod.arm.rawValue, .object(parameters))
    }

    private func give(_ axle: String, _ torque: Double) throws(StateClientError) {
        _ = try control.call(
            ControlMethod.commission.rawValue,
            ["axle": .string(axle), "torque_Nm": .number(torque)]
        )
    }

    /// Takes the torque back at once, then ends the arming.
    private func disarm(_ axle: String) throws(StateClientError) {
        // Refused where the bench state or the arming is over, and with it the torque.
        try? give(axle, 0)
        _ = try control.call(ControlMethod.disarm.rawValue)
    }

    /// Raises torque step by step until a motor has moved or the time is over.
    private func push(
        _ axle: String,
        upTo greatest: Double,
        _ arming: JSONValue
    ) throws -> PolarityResult? {
        let other = axle == "front" ? "rear" : "front"
        let before = try read()
        let start = ContinuousClock.now
        var nextRenewal = start + Self.renewal
        while Interruption.signal == nil {
            let time = ContinuousClock.now - start
            let steps = 1 + (time / Self.step).rounded(.down)
            try give(axle, min(greatest, steps))
            if ContinuousClock.now >= nextRenewal {
                _ = try renew(arming)
                nextRenewal += Self.renewal
            }
            let now = try read()
            guard now.isArmed else {
                throw ValidationError("the arming ended during the check: see axlectl status")
            }
            let change = now.change(axle, since: before)
            let otherChange = now.change(other, since: before)
            let motion = PolarityMotion(own: change, other: otherChange)
            if motion != nil || time > Self.longest {
                return PolarityResult(
                    axle: axle,
                    motion: motion ?? .none,
                    torque: now.motor(axle).sent,
                    change: change,
                    otherChange: otherChange,
                    seconds: time / .seconds(1),
                    measured: now.motor(axle).measured
                )
            }
            try pause()
        }
        return nil
    }
}
