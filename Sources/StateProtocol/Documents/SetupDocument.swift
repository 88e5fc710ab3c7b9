public import VehicleModel

/// What became of setting a bus's adapter up, in an entry of `bus.list`.
public struct SetupDocument: Sendable {
    private let outcome: AdapterOutcome

    /// Nil where the configuration asks for nothing.
    public init?(_ outcome: AdapterOutcome) {
        guard outcome.progress != .notAsked else { return nil }
        self.outcome = outcome
    }

    /// The object on the wire.
    public var json: JSONValue {
        [
            "progress": .string(progress),
            "reason": reason.map { .string($0) } ?? .null,
        ]
    }

    private var progress: String {
        switch outcome.progress {
        case .notAsked: "not-asked"
        case .waiting: "waiting"
        case .done: "done"
        case .failed: "failed"
        case .hangs: "hangs"
        }
    }

    /// One sentence; nil where nothing went wrong.
    private var reason: String? {
        switch outcome.progress {
        case .notAsked, .waiting, .done: nil
        case .hangs: "the kernel does not answer; the adapter is as it was, or half set up"
        case .failed:
            outcome.step.map { "\(words(for: $0)) was refused: \(refusal(of: $0))" }
                ?? "there was no thread to do it"
        }
    }

    private func words(for step: AdapterStep) -> String {
        switch step {
        case .stop: "taking the interface down"
        case .bitrate: "setting the bit rate"
        case .modes: "setting the modes"
        case .restart: "setting the restart after bus-off"
        case .start: "bringing the interface up"
        }
    }

    /// The kernel's errno in this place's words.
    private func refusal(of step: AdapterStep) -> String {
        switch outcome.errno {
        case 1: "it is not permitted; it needs CAP_NET_ADMIN"
        case 16: "the interface is up"
        case 19: "there is no such interface"
        case 22 where step == .start: "no bit rate is set, or the controller cannot do this"
        case 22, 33, 34: "the controller cannot do this"
        case 95: "the adapter's driver does not offer it"
        case 0: "no reason was given"
        default: "error \(outcome.errno)"
        }
    }
}
