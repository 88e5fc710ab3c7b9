import CANFrames
import DBC
import Foundation
import Logging
import StateClient
import StateProtocol
import StateServer
import Synchronization
import Testing
import ThreadExchange
import VehicleModel

/// A server on sockets of its own, with the test in the control thread's place.
final class ServerBench {
    let directory: URL
    let configuration: StateServerConfiguration
    let database: CompiledDatabase
    let snapshots = Mailbox(DaemonSnapshot())
    let frames = Ring<ReceivedFrame>(capacity: 16_384)
    let requests = Ring<ControlRequest>(capacity: 4)
    let answers = Ring<ControlAnswer>(capacity: 64)
    let log = LogStore()
    let server: StateServer
    /// Under which databases the control thread receives what is pushed.
    var generation: UInt32 = 0
    private var counter: UInt64 = 0

    init(_ adjust: (inout StateServerConfiguration) -> Void = { _ in }) async throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("axle-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        database = try TestDatabase.compile()
        var configuration = StateServerConfiguration(
            statePath: directory.appendingPathComponent("state.sock").path,
            controlPath: directory.appendingPathComponent("control.sock").path,
            vehicle: "test car",
            version: "9.9.9",
            buses: [
                BusIdentity(name: "front", address: "can0"),
                BusIdentity(name: "rear", address: "unix:/tmp/rear"),
            ],
            databases: ["front": database, "rear": database],
            configuredMode: .control
        )
        configuration.answerLimit = .seconds(60)
        configuration.stuckLimit = .seconds(60)
        adjust(&configuration)
        self.configuration = configuration
        server = Self.server(configuration, snapshots, frames, requests, answers, log)
        try await server.start()
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Runs `body` with a server, and ends the server whatever happens.
    static func run(
        _ adjust: (inout StateServerConfiguration) -> Void = { _ in },
        _ body: (ServerBench) async throws -> Void
    ) async throws {
        let bench = try await ServerBench(adjust)
        do {
            try await body(bench)
        } catch {
            await bench.server.stop()
            throw error
        }
        await bench.server.stop()
    }

    static func server(
        _ configuration: StateServerConfiguration,
        _ snapshots: Mailbox<DaemonSnapshot>,
        _ frames: Ring<ReceivedFrame>,
        _ requests: Ring<ControlRequest>,
        _ answers: Ring<ControlAnswer>,
        _ log: LogStore
    ) -> StateServer {
        StateServer(
            configuration,
            snapshots: snapshots,
            frames: frames,
            requests: requests,
            answers: answers,
            logger: Logger(label: "test") { _ in StoringLogHandler(store: log) }
        )
    }

    // MARK: - In the control thread's place

    /// The age of a frame that cannot become stale while a test runs, however slow the host is.
    static let forever: Int64 = -3_600_000_000_000

    /// Nanoseconds of the monotonic clock.
    static var now: Int64 { Int64(DispatchTime.now().uptimeNanoseconds) }

    /// Publishes a cycle.
    func publish(cycle: UInt64, _ change: (inout DaemonSnapshot) -> Void = { _ in }) {
        var snapshot = DaemonSnapshot()
        snapshot.report.cycle = cycle
        snapshot.report.time = Instant(nanoseconds: Self.now)
        snapshot.report.wallTime = 1_700_000_000_000_000_000 + Int64(cycle) * 10_000_000
        change(&snapshot)
        snapshots.publish(snapshot)
    }

    /// Pushes a battery status with right counter and checksum.
    func pushStatus(
        bus: UInt8 = 0,
        current: Double,
        voltage: Double = 368.5,
        age: Int64 = ServerBench.forever,
        spoil: (inout Frame) -> Void = { _ in }
    ) throws {
        let message = try #require(database.message(named: "LB_Status"))
        var frame = try #require(Frame(id: message.id, length: 8))
        try message.signal(named: "LB_Current")?.layout.withoutLimits
            .store(physical: current, in: &frame.payload)
        try message.signal(named: "LB_Total_Voltage")?.layout
            .store(physical: voltage, in: &frame.payload)
        message.protection.protect(&frame, counter: counter)
        counter += 1
        spoil(&frame)
        push(frame, bus: bus, age: age)
    }

    /// Pushes a frame with these bytes.
    func push(id: UInt32, bytes: [UInt8], bus: UInt8 = 0, age: Int64 = forever) throws {
        let id = try #require(FrameID(standard: id))
        push(try #require(Frame(id: id, bytes: bytes)), bus: bus, age: age)
    }

    private func push(_ frame: Frame, bus: UInt8, age: Int64) {
        var received = ReceivedFrame(
            frame: frame,
            bus: bus,
            stamp: Timestamp(nanoseconds: 1_700_000_000_123_456_000),
            arrival: Self.now - age
        )
        received.generation = generation
        frames.push(received)
    }

    /// Waits until the server took every frame and the newest snapshot.
    func settle() async throws {
        try await eventually("the server takes frames and snapshot") {
            frames.count == 0 && !snapshots.hasNews
        }
    }

    /// The next request that reached the control thread.
    func nextRequest() async throws -> ControlRequest {
        var request: ControlRequest?
        try await eventually("a request reaches the control thread") {
            request = requests.pop()
            return request != nil
        }
        return try #require(request)
    }

    /// Answers a request as the control thread would.
    func answer(
        _ request: ControlRequest,
        _ outcome: ControlAnswer.Outcome = .done,
        armingID: UInt64 = 7,
        missing: MissingPreconditions = .nothing
    ) {
        answers.push(
            ControlAnswer(
                number: request.number,
                outcome: outcome,
                armingID: armingID,
                missing: missing
            )
        )
    }

    // MARK: - In a client's place

    func state() throws -> RawClient { try RawClient(configuration.statePath) }
    func control() throws -> RawClient { try RawClient(configuration.controlPath) }
}

/// Waits for a condition that another thread brings about; fails after a minute, which only a
/// starved machine takes.
func eventually(_ what: Comment, _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
        try #require(ContinuousClock.now < deadline, what)
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// A client that sends bytes and reads lines, and knows nothing of the protocol but its hello.
struct RawClient: ~Copyable {
    let hello: JSONValue
    private var socket: LineSocket

    init(_ path: String) throws {
        var socket = try LineSocket(path: path)
        let line = try socket.readLine(within: .seconds(60))
        hello = try JSONValue(parsing: line ?? [])
        self.socket = socket
    }

    mutating func send(_ line: String) throws { try socket.send(Array(line.utf8) + [0x0A]) }
    mutating func send(bytes: [UInt8]) throws { try socket.send(bytes) }
    mutating func endSending() { socket.endSending() }

    /// The next line; fails where none comes.
    mutating func read() throws -> JSONValue {
        let line = try socket.readLine(within: .seconds(60))
        return try JSONValue(parsing: try #require(line, "a line from the server"))
    }

    /// The next line, or nil where none comes within a moment.
    mutating func readIfAny(within limit: Duration) throws -> JSONValue? {
        try socket.readLine(within: limit).map { try JSONValue(parsing: $0) }
    }

    /// The answer to one request.
    mutating func ask(_ method: String, _ parameters: String = "{}") throws -> JSONValue {
        try send(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(parameters)}"#)
        return try read()
    }

    /// Whether the server closed the connection; reads what is left before.
    mutating func isClosed() throws -> Bool {
        do {
            while try socket.readLine(within: .seconds(60)) != nil {}
            return false
        } catch StateClientError.closed {
            return true
        }
    }
}

/// Keeps what was logged.
final class LogStore: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ line: String) { lines.withLock { $0.append(line) } }
    func count(of text: String) -> Int {
        lines.withLock { $0.count { $0.contains(text) } }
    }
    func contains(_ text: String) -> Bool { lines.withLock { $0.contains { $0.contains(text) } } }
}

struct StoringLogHandler: LogHandler {
    let store: LogStore
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { store.append("\(event.level): \(event.message)") }
}
