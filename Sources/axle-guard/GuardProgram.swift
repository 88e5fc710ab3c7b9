import ArgumentParser
import CANTransport
import Glibc
import GuardConfiguration
import GuardLink
import ServiceNotification
import TorqueMonitor

/// The guardian: alone transmits, checks every command with its own code, and takes silence for zero.
@main
struct GuardProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axle-guard",
        abstract: "Checks axled's commands and sends them; silence means zero torque.",
        discussion: """
            Listens for axled on a sequenced-packet socket. Idle it transmits nothing. Armed, it \
            sends what its own checks let through; without a valid command for both axles in time \
            it holds both at zero torque until disarmed or armed anew. Ends on SIGTERM, after a \
            few frames of zero torque. Exit status: 0 done, 1 failed, 2 bad usage or configuration.
            """
    )

    @Option(help: "The guardian's configuration file.")
    var config: String

    @Option(help: "Listen here instead of where the file says.")
    var socket: String?

    @Option(help: "The front bus instead of the file's: can0, unix:PATH.")
    var front: String?

    @Option(help: "The rear bus instead of the file's.")
    var rear: String?

    @Option(help: "The car's bus instead of the file's; only listened to.")
    var car: String?

    static func main() {
        do {
            let program = try parse()
            try program.run()
        } catch {
            // Usage errors are exit status 2 here, as everywhere in Axle; help is 0.
            guard exitCode(for: error) != .success, !(error is ExitCode) else {
                exit(withError: error)
            }
            Announcer.say(fullMessage(for: error))
            Glibc.exit(2)
        }
    }

    func run() throws {
        let settings: GuardSettings
        let addresses: (front: BusAddress?, rear: BusAddress?, car: BusAddress?)
        do {
            settings = try GuardConfigurationReader.read(path: config)
            addresses = try (
                address("front", override: front, settings.addresses.front),
                address("rear", override: rear, settings.addresses.rear),
                address("car", override: car, settings.addresses.car)
            )
        } catch {
            Announcer.say("\(error)")
            throw ExitCode(2)
        }
        Termination.install()
        do {
            var loop = try GuardLoop(
                monitor: TorqueMonitor(settings: settings.monitor),
                front: end(.front, addresses.front, settings.monitor),
                rear: end(.rear, addresses.rear, settings.monitor),
                car: end(.car, addresses.car, settings.monitor),
                listener: GuardListener(path: socket ?? settings.socketPath)
            )
            // Not before: the threads that open and close sockets have time.
            let granted =
                settings.realTimePriority > 0
                ? "\(RealTime.enter(priority: settings.realTimePriority))"
                : "no real-time priority asked"
            Announcer.say("axle-guard: \(granted)")
            Announcer.say("axle-guard: listening at \(socket ?? settings.socketPath), disarmed")
            try loop.run()
        } catch {
            Announcer.say("axle-guard: \(error)")
            throw ExitCode(1)
        }
        Announcer.say("axle-guard: ended")
    }

    private func end(
        _ bus: MonitorBus,
        _ address: BusAddress?,
        _ settings: MonitorSettings
    ) throws(TransportError) -> BusEnd? {
        guard let address else { return nil }
        return try BusEnd(bus, address: address, watches: settings)
    }

    /// Nil for a bus that neither the file nor the command line has.
    private func address(
        _ bus: String,
        override: String?,
        _ written: Located<String>?
    ) throws -> BusAddress? {
        guard let text = override ?? written?.value else { return nil }
        do {
            return try BusAddress(parsing: text)
        } catch {
            let line = written?.line ?? 1
            let place = override == nil ? "\(config):\(line): key buses.\(bus)" : "--\(bus)"
            throw GuardConfigurationError(problems: ["\(place): \(error)"])
        }
    }
}
