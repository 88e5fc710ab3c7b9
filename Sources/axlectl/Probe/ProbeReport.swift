import ArgumentParser
import CANFrames
import DBC
import StateProtocol

/// What was heard on one bus and which databases fit it, as a text or as JSON.
struct ProbeReport {
    let bus: ListenedBus
    let known: KnownDatabases
    /// How long was listened, or from the log's first frame to its last, seconds.
    let seconds: Double
    /// The databases' scores, the best first.
    let scores: [DatabaseScore]

    init(_ bus: ListenedBus, _ known: KnownDatabases, seconds: Double) {
        self.bus = bus
        self.known = known
        self.seconds = seconds
        scores = bus.probe.scores
    }

    /// Whether a database fits the traffic.
    var hasFit: Bool { scores.first?.verdict == .fits }

    /// The best database, where it fits or partly fits.
    var best: DatabaseScore? { scores.first.flatMap { $0.verdict == .no ? nil : $0 } }

    /// A message's name, and the database that it is from.
    struct Naming {
        let database: Int
        let match: MessageMatch
        let message: CompiledMessage
    }

    /// The message of the best database that has the identifier and is not contradicted, or else of
    /// the best that has it; nil where no database that fits or partly fits has it.
    func naming(of identifier: HeardIdentifier) -> Naming? {
        let matches = scores.filter { $0.verdict != .no }
            .compactMap { identifier.match(in: $0.database) }
        guard let match = matches.first(where: { $0.objections.isEmpty }) ?? matches.first else {
            return nil
        }
        let message = known.files[match.database].compiled.messages[match.message]
        return Naming(database: match.database, match: match, message: message)
    }

    /// The messages that the best database has as cyclic and that were not heard.
    var missing: [CompiledMessage] {
        guard let best else { return [] }
        let heard = Set(
            bus.probe.identifiers.compactMap { $0.match(in: best.database)?.message }
        )
        let messages = known.files[best.database].compiled.messages
        return messages.indices.filter { !heard.contains($0) && messages[$0].cycleTime != nil }
            .map { messages[$0] }
            .sorted {
                ($0.id.isExtended ? 1 : 0, $0.id.identifier)
                    < ($1.id.isExtended ? 1 : 0, $1.id.identifier)
            }
    }

    /// Whether so long a time is enough to hear a message.
    func isLongEnough(for message: CompiledMessage) -> Bool {
        Double(message.cycleTime ?? 0) * 2 <= seconds * 1_000
    }

    /// Why a database has its verdict: one sentence.
    func reason(_ score: DatabaseScore) -> String {
        guard score.agreeing + score.contradicting.count > 0 else {
            return "none of its identifiers was heard"
        }
        var parts = ["\(score.agreeing) of \(score.identifiers) identifiers heard agree"]
        if score.contradicting.isEmpty {
            parts.append("none contradicts")
        } else {
            parts.append("contradicted by " + contradictions(score))
        }
        if score.proven > 0 {
            parts.append("checksums prove \(score.proven)")
        }
        if !score.hasChecks { parts.append("by lengths alone: it has no checksums or counters") }
        if score.periods > 0 {
            parts.append(
                "\(score.rightPeriods) of \(counted(score.periods, "period")) as it says"
            )
        }
        if !score.isBeyondChance {
            let expected = Int(score.byChance.rounded())
            parts.append(
                expected > 0 ? "about \(expected) would agree by chance" : "too few to tell"
            )
        }
        return parts.joined(separator: "; ")
    }

    /// The first identifiers that speak against a database.
    private func contradictions(_ score: DatabaseScore) -> String {
        let listed = score.contradicting.prefix(Self.mostListed).map { each in
            "\(each.id) (\(each.objections.map(\.rawValue).joined(separator: ", ")))"
        }
        let rest = score.contradicting.count - listed.count
        return listed.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static let mostListed = 3
}

extension ProbeReport {
    /// Prints the reports of all buses; exit status 1 where no database fits one of them.
    static func print(_ reports: [ProbeReport], asJSON isJSON: Bool) throws {
        if isJSON {
            let document: JSONValue = ["buses": .array(reports.map { $0.json() })]
            try emit(Array((document.line + "\n").utf8))
        } else {
            let lines = reports.map { $0.text() }.joined(separator: ["", ""])
            try emit(Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        guard !reports.isEmpty, reports.allSatisfy(\.hasFit) else { throw ExitCode(1) }
    }
}
