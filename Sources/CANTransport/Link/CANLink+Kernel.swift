import CLinuxCAN

extension CANLink {
    /// Nil for an interface that is not CAN.
    init?(_ link: axle_link) {
        guard link.is_can != 0 else { return nil }
        self.init(
            name: link.nameText,
            index: link.index,
            isUp: link.is_up != 0,
            hasCarrier: link.has_carrier != 0,
            isVirtual: ["vcan", "vxcan"].contains(link.kindText),
            controller: CANController(link),
            receiveDrops: link.receive_drops,
            transmitDrops: link.transmit_drops,
            frames: link.frames,
            bytes: link.bytes
        )
    }
}

extension CANController {
    /// Nil where the kernel tells of no controller.
    init?(_ link: axle_link) {
        guard link.has_controller != 0 else { return nil }
        self.init(state: State(rawValue: link.state) ?? .stopped)
        bitrate = link.bitrate == 0 ? nil : link.bitrate
        dataBitrate = link.data_bitrate == 0 ? nil : link.data_bitrate
        samplePoint = link.sample_point == 0 ? nil : link.sample_point
        modes = link.modes
        possibleModes = link.possible_modes
        restartMilliseconds = link.restart_delay
        if link.has_error_counters != 0 {
            transmitErrors = link.transmit_errors
            receiveErrors = link.receive_errors
        }
        warnings = link.warnings
        passives = link.passives
        busOffs = link.bus_offs
        restarts = link.restarts
    }
}

extension axle_link {
    /// The name up to its terminating zero.
    var nameText: String { Self.text(name) }

    /// The driver's kind up to its terminating zero.
    var kindText: String { Self.text(kind) }

    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
