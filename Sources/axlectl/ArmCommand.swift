import ArgumentParser
import StateClient
import StateProtocol

/// The command `axlectl arm`.
struct ArmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arm",
        abstract: "Arm, and keep armed until Ctrl-C.",
        discussion: """
            Holds a lease of one second and renews it five times a second. When this program \
            ends, however it ends, torque goes to zero: on Ctrl-C it disarms, and a lease that \
            nobody renews runs out. What stands against arming, and what an arming waits for before \
            it gives torque, is told when it changes.
            """
    )

    @Option(help: "Wait up to this many seconds for the preconditions.")
    var wait: Double = 0

    @OptionGroup var daemon: DaemonOptions

    /// What is asked for, five times a second.
    private static let leaseMilliseconds: Int64 = 1_000
    private static let renewal = Duration.milliseconds(200)

    func validate() throws {
        guard wait.isFinite, wait >= 0, wait <= 86_400 else {
            throw ValidationError("--wait: found \(wait), 0 to 86400 seconds are allowed")
        }
    }

    func run() throws {
        Interruption.watch()
        let connection = try daemon.connectToControl()
        guard let armed = try arm(connection) else { return }
        report(armed, "armed; Ctrl-C disarms")
        try holdLease(connection, armed)
        let result = try connection.call(ControlMethod.disarm.rawValue)
        report(result, "disarmed")
        // Ctrl-C is how it ends; a reader that left is not.
        if Interruption.signal == nil { try Ending.check() }
    }

    /// Arms; nil where a signal came while it waited for the preconditions.
    private func arm(_ connection: StateConnection) throws(StateClientError) -> JSONValue? {
        let deadline = ContinuousClock.now + .seconds(wait)
        var told = ""
        while Interruption.signal == nil {
            do {
                return try request(connection)
            } catch {
                guard isTemporary(error), ContinuousClock.now < deadline else { throw error }
                let reason = "\(error)"
                if reason != told { StandardOutput.writeError("axlectl: waiting: \(reason)") }
                told = reason
            }
            _ = try connection.nextNotification(within: Self.renewal)
        }
        return nil
    }

    /// Whether waiting may help: a precondition is missing, or another client may let go.
    private func isTemporary(_ error: StateClientError) -> Bool {
        guard case .refused(let refusal) = error else { return false }
        return refusal.code == RPCError.preconditions || refusal.code == RPCError.leaseHeld
    }

    /// Asks for a lease; `arming` names the one to renew, so that what ended is not begun again.
    private func request(
        _ connection: StateConnection,
        renewing arming: JSONValue? = nil
    ) throws(StateClientError) -> JSONValue {
        var parameters = [JSONMember("lease_ms", .integer(Self.leaseMilliseconds))]
        if let arming { parameters.append(JSONMember("arming_id", arming)) }
        return try connection.call(ControlMethod.arm.rawValue, .object(parameters))
    }

    /// Renews until a signal comes or nobody reads what it says; throws where the daemon refuses or
    /// is gone.
    private func holdLease(
        _ connection: StateConnection,
        _ armed: JSONValue
    ) throws(StateClientError) {
        var next = ContinuousClock.now + Self.renewal
        var waiting = armed["waiting"]?.sentences ?? []
        while Ending.status == nil {
            let left = next - ContinuousClock.now
            if left > .zero {
                _ = try connection.nextNotification(within: left)
            } else {
                let renewed = try request(connection, renewing: armed["arming_id"] ?? .null)
                next += Self.renewal
                let awaited = renewed["waiting"]?.sentences ?? []
                if awaited != waiting {
                    let isReady = awaited.isEmpty
                    let sentence = "no torque yet: " + awaited.joined(separator: "; ")
                    report(renewed, isReady ? "torque follows the pedal" : sentence)
                }
                waiting = awaited
            }
        }
    }

    private func report(_ result: JSONValue, _ sentence: String) {
        StandardOutput.writeLine(daemon.json ? result.line : sentence)
    }
}
