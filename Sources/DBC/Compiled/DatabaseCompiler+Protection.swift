import SignalCodec

/// End-to-end protection, by the attributes of a message.
extension DatabaseCompiler {
    /// Checksum and counter from the attributes E2EProfile, E2EChecksumSignal, E2ECounterSignal,
    /// E2EChecksumConstant and E2EDataID.
    mutating func protection(of message: Message) -> Protection {
        let name = attribute("E2EProfile", of: message)?.text ?? "None"
        let profile: ProtectionProfile
        switch name {
        case "", "None": profile = .none
        case "NissanCRC8": profile = .nissanCRC8
        case "NissanNibbleSum": profile = .nissanNibbleSum
        case "AxleCRC8": profile = .axleCRC8
        default:
            profile = .none
            diagnostics.error(
                at: message.position,
                "\(message.name) has the E2EProfile \"\(name)\", expected None, NissanCRC8, "
                    + "NissanNibbleSum or AxleCRC8"
            )
        }
        let checksum = layout(named: "E2EChecksumSignal", of: message)
        if profile != .none {
            let bits = profile == .nissanNibbleSum ? 4 : 8
            let isAligned = checksum.map { $0.length == bits && $0.firstByte == $0.lastByte }
            if isAligned != true {
                diagnostics.error(
                    at: message.position,
                    "\(message.name) has the E2EProfile \(name), expected an E2EChecksumSignal of "
                        + "\(bits) bits in one byte"
                )
            }
        }
        return Protection(
            profile: profile,
            checksum: checksum,
            counter: layout(named: "E2ECounterSignal", of: message),
            constant: UInt8(truncatingIfNeeded: integer("E2EChecksumConstant", of: message)) & 0xF,
            dataID: UInt16(truncatingIfNeeded: integer("E2EDataID", of: message))
        )
    }

    private func integer(_ attribute: String, of message: Message) -> Int64 {
        self.attribute(attribute, of: message)?.integer ?? 0
    }

    private mutating func layout(named attribute: String, of message: Message) -> SignalLayout? {
        guard let name = self.attribute(attribute, of: message)?.text, !name.isEmpty else {
            return nil
        }
        let signal = message.signals.first { $0.name == name }
        guard let layout = signal?.layout, layout.fits(length: message.length) else {
            diagnostics.error(
                at: message.position,
                "\(message.name) has the \(attribute) \"\(name)\", expected one of its signals"
            )
            return nil
        }
        return layout
    }
}
