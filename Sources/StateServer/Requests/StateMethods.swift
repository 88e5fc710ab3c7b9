import CANFrames
import DBC
import StateProtocol
import VehicleModel

/// The methods of `state.sock`: they read the board and touch nothing but the client's own
/// subscriptions.
struct StateMethods {
    let board: SignalBoard
    let documents: DocumentMaker

    /// The most updates that may wait for a client.
    private static let longestQueue: Int64 = 1_000
    /// The intervals that may be asked for, ms.
    private static let intervals: ClosedRange<Int64> = 10...3_600_000

    /// Answers one request.
    func answer(
        _ method: StateMethod,
        _ request: RPCRequest,
        _ client: Client
    ) throws(RPCError) -> JSONValue {
        switch method {
        case .stateGet:
            _ = try Parameters(request, allowed: [])
            return documents.state(board.snapshot, at: board.clock.now).json
        case .stateSubscribe: return try subscribeToState(request, client)
        case .signalList: return try listSignals(request)
        case .signalGet: return try getSignals(request)
        case .signalSubscribe: return try subscribeToSignals(request, client)
        case .busList:
            _ = try Parameters(request, allowed: [])
            let snapshot = board.snapshot
            let state = documents.state(snapshot, at: board.clock.now)
            return [
                "buses": .array(state.busEntries.map(\.json)),
                "transmission": snapshot.report.guardian.transmissionJSON,
            ]
        case .faultList: return try listFaults(request)
        case .unsubscribe: return try endSubscription(request, client)
        }
    }

    // MARK: - Reading

    private func getSignals(_ request: RPCRequest) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(request, allowed: ["names"])
        let signals = try self.signals(parameters)
        return [
            "time": WireTime.seconds(board.clock.wall),
            "monotonic_ns": .digits(board.clock.now.nanoseconds),
            "values": .array(signals.map { board.reading($0).json }),
        ]
    }

    private func signals(_ parameters: Parameters) throws(RPCError) -> [Int] {
        let names = try parameters.texts("names", longest: SignalCatalog.mostNames)
        return try board.catalog.resolve(names)
    }

    private func listFaults(_ request: RPCRequest) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(request, allowed: ["all", "frames"])
        let snapshot = board.snapshot
        let withUnseen = try parameters.bool("all")
        let withFrames = try parameters.bool("frames")
        let faults = Fault.allCases.compactMap { fault -> FaultDocument? in
            guard withUnseen || snapshot.report.faults[fault].occurrences > 0 else { return nil }
            let frames = withFrames ? snapshot.freezeFrames[fault] : nil
            return FaultDocument(fault, in: snapshot.report, frames: frames)
        }
        return [
            "ladder": .string(snapshot.report.ladder.wireName),
            "faults": .array(faults.map(\.json)),
        ]
    }

    private func listSignals(_ request: RPCRequest) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(request, allowed: ["pattern"])
        var indices = Array(board.catalog.entries.indices)
        if let text = try parameters.text("pattern") {
            guard text.utf8.count <= SignalCatalog.longestName else {
                throw Parameters.error(
                    "pattern: found \(text.utf8.count) bytes, at most "
                        + "\(SignalCatalog.longestName) are allowed"
                )
            }
            // Without a star the text may stand anywhere in the name.
            let pattern = GlobPattern(text) ?? GlobPattern("*\(text)*")
            indices.removeAll { pattern?.matches(board.catalog.entries[$0].name) != true }
        }
        return ["signals": .array(indices.map(describe))]
    }

    private func describe(_ index: Int) -> JSONValue {
        let entry = board.catalog.entries[index]
        switch entry.source {
        case .report(let signal):
            let labels = signal.labels.enumerated().map { JSONMember("\($0)", .string($1)) }
            return [
                "name": .string(entry.name), "unit": .string(signal.unit), "minimum": nil,
                "maximum": nil, "labels": .object(labels), "id": nil, "cycle_ms": 10,
                "comment": .string(signal.comment),
            ]
        case .frames(let key, let index):
            guard let message = board.catalog.databases[key.bus]?.messages[key.message] else {
                return .null
            }
            let signal = message.signals[index]
            let hasLimits = signal.layout.hasLimits
            return [
                "name": .string(entry.name),
                "unit": .string(signal.unit),
                "minimum": hasLimits ? .exact(signal.minimum) : .null,
                "maximum": hasLimits ? .exact(signal.maximum) : .null,
                "labels": .object(signal.labels.map { JSONMember("\($0.raw)", .string($0.text)) }),
                "id": .string(message.id.description),
                "cycle_ms": message.cycleTime.map { .count($0) } ?? .null,
                "comment": .string(signal.comment),
            ]
        }
    }

    // MARK: - Subscribing

    private func subscribeToSignals(
        _ request: RPCRequest,
        _ client: Client
    ) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(
            request,
            allowed: ["names", "mode", "deadband", "interval_ms", "queue"]
        )
        let signals = try self.signals(parameters)
        let word = try parameters.choice("mode", of: ["change", "every", "interval"])
        try refuse("deadband", unless: "change", is: word, parameters)
        try refuse("interval_ms", unless: "interval", is: word, parameters)
        let mode: SignalSubscription.Mode
        switch word {
        case "every": mode = .every
        case "interval": mode = .interval(try interval(parameters))
        default: mode = .change(deadband: try parameters.notNegative("deadband"))
        }
        let queue = try parameters.integer("queue", in: 0...Self.longestQueue, standard: 0)
        let number = try client.nextSubscription()
        client.add(
            SignalSubscription(
                number: number,
                signals: signals,
                mode: mode,
                queueLimit: Int(queue),
                board
            )
        )
        let names = signals.map { JSONValue.string(board.catalog.entries[$0].name) }
        return ["subscription": .integer(number), "signals": .array(names)]
    }

    private func subscribeToState(
        _ request: RPCRequest,
        _ client: Client
    ) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(request, allowed: ["mode", "interval_ms", "queue"])
        let word = try parameters.choice("mode", of: ["interval", "every"])
        try refuse("interval_ms", unless: "interval", is: word, parameters)
        let mode: StateSubscription.Mode =
            word == "every" ? .every : .interval(try interval(parameters))
        let queue = try parameters.integer("queue", in: 0...Self.longestQueue, standard: 0)
        let number = try client.nextSubscription()
        client.add(StateSubscription(number: number, mode: mode, queueLimit: Int(queue)))
        return ["subscription": .integer(number)]
    }

    private func interval(_ parameters: Parameters) throws(RPCError) -> Int64 {
        try parameters.integer("interval_ms", in: Self.intervals, standard: 100) * 1_000_000
    }

    private func refuse(
        _ name: String,
        unless needed: String,
        is mode: String,
        _ parameters: Parameters
    ) throws(RPCError) {
        guard parameters.has(name), mode != needed else { return }
        throw Parameters.error("\(name): found with mode \"\(mode)\", allowed with \"\(needed)\"")
    }

    private func endSubscription(
        _ request: RPCRequest,
        _ client: Client
    ) throws(RPCError) -> JSONValue {
        let parameters = try Parameters(request, allowed: ["subscription"])
        guard parameters.has("subscription") else {
            throw Parameters.error(
                "subscription: missing, the number of a subscription is expected"
            )
        }
        let number = try parameters.integer("subscription", in: 1...Int64.max, standard: 0)
        guard client.endSubscription(number) else {
            throw Parameters.error(
                "subscription: found \(number), this connection has no such subscription"
            )
        }
        return ["subscription": .integer(number), "ended": true]
    }
}
