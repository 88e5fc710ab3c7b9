import Logging
import StateProtocol
import ThreadExchange
import VehicleModel

/// Carries write requests to the control thread and its answers back.
final class ControlLink {
    private struct Pending {
        var request: ControlRequest
        var method: ControlMethod
        var client: Client
        var responder: Responder?
        var giveUp: Int64
    }

    /// Whose arming succeeded last.
    private struct Holder {
        var client: UInt64
        var armingID: UInt64
        /// The cycle reported when the answer came; reports up to shortly after may be older.
        var cycle: UInt64
    }

    private let requests: Ring<ControlRequest>
    private let answers: Ring<ControlAnswer>
    private let logger: Logger
    /// How long an answer is waited for, ns.
    private let patience: Int64
    private var pending: [UInt64: Pending] = [:]
    private var lastNumber: UInt64 = 0
    /// The arming in force, as far as its answer told.
    private var holder: Holder?
    /// Connections that closed while an arm of theirs was unanswered.
    private var departed: Set<UInt64> = []
    /// Disarms of closed connections that the full ring refused; tried again.
    private var owedDisarms: [UInt64] = []

    /// How old a request may be when the control thread sees it, ns.
    private static let deadline: Int64 = 250_000_000
    /// Cycles after an arming's answer in which a report may not yet show it.
    private static let reportDelay: UInt64 = 3

    init(
        requests: Ring<ControlRequest>,
        answers: Ring<ControlAnswer>,
        patience: Duration,
        logger: Logger
    ) {
        self.patience = Int64(patience / .nanoseconds(1))
        self.requests = requests
        self.answers = answers
        self.logger = logger
    }

    /// Whether the client's arming of that number is still in force, so that it may be renewed.
    func isInForce(_ armingID: UInt64, of client: UInt64, _ report: CycleReport) -> Bool {
        guard let holder, holder.client == client, holder.armingID == armingID else { return false }
        guard report.cycle > holder.cycle &+ Self.reportDelay else { return true }
        return report.arming == .armed && report.armingID == armingID
    }

    /// Hands a client's request on; the answer comes with a later `takeAnswers`.
    func submit(
        _ method: ControlMethod,
        lease: Int64,
        renewing: UInt64,
        faults: FaultSet = FaultSet(),
        ceilings: OperatorCeilings = OperatorCeilings(),
        commission: Commission = Commission(),
        from client: Client,
        _ responder: Responder,
        at now: Instant
    ) {
        let kind: ControlRequest.Kind =
            switch method {
            case .arm: .arm
            case .disarm: .disarm
            case .stop: .stop
            case .clearFaults: .clearFaults
            case .ceiling: .setCeilings
            case .commission: .commission
            }
        var request = makeRequest(
            kind,
            client: client.number,
            renewing: renewing,
            lease: lease,
            faults: faults,
            at: now
        )
        request.ceilings = ceilings
        request.axle = commission.axle
        request.torque = commission.torque
        guard requests.push(request) else {
            logger.warning("\(method.rawValue) refused, queue full: \(client.description)")
            return responder.fail(
                RPCError(RPCError.busy, "too many requests wait for the control thread; try again")
            )
        }
        // From here on a renewal would begin a new arming.
        if kind == .disarm || kind == .stop { holder = nil }
        pending[request.number] = Pending(
            request: request,
            method: method,
            client: client,
            responder: responder,
            giveUp: ServerClock.monotonic + patience
        )
    }

    /// A connection closed: a lease that it holds ends with it.
    func dismiss(_ client: UInt64, at now: Instant) {
        if holder?.client == client {
            holder = nil
            disarm(client, at: now)
        }
        if pending.values.contains(where: { $0.request.client == client && $0.method == .arm }) {
            departed.insert(client)
        }
    }

    /// Passes on what the control thread answered, and gives up on what it did not.
    func takeAnswers(at now: Instant, cycle: UInt64) {
        while let answer = answers.pop() {
            guard let done = pending.removeValue(forKey: answer.number) else { continue }
            note(answer, to: done, at: now, cycle: cycle)
            if let responder = done.responder { respond(answer, to: done, responder) }
        }
        for number in pending.keys.filter({ pending[$0]?.giveUp ?? 0 < ServerClock.monotonic }) {
            guard let lost = pending.removeValue(forKey: number) else { continue }
            logger.warning("\(lost.method.rawValue) got no answer: \(lost.client.description)")
            lost.responder?.fail(
                RPCError(
                    RPCError.noAnswer,
                    "the control thread gave no answer within \(patience / 1_000_000) ms"
                )
            )
        }
        let owed = owedDisarms
        owedDisarms = []
        for client in owed { disarm(client, at: now) }
    }

    private func makeRequest(
        _ kind: ControlRequest.Kind,
        client: UInt64,
        renewing: UInt64 = 0,
        lease: Int64,
        faults: FaultSet = FaultSet(),
        at now: Instant
    ) -> ControlRequest {
        lastNumber += 1
        return ControlRequest(
            kind: kind,
            number: lastNumber,
            client: client,
            renewing: renewing,
            lease: lease,
            deadline: Instant(nanoseconds: now.nanoseconds &+ Self.deadline),
            faults: faults
        )
    }

    private func disarm(_ client: UInt64, at now: Instant) {
        logger.notice("disarming: client \(client) left while armed")
        if !requests.push(makeRequest(.disarm, client: client, lease: 0, at: now)) {
            owedDisarms.append(client)
        }
    }

    private func note(_ answer: ControlAnswer, to done: Pending, at now: Instant, cycle: UInt64) {
        let client = done.request.client
        if done.method == .arm && answer.outcome == .done {
            holder = Holder(client: client, armingID: answer.armingID, cycle: cycle)
            if departed.contains(client) {
                holder = nil
                disarm(client, at: now)
            }
        }
        // A connection that left is remembered until its last arm is answered.
        let isOpen = pending.values.contains { $0.request.client == client && $0.method == .arm }
        if !isOpen { departed.remove(client) }
        log(answer, to: done)
    }

    /// Logs what changed: a lease renewed, or refused for the same reason again, is no news.
    private func log(_ answer: ControlAnswer, to done: Pending) {
        let told = Client.LoggedArming(
            outcome: answer.outcome,
            armingID: answer.armingID,
            missing: answer.missing
        )
        switch done.method {
        case .arm:
            guard done.client.loggedArming != told else { return }
            done.client.loggedArming = told
        case .commission:
            let told = Client.LoggedCommission(outcome: answer.outcome, axle: done.request.axle)
            guard done.client.loggedCommission != told else { return }
            done.client.loggedCommission = told
        case .disarm, .stop, .clearFaults, .ceiling:
            done.client.loggedArming = nil
            done.client.loggedCommission = nil
        }
        let names = answer.missing.preconditions.map(\.name).joined(separator: ", ")
        let client = done.client.description
        if answer.outcome == .done {
            let waits = names.isEmpty ? "" : ", waits for \(names)"
            let details: JSONValue? =
                switch done.method {
                case .ceiling: answer.ceilings.json
                case .commission: Commission(done.request).json
                case .arm, .disarm, .stop, .clearFaults: nil
                }
            let what = details.map { " \($0.line)" } ?? ""
            logger.info("\(done.method.rawValue)\(what)\(waits): \(client)")
        } else {
            let missing = names.isEmpty ? "" : " (\(names))"
            logger.notice("\(done.method.rawValue) refused, \(answer.outcome)\(missing): \(client)")
        }
    }

    private func respond(_ answer: ControlAnswer, to done: Pending, _ responder: Responder) {
        switch answer.outcome {
        case .done: responder.succeed(result(of: answer, done))
        case .preconditions: responder.fail(Self.refusal(answer.missing))
        case .leaseHeld:
            responder.fail(RPCError(RPCError.leaseHeld, "another client holds the lease"))
        case .late:
            responder.fail(
                RPCError(RPCError.late, "the request came to the control thread too late")
            )
        case .noLease:
            responder.fail(RPCError(RPCError.noLease, "this client holds no lease"))
        case .faultsStand: responder.fail(FaultNaming.refusal(answer.clearing))
        case .benchNeeded: responder.fail(Commission.benchNeeded)
        case .motorsTurn: responder.fail(Commission.motorsTurn)
        case .motorMissing: responder.fail(Commission.motorMissing)
        }
    }

    private func result(of answer: ControlAnswer, _ done: Pending) -> JSONValue {
        switch done.method {
        case .arm:
            [
                "armed": true, "arming_id": .digits(answer.armingID),
                "lease_ms": WireTime.milliseconds(done.request.lease),
                "waiting": .array(answer.missing.preconditions.map(\.json)),
            ]
        case .disarm: ["armed": false]
        case .stop: ["stopping": true]
        case .clearFaults: FaultNaming.result(of: answer.clearing)
        case .ceiling: answer.ceilings.json
        case .commission: Commission(done.request).json
        }
    }

    private static func refusal(_ missing: MissingPreconditions) -> RPCError {
        let preconditions = missing.preconditions
        let words = preconditions.map(\.sentence).joined(separator: "; ")
        return RPCError(
            RPCError.preconditions,
            "not armed: " + words,
            details: ["missing": .array(preconditions.map(\.json))]
        )
    }
}
