import ArgumentParser
import CANTransport
import StateClient
import StateProtocol

/// The command `axlectl buses`.
struct BusesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "buses",
        abstract: """
            Show each bus: state, frames, what was lost, whether it is acknowledged, and what the \
            guardian sent; with --probe, which database fits it.
            """,
        discussion: """
            With --probe no daemon is asked: it listens on the addresses itself, sends nothing, and \
            says which of the known databases fits the traffic. Ctrl-C ends listening early.

            \(ProbeReport.explanation)

            \(KnownDatabaseOptions.explanation)

            Exit status with --probe: 0 a database fits each bus; 1 nothing was heard or none fits; \
            2 wrong usage, or a bus that is not there.
            """
    )

    @OptionGroup var daemon: DaemonOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Listen on these (can0, unix:PATH) and say which database fits.",
            valueName: "address"
        )
    )
    var probe: [String] = []

    @Option(help: "How long to listen with --probe (default: 5).")
    var seconds: Double?

    @OptionGroup var databases: KnownDatabaseOptions

    func validate() throws {
        guard !probe.isEmpty || (seconds == nil && databases.areUnset) else {
            throw ValidationError("--seconds, --database, --config and --pgn go with --probe")
        }
        guard probe.count <= BusListening.mostBuses else {
            throw ValidationError("--probe takes at most \(BusListening.mostBuses) addresses")
        }
        if let seconds, !(0.1...86_400).contains(seconds) {
            throw ValidationError("--seconds: found \(seconds), allowed 0.1 to 86400")
        }
        _ = try addresses()
    }

    func run() throws {
        guard probe.isEmpty else { return try listen() }
        let result = try daemon.connect().call(StateMethod.busList.rawValue)
        daemon.print(result) {
            ListTexts.buses($0["buses"]?.elements ?? [])
                + TransmissionText.lines($0["transmission"])
        }
    }

    private func listen() throws {
        try ProbeRun(
            addresses: addresses(),
            seconds: seconds ?? 5,
            known: try databases.read(),
            isJSON: daemon.json
        ).run()
    }

    private func addresses() throws -> [BusAddress] {
        do throws(TransportError) {
            var addresses: [BusAddress] = []
            for text in probe { addresses.append(try BusAddress(parsing: text)) }
            return addresses
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
