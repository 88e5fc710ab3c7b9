public import VehicleModel

/// The controller of a bus's interface, in an entry of `bus.list`.
public struct ControllerDocument: Sendable {
    private let link: LinkHealth

    /// Nil where the interface has no controller, or none is known.
    public init?(_ link: LinkHealth) {
        guard link.hasController else { return nil }
        self.link = link
    }

    /// The object on the wire.
    public var json: JSONValue {
        [
            "state": .string(link.state.wireName),
            "bitrate": number(link.bitrate),
            "sample_point": link.samplePoint == 0
                ? .null : .number(Double(link.samplePoint) / 1_000),
            "data_bitrate": number(link.dataBitrate),
            "modes": names(link.modes),
            "possible_modes": link.possibleModes == 0 ? .null : names(link.possibleModes),
            "restart_ms": .count(link.restartMilliseconds),
            "transmit_errors": link.hasErrorCounters ? .count(link.transmitErrors) : .null,
            "receive_errors": link.hasErrorCounters ? .count(link.receiveErrors) : .null,
            "error_warning_times": .count(link.warnings),
            "error_passive_times": .count(link.passives),
            "bus_off_times": .count(link.busOffs),
            "restarts": .count(link.restarts),
        ]
    }

    private func number(_ value: UInt32) -> JSONValue { value == 0 ? .null : .count(value) }

    /// Names of modes by the kernel's bits (CAN_CTRLMODE_*), as `ip -details link` has them.
    private static let modeNames = [
        "loopback", "listen-only", "triple-sampling", "one-shot", "berr-reporting", "fd",
        "presume-ack", "fd-non-iso", "cc-len8-dlc", "tdc-auto", "tdc-manual",
    ]

    private func names(_ modes: UInt32) -> JSONValue {
        let names = Self.modeNames.enumerated().filter { modes & 1 << UInt32($0.offset) != 0 }
        return .array(names.map { .string($0.element) })
    }
}
