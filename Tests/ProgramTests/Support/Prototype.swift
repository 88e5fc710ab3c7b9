import CANTransport
import Foundation
import Testing

/// The AWD prototype: its buses, and the three programs as processes.
final class Prototype {
    /// The buses' addresses.
    struct Buses {
        let front: String
        let rear: String
        let car: String

        /// Local buses in a folder.
        static func local(in folder: TestFolder) -> Buses {
            Buses(
                front: "unix:" + folder.file("front"),
                rear: "unix:" + folder.file("rear"),
                car: "unix:" + folder.file("car")
            )
        }
    }

    let folder: TestFolder
    let buses: Buses
    /// The guardian's `silence`, which its file says is 20 ms.
    var silence = 20
    /// The daemon's vehicle file.
    var vehicle = repository + "/Config/vehicles/leaf-eplus-awd.yaml"
    /// Further inputs of the guardian's file, a line each.
    var guardInputs = ""
    /// Addresses of further buses, `other1` and so on, without databases.
    var others: [String] = []
    /// Further keys of each bus, each with a comma before it.
    var busOptions = ""
    /// Where the daemon records in place of `recording`.
    var recordingDirectory: String?
    /// Further keys of `recording`, each with a comma before it.
    var recordingOptions = ""
    private(set) var hubs: Program?
    private(set) var plant: Program?
    private(set) var guardian: Program?
    private(set) var daemon: Program?
    private(set) var armer: Program?

    /// On local buses; nothing runs yet.
    init() throws {
        folder = try TestFolder()
        buses = .local(in: folder)
    }

    /// On buses that exist already.
    init(_ buses: Buses) throws {
        folder = try TestFolder()
        self.buses = buses
    }

    var stateSocket: String { folder.file("state.sock") }
    var recording: String { folder.file("drive.log") }
    var summary: String { folder.file("summary.json") }

    /// Serves the local buses that nobody serves by a process of their own.
    func serveBuses() async throws {
        let paths = try [buses.front, buses.rear, buses.car]
            .filter { try BusAddress(parsing: $0).state != .up }
        hubs = try Program("axlectl", ["bus", "serve"] + paths, in: folder)
        try await eventually(within: 20, "the buses are served") { try allUp() }
    }

    /// Starts the plant, which serves the local buses where nobody does.
    func startPlant(_ script: [String]) async throws {
        plant = try Program(
            "axlesim",
            [
                "attach", "--front", buses.front, "--rear", buses.rear, "--car", buses.car,
                "--json-summary", summary,
            ] + script,
            in: folder
        )
        try await eventually(within: 20, "the plant runs: \(plant?.errors ?? "")") {
            plant?.errors.contains("scenario") == true
        }
    }

    /// Starts the plant with a script of these tests.
    func startPlant(scenario: String) async throws {
        let file = try folder.write(scenario, to: "scenario.yaml")
        try await startPlant(["--scenario", file])
    }

    func startGuardian() async throws {
        let shipped = try String(contentsOfFile: repository + "/Config/guard.yaml", encoding: .utf8)
        let text = shipped.replacingOccurrences(
            of: "silence: 20 ms",
            with: "silence: \(silence) ms"
        )
        .replacingOccurrences(of: "\ninputs:\n", with: "\ninputs:\n" + guardInputs)
        try #require(text.contains("silence: \(silence) ms"))
        guardian = try Program(
            "axle-guard",
            [
                "--config", try folder.write(text, to: "guard.yaml"), "--socket",
                folder.file("guard.sock"), "--front", buses.front, "--rear", buses.rear, "--car",
                buses.car,
            ],
            in: folder
        )
        try await eventually(within: 20, "the guardian listens: \(guardian?.errors ?? "")") {
            guardian?.errors.contains("listening at") == true
        }
    }

    /// Writes the daemon's file, starts the daemon and waits until it answers.
    func startDaemon(
        mode: String = "control",
        records: Bool = false,
        databases: String = repository + "/DBC",
        tracer: [String] = []
    ) async throws {
        var text = """
            mode: \(mode)
            vehicle: \(vehicle)
            buses:
              front: {address: "\(buses.front)", databases: [\(databases)/leaf-ev.dbc]\(busOptions)}
              rear: {address: "\(buses.rear)", databases: [\(databases)/leaf-ev.dbc]\(busOptions)}
              car: {address: "\(buses.car)", databases: [\(databases)/leaf-car.dbc, \(databases)/axle-bench.dbc]\(busOptions)}
            \(otherBuses)sockets: {state: \(stateSocket), control: \(folder.file("control.sock"))}
            guard: {socket: \(folder.file("guard.sock"))}
            real_time: {priority: 10, lock_memory: yes}

            """
        if records {
            text += "recording: {path: \(recordingDirectory ?? recording)\(recordingOptions)}\n"
        }
        let file = try folder.write(text, to: "axled.yaml")
        daemon = try Program("axled", ["--config", file], in: folder, tracer: tracer)
        try await eventually(within: 60, "the daemon runs: \(daemon?.errors ?? "")") {
            daemon?.errors.contains("mode \(mode)") == true
        }
    }

    private var otherBuses: String {
        others.enumerated()
            .map { "  other\($0 + 1): {address: \"\($1)\"\(busOptions)}\n" }
            .joined()
    }

    /// Arms by a process that keeps the lease.
    func arm() async throws {
        armer = try Program(
            "axlectl",
            ["arm", "--wait", "30", "--socket", stateSocket],
            in: folder
        )
        try await eventually(within: 40, "armed: \(armer?.errors ?? "")") {
            armer?.output.contains("armed") == true
        }
    }

    /// Asks the daemon by the tool; what it printed.
    func ask(_ arguments: String...) async throws -> String {
        let tool = try Program("axlectl", arguments + ["--socket", stateSocket], in: folder)
        let status = try await tool.end()
        #expect(status == 0, "axlectl \(arguments): \(tool.errors)")
        return tool.output
    }

    /// The state that the daemon publishes.
    func state() async throws -> DaemonState {
        try DaemonState(parsing: try await ask("status", "--json"))
    }

    /// The names of the faults that have appeared since the daemon's start.
    func faults() async throws -> [String] {
        try await faultList().map(\.name)
    }

    /// The faults that have appeared since the daemon's start.
    func faultList() async throws -> [FaultList.Fault] {
        try FaultList(parsing: try await ask("faults", "--json")).faults
    }

    /// A bus as the daemon sees it.
    func bus(_ name: String) async throws -> BusAnswer {
        let answers: BusList = try StateSocket(path: stateSocket).call("bus.list")
        guard let bus = answers.buses.first(where: { $0.name == name }) else {
            throw NotInTime(description: "no bus \(name) among \(answers.buses)")
        }
        return bus
    }

    /// Waits until a bus has a state, and one that is up has been attached to so many times.
    ///
    /// The link is up a moment before somebody listens to it.
    func bus(
        _ name: String,
        becomes state: String,
        attachments: Int = 1
    ) async throws -> BusAnswer {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let bus = try await bus(name)
            if bus.state == state, state != "up" || bus.attachments >= attachments { return bus }
            guard ContinuousClock.now < deadline else {
                throw NotInTime(description: "bus \(name) is not \(state): \(bus)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits until the daemon has accounted for so many frames of a bus.
    func bus(_ name: String, hasSeen count: Int, within seconds: Int = 60) async throws -> BusAnswer
    {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let bus = try await bus(name)
            if bus.received + bus.lost >= count { return bus }
            guard ContinuousClock.now < deadline else {
                throw NotInTime(description: "bus \(name) has not seen \(count): \(bus)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// What is recorded.
    func recordingStatus() async throws -> RecordingAnswer {
        try StateSocket(path: stateSocket).call("record.status")
    }

    /// Waits until the recording has a state.
    func recording(becomes state: String) async throws -> RecordingAnswer {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let status = try await recordingStatus()
            if status.state == state { return status }
            guard ContinuousClock.now < deadline else {
                throw NotInTime(description: "the recording is not \(state): \(status)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Whether the guardian said last that it is disarmed.
    var isDisarmed: Bool {
        let said = (guardian?.errors ?? "").split(separator: "\n")
        return said.last { $0.contains("armed") || $0.contains("tripped") }?.contains("disarmed")
            == true
    }

    /// What the guardian said about torque that it took away.
    var trips: [Substring] {
        (guardian?.errors ?? "").split(separator: "\n").filter { $0.contains("tripped by") }
    }

    private func allUp() throws -> Bool {
        try [buses.front, buses.rear, buses.car]
            .allSatisfy { try BusAddress(parsing: $0).state == .up }
    }
}
