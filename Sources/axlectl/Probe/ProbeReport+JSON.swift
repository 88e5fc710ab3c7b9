import CANFrames
import DBC
import StateProtocol

/// For programs.
extension ProbeReport {
    /// One object for the bus.
    func json() -> JSONValue {
        let document = bus.document?.json
        let probe = bus.probe
        return [
            "bus": .string(bus.name),
            "seconds": .rounded(seconds),
            "state": document?["state"] ?? .null,
            "acknowledgement": document?["acknowledgement"] ?? .null,
            "warning": document?["warning"] ?? .null,
            "controller": document?["controller"] ?? .null,
            "vanished_after_s": bus.vanishedAfter.map { .rounded($0) } ?? .null,
            "frames": .count(probe.frames),
            "remote_frames": .count(probe.remoteFrames),
            "error_frames": .count(probe.errorFrames),
            "errors": .array(errors),
            "lost": .count(bus.lost),
            "interface_dropped": .count(bus.dropped),
            "silence": .array(
                probe.frames == 0 ? Silence.reasons(bus).map { .string($0) } : []
            ),
            "best": best.map { .string(known.files[$0.database].path) } ?? .null,
            "databases": .array(scores.map(object)),
            "ids": .array(probe.identifiers.map(object)),
            "not_heard": .array(missing.map(object)),
        ]
    }

    private var errors: [JSONValue] {
        bus.probe.errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { ["error": .string($0.key), "count": .count($0.value)] }
    }

    private func object(_ score: DatabaseScore) -> JSONValue {
        [
            "file": .string(known.files[score.database].path),
            "verdict": .string(score.verdict.rawValue),
            "reason": .string(reason(score)),
            "messages": .count(score.messages),
            "messages_heard": .count(score.heardMessages),
            "ids_agreeing": .count(score.agreeing),
            "ids_contradicting": .count(score.contradicting.count),
            "ids_proven": .count(score.proven),
            "periods": .count(score.periods),
            "right_periods": .count(score.rightPeriods),
            "ids_by_chance": .rounded(score.byChance),
            "frames": .count(score.frames),
            "wrong_lengths": .count(score.wrongLengths),
            "right_checksums": .count(score.rightChecksums),
            "wrong_checksums": .count(score.wrongChecksums),
            "right_counter_steps": .count(score.rightSteps),
            "wrong_counter_steps": .count(score.wrongSteps),
        ]
    }

    private func object(_ identifier: HeardIdentifier) -> JSONValue {
        let naming = naming(of: identifier)
        let period: JSONValue =
            identifier.period.map {
                [
                    "min": .rounded($0.minimum), "median": .rounded($0.median),
                    "max": .rounded($0.maximum),
                ]
            } ?? .null
        return [
            "id": .string(identifier.id.description),
            "count": .count(identifier.count),
            "lengths": .array(identifier.lengths.sorted().map { .count($0) }),
            "period_ms": period,
            "message": naming.map { .string($0.message.name) } ?? .null,
            "database": naming.map { .string(known.files[$0.database].path) } ?? .null,
            "cycle_ms": naming?.message.cycleTime.map { .count($0) } ?? .null,
            "wrong_lengths": .count(naming?.match.wrongLengths ?? 0),
            "wrong_checksums": .count(naming?.match.wrongChecksums ?? 0),
            "wrong_counter_steps": .count(naming?.match.wrongSteps ?? 0),
        ]
    }

    private func object(_ message: CompiledMessage) -> JSONValue {
        [
            "id": .string(message.id.description),
            "message": .string(message.name),
            "sender": .string(message.sender),
            "cycle_ms": message.cycleTime.map { .count($0) } ?? .null,
            "time_sufficed": .bool(isLongEnough(for: message)),
        ]
    }
}
