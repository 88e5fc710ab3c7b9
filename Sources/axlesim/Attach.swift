import ArgumentParser
import CANTransport
import Foundation
import PlantModel

/// Runs the plant in real time.
struct Attach: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the plant in real time on three buses.",
        discussion: """
            A bus is an interface (can0) or a local bus (unix:PATH), which is served where nobody \
            does. The plant stays attached after the scenario's end, until SIGTERM or SIGINT. What the \
            scenario expects is compared at its end, but for what only daemon and guardian know.

            A node that is not among those to play is real: the plant says nothing for it and does \
            what it says. Two senders of one identifier are dangerous: where a node to play speaks \
            already, nothing is started, and one that begins to later is played no more from then on.

            Exit status: 0 done, 1 an expectation was missed, the scenario given up, or a node there \
            twice, 2 bad usage or files.
            """
    )

    @Option(help: "The bus of front drive unit and battery.")
    var front: String

    @Option(help: "The bus of the rear drive unit; a car without one has none.")
    var rear: String?

    @Option(help: "The bus of pedals, selector and wheels.")
    var car: String

    @Option(
        help: "The vehicle's numbers; without it those of the scenario's car, or the prototype's."
    )
    var plant: String?

    @Option(help: "The driver's script.")
    var scenario: String?

    @Option(help: "A script by name: idle, or one in Config/scenarios.")
    var drive = "idle"

    @Option(help: "The directory of leaf-ev.dbc, leaf-car.dbc and axle-bench.dbc.")
    var dbcDirectory = "DBC"

    @Option(help: "A file for the summary: written at the scenario's end and at exit.")
    var jsonSummary: String?

    @Option(name: .customLong("initial-soc"), help: "State of charge at start, 0 to 100 %.")
    var initialStateOfCharge: Double?

    @Option(
        help: ArgumentHelp(
            "The nodes to play: battery, front-inverter, rear-inverter, pedals, wheels; none.",
            valueName: "nodes"
        )
    )
    var play: NodeList = .all

    @Option(help: "A socket on which axlesim inject makes faults.")
    var control: String?

    @Flag(help: "Exit when the scenario has ended.")
    var exitAtEnd = false

    func validate() throws {
        if let initialStateOfCharge, !(0...100).contains(initialStateOfCharge) {
            throw ValidationError(
                "--initial-soc: found \(initialStateOfCharge), allowed 0 to 100"
            )
        }
        let buses = [front, rear, car].compactMap { $0 }
        if Set(buses).count < buses.count {
            throw ValidationError("--front, --rear and --car must be different buses")
        }
    }

    func run() throws {
        let script = try script()
        var parameters = try PlantFile.read(plant ?? CarFiles(script.car).plant)
        if let initialStateOfCharge {
            parameters.battery.initialStateOfCharge = initialStateOfCharge / 100
        }
        guard rear != nil || !parameters.rear.isDriven else {
            throw ValidationError(
                "--rear: found nothing, allowed the bus of the rear drive unit of \(parameters.name)"
            )
        }
        let databases = try PlantDatabases(directory: dbcDirectory)
        var addresses: [PlantBus: BusAddress] = [
            .front: try BusAddress(parsing: front), .car: try BusAddress(parsing: car),
        ]
        addresses[.rear] = try rear.map { try BusAddress(parsing: $0) }
        StopSignal.install()
        // Before the hubs' threads start, so that they inherit it: a late hub is a late bus.
        say("\(RealTime.enter(priority: 40))")
        let hubs = try PlantBus.allCases.compactMap { bus in
            try addresses[bus].flatMap { try serve($0) }
        }
        defer { for hub in hubs { hub.stop() } }
        let control = try control.map(ControlSocket.init)
        var loop = try RealTimeLoop.open(
            plant: Plant(parameters, road: script.road),
            scenario: script,
            databases: databases,
            addresses: addresses,
            playing: play.nodes,
            control: control
        )
        let there = try loop.listen(for: Self.listening)
        for (node, message) in there {
            say("\(message) comes from another sender, which --play \(node.rawValue) plays too")
        }
        guard there.isEmpty else { throw ExitCode(1) }
        let buses = [front, rear, car].compactMap { $0 }.joined(separator: ", ")
        say("\(parameters.name) on \(buses); scenario \(script.name)")
        let exitAtEnd = exitAtEnd
        var expected: [Outcome.Comparison]?
        try loop.run(
            whileTrue: { !exitAtEnd || $0.isUnderWay },
            progressed: { loop in
                let hasEnded = !loop.driven.runner.isUnderWay
                if hasEnded { expected = Outcome(loop.driven).comparisons }
                report(loop, expected)
            },
            noticed: say
        )
        try finish(loop, expected)
    }

    private func script() throws(FileError) -> Scenario {
        if let scenario { return try ScenarioFile.read(scenario) }
        if drive == "idle" { return .idle }
        return try ScenarioFile.find(drive)
    }

    /// Serves a local bus that nobody serves; nil where there is nothing to do.
    private func serve(_ address: BusAddress) throws(TransportError) -> LocalBusHub? {
        guard case .local(let path) = address, address.state != .up else { return nil }
        let hub = try LocalBusHub(path: path)
        try hub.start()
        return hub
    }

    private func report(_ loop: borrowing RealTimeLoop, _ expected: [Outcome.Comparison]?) {
        let phases = loop.driven.runner.scenario.phases
        switch loop.driven.runner.progress {
        case .running(let phase): say("\(phases[phase].name)")
        case .finished: say("scenario finished")
        case .abandoned(let phase): say("scenario given up in phase \"\(phases[phase].name)\"")
        }
        guard let expected else { return }
        for comparison in expected where comparison.isMissed || !comparison.isMeasured {
            say("\(loop.driven.runner.scenario.name): \(comparison.sentence)")
        }
        do throws(FileError) { try write(Summary(loop, expected: expected)) } catch {
            say("\(error)")
        }
    }

    private func finish(
        _ loop: borrowing RealTimeLoop,
        _ expected: [Outcome.Comparison]?
    ) throws {
        let summary = Summary(loop, expected: expected)
        FileHandle.standardOutput.write(Data("summary: ".utf8) + (try summary.text()))
        try write(summary)
        let isMissed = expected?.contains { $0.isMissed } ?? false
        let isWhole = loop.driven.played == play.nodes
        guard isWhole, !isMissed, summary.abandonedPhase == nil else { throw ExitCode(1) }
    }

    /// How long to listen for nodes that are there already, ns: all but the slowest messages come.
    private static let listening: Int64 = 300_000_000

    /// Writes the summary's file where one is wanted.
    private func write(_ summary: Summary) throws(FileError) {
        guard let jsonSummary else { return }
        do { try summary.write(to: jsonSummary) } catch {
            throw FileError(
                file: jsonSummary,
                line: nil,
                key: "",
                problem: "cannot be written; allowed is a file in a directory that exists"
            )
        }
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data("axlesim: \(text)\n".utf8))
    }
}
