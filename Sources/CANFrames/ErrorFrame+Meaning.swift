#if !hasFeature(Embedded)
extension ErrorFrame {
    /// What an error frame says, in the terms of ISO 11898-1, one text a finding; empty where the frame
    /// is none.
    ///
    /// The bits are those of `linux/can/error.h`. A class without details is a text of its own; bits
    /// that no kernel gives a meaning are shown as numbers.
    public static func meaning(of frame: borrowing Frame) -> [String] {
        guard let classes = ErrorFrame(frame) else { return [] }
        let payload = frame.bytes
        func byte(_ index: Int) -> UInt8 { index < payload.count ? payload[index] : 0 }

        var texts: [String] = []
        if classes.contains(.transmitTimeout) { texts.append("transmission timed out") }
        if classes.contains(.lostArbitration) {
            let bit = byte(0)
            texts.append(bit == 0 ? "arbitration lost" : "arbitration lost at bit \(bit)")
        }
        if classes.contains(.controller) { texts += controller(byte(1)) }
        if classes.contains(.protocolViolation) { texts += violations(byte(2), at: byte(3)) }
        if classes.contains(.transceiver) { texts += transceiver(byte(4)) }
        if classes.contains(.noAcknowledge) { texts.append("no acknowledgement") }
        if classes.contains(.busOff) { texts.append("bus-off") }
        if classes.contains(.busError) { texts.append("bus error") }
        if classes.contains(.restarted) { texts.append("restarted") }
        if classes.contains(.counters) {
            texts.append("error counters: transmit \(byte(6)), receive \(byte(7))")
        }
        let unknown = classes.rawValue & ~0x3FF
        if unknown != 0 { texts.append("unknown error class 0x\(String(unknown, radix: 16))") }
        return texts
    }

    /// The texts of the bits that are set; `none` where no bit is.
    private static func texts(_ bits: UInt8, _ names: [(UInt8, String)], none: String) -> [String] {
        guard bits != 0 else { return [none] }
        let known = names.reduce(0) { $0 | $1.0 }
        var texts = names.filter { bits & $0.0 != 0 }.map(\.1)
        if bits & ~known != 0 { texts.append("\(none) 0x\(String(bits & ~known, radix: 16))") }
        return texts
    }

    private static func controller(_ bits: UInt8) -> [String] {
        texts(
            bits,
            [
                (0x01, "receive buffer overflow"), (0x02, "transmit buffer overflow"),
                (0x04, "error-warning by reception"), (0x08, "error-warning by transmission"),
                (0x10, "error-passive by reception"), (0x20, "error-passive by transmission"),
                (0x40, "error-active again"),
            ],
            none: "controller problem"
        )
    }

    private static func violations(_ bits: UInt8, at place: UInt8) -> [String] {
        var found = texts(
            bits & 0x7F,
            [
                (0x01, "bit error"), (0x02, "form error"), (0x04, "stuff error"),
                (0x08, "dominant bit not sent"), (0x10, "recessive bit not sent"),
                (0x20, "overload"), (0x40, "active error flag"),
            ],
            none: "protocol violation"
        )
        if bits & 0x80 != 0 { found[found.count - 1] += " in transmission" }
        if place != 0 {
            found[found.count - 1] +=
                " at " + (places[place] ?? "place 0x\(String(place, radix: 16))")
        }
        return found
    }

    private static let places: [UInt8: String] = [
        0x03: "the start of frame", 0x02: "identifier bits 28 to 21",
        0x06: "identifier bits 20 to 18", 0x04: "the substitute RTR bit", 0x05: "the IDE bit",
        0x07: "identifier bits 17 to 13", 0x0F: "identifier bits 12 to 5",
        0x0E: "identifier bits 4 to 0", 0x0C: "the RTR bit", 0x0D: "reserved bit 1",
        0x09: "reserved bit 0", 0x0B: "the DLC", 0x0A: "the data", 0x08: "the CRC",
        0x18: "the CRC delimiter", 0x19: "the ACK slot", 0x1B: "the ACK delimiter",
        0x1A: "the end of frame", 0x12: "the intermission",
    ]

    /// The low half says what is wrong with CANH, the high half with CANL.
    private static func transceiver(_ status: UInt8) -> [String] {
        let faults: [UInt8: String] = [
            4: "has no wire", 5: "is shorted to the battery", 6: "is shorted to VCC",
            7: "is shorted to ground", 8: "is shorted to CANH",
        ]
        var texts: [String] = []
        for (line, half) in [("CANH", status & 0xF), ("CANL", status >> 4)] where half != 0 {
            let fault = faults[half] ?? "has status 0x\(String(half, radix: 16))"
            texts.append("\(line) \(fault)")
        }
        return texts.isEmpty ? ["transceiver fault"] : texts
    }
}
#endif
