import CANFrames

/// A line of a CAN FD frame, which a classic one may have too.
///
/// `CANFD CHANNEL Rx|Tx ID[x] [NAME] BRS ESI DLC LENGTH BYTES DURATION BITS FLAGS …`, all hexadecimal but
/// the channel and the length.
enum ASCLongEvent {
    /// The bits of the flags.
    private static let remoteBit: UInt32 = 0x10
    private static let longBit: UInt32 = 0x1000
    private static let switchBit: UInt32 = 0x2000
    private static let passiveBit: UInt32 = 0x4000

    /// Reads what stands behind `CANFD`; nil for an event that is no frame, or none on the bus yet.
    static func read(_ scanner: inout TextScanner) throws(NotationError) -> ASCEvent? {
        _ = scanner.skipBlanks()
        let (channel, digits) = scanner.decimal(atMost: 3)
        guard digits > 0, scanner.skipBlanks(), let direction = ASCEvent.direction(&scanner),
            scanner.skipBlanks()
        else { return nil }
        if scanner.skip(ignoringCase: "ErrorFrame") {
            return ASCEvent(channel: Int(channel), direction: direction, frame: nil)
        }
        let id = try ASCEvent.readIdentifier(&scanner, isDecimal: false)
        _ = scanner.skipBlanks()
        // A symbolic name is no number.
        if !(0x30...0x39).contains(scanner.next), scanner.skipWord() { _ = scanner.skipBlanks() }
        let isSwitched = try readBit(&scanner, "bit rate switch")
        let isPassive = try readBit(&scanner, "error state indicator")
        let start = scanner
        guard let code = ASCEvent.lengthCode(&scanner), scanner.skipBlanks() else {
            throw start.error("a length code from 0 to F")
        }
        let (length, _) = scanner.decimal(atMost: 2)
        var payload = Payload(repeating: 0)
        guard length <= 64 else { throw start.error("a length of at most 64") }
        for index in 0..<Int(length) {
            payload[index] = try ASCEvent.readByte(&scanner, isDecimal: false)
        }
        let flags = readFlags(&scanner)
        let isLong = (flags ?? longBit) & longBit != 0 || length > 8 || isSwitched
        let frame: Frame?
        if isLong {
            frame = long(id, code, Int(length), isSwitched, isPassive, payload)
        } else {
            let isRemote = (flags ?? 0) & remoteBit != 0
            frame = classic(id, code, Int(length), isRemote: isRemote, payload)
        }
        guard let frame else { throw start.error("a length code and the length it stands for") }
        return ASCEvent(channel: Int(channel), direction: direction, frame: frame)
    }

    private static func long(
        _ id: FrameID,
        _ code: UInt8,
        _ length: Int,
        _ isSwitched: Bool,
        _ isPassive: Bool,
        _ payload: Payload
    ) -> Frame? {
        guard length == Self.length(ofCode: code) else { return nil }
        var flags = FDFlags.isFD
        if isSwitched { flags.insert(.bitRateSwitch) }
        if isPassive { flags.insert(.errorStateIndicator) }
        var frame = Frame(id: id, flags: flags, length: length)
        frame?.payload = payload
        return frame
    }

    private static func classic(
        _ id: FrameID,
        _ code: UInt8,
        _ length: Int,
        isRemote: Bool,
        _ payload: Payload
    ) -> Frame? {
        let meant = Int(min(code, 8))
        guard length == (isRemote ? 0 : meant) else { return nil }
        var frame = Frame(
            id: id,
            kind: isRemote ? .remote : .data,
            length: meant,
            rawDLC: code > 8 ? code : 0
        )
        frame?.payload = payload
        return frame
    }

    private static func readBit(
        _ scanner: inout TextScanner,
        _ name: String
    ) throws(NotationError) -> Bool {
        let start = scanner
        guard let digit = ASCEvent.lengthCode(&scanner), digit <= 1, scanner.skipBlanks() else {
            throw start.error("0 or 1 for the \(name)")
        }
        return digit == 1
    }

    /// Reads blanks, two words and the flags; nil where they are not there.
    private static func readFlags(_ scanner: inout TextScanner) -> UInt32? {
        for _ in 0..<2 {
            _ = scanner.skipBlanks()
            guard scanner.skipWord() else { return nil }
        }
        _ = scanner.skipBlanks()
        var value: UInt32 = 0
        var digits = 0
        while digits < 8, let digit = scanner.hexDigit() {
            value = value << 4 | UInt32(digit)
            digits += 1
        }
        return digits > 0 ? value : nil
    }

    /// The bytes that a code stands for in CAN FD.
    static func length(ofCode code: UInt8) -> Int {
        let long = [12, 16, 20, 24, 32, 48, 64]
        return code <= 8 ? Int(code) : long[min(Int(code) - 9, 6)]
    }

    /// The code of a length that CAN FD has.
    static func code(ofLength length: Int) -> Int {
        (0...15).first { Self.length(ofCode: UInt8($0)) >= length } ?? 15
    }

    /// The flags of a frame.
    static func flags(of frame: borrowing Frame) -> UInt32 {
        var bits: UInt32 = 0
        if frame.kind == .remote { bits |= remoteBit }
        if frame.flags.contains(.isFD) { bits |= longBit }
        if frame.flags.contains(.bitRateSwitch) { bits |= switchBit }
        if frame.flags.contains(.errorStateIndicator) { bits |= passiveBit }
        return bits
    }
}
