import SignalCodec

extension Parser {
    /// Reads `BO_ number name: length sender` and the signals below it.
    mutating func message(at position: SourcePosition) throws(SyntaxFailure) -> Message {
        let reference = try messageReference()
        let name = try name("the message's name")
        try expect(":", "after the message's name")
        let lengthPosition = token.position
        let length: Int = try integer("the message's length in bytes")
        guard (0...65_535).contains(length) else {
            throw SyntaxFailure(
                position: lengthPosition,
                message: "found length \(length), expected 0 to 65535"
            )
        }
        let sender =
            token.kind == .word && !token.isFirstOnLine ? try self.name("the sender").text : ""
        var message = Message(
            rawID: reference.rawID,
            name: name.text,
            length: length,
            sender: sender,
            position: position
        )
        signals(into: &message)
        return message
    }

    private mutating func signals(into message: inout Message) {
        while isWord("SG_") {
            let position = token.position
            advance()
            do throws(SyntaxFailure) {
                message.signals.append(try signal(at: position))
            } catch {
                diagnostics.error(at: error.position, "\(error.message) in a signal (SG_)")
                // The next signal or section begins a line.
                while token.kind != .end, !(token.isFirstOnLine && token.kind == .word) {
                    advance()
                }
            }
        }
    }

    private mutating func signal(at position: SourcePosition) throws(SyntaxFailure) -> Signal {
        let name = try name("the signal's name")
        let multiplexing = try multiplexing()
        try expect(":", "after the signal's name")
        let startBit: Int = try integer("the start bit")
        try expect("|", "between start bit and length")
        let length: Int = try integer("the length in bits")
        try expect("@", "before the byte order")
        let order = try byteOrder()
        let kind = try sign()
        try expect("(", "before factor and offset")
        let factor = try number("the factor")
        try expect(",", "between factor and offset")
        let offset = try number("the offset")
        try expect(")", "after factor and offset")
        try expect("[", "before the limits")
        let minimum = try number("the smallest value")
        try expect("|", "between the limits")
        let maximum = try number("the largest value")
        try expect("]", "after the limits")
        let unit = try string("the unit in quotes")
        return Signal(
            name: name.text,
            startBit: startBit,
            length: length,
            byteOrder: order,
            kind: kind,
            factor: factor,
            offset: offset,
            minimum: minimum,
            maximum: maximum,
            unit: unit,
            receivers: try receivers(),
            multiplexing: multiplexing,
            position: position
        )
    }

    /// `M` selects, `m3` is selected by 3, `m3M` both.
    private mutating func multiplexing() throws(SyntaxFailure) -> Multiplexing {
        var multiplexing = Multiplexing()
        guard !isMark(":") else { return multiplexing }
        let expected = "':', M, or m with a number"
        guard token.kind == .word else { throw failure(expected) }
        var text = Substring(lexer.text(token))
        if text.last == "M" {
            multiplexing.isSelector = true
            text.removeLast()
        }
        if text.first == "m", let value = UInt64(text.dropFirst()) {
            multiplexing.ranges = [value...value]
        } else if !text.isEmpty {
            throw failure(expected)
        }
        advance()
        return multiplexing
    }

    private mutating func byteOrder() throws(SyntaxFailure) -> ByteOrder {
        let expected = "0 (Motorola) or 1 (Intel) for the byte order"
        guard token.kind == .number else { throw failure(expected) }
        let order: ByteOrder
        switch lexer.text(token) {
        case "0": order = .bigEndian
        case "1": order = .littleEndian
        default: throw failure(expected)
        }
        advance()
        return order
    }

    private mutating func sign() throws(SyntaxFailure) -> SignalKind {
        if take("+") { return .unsigned }
        if take("-") { return .signed }
        throw failure("+ (unsigned) or - (signed)")
    }

    private mutating func receivers() throws(SyntaxFailure) -> [String] {
        // A file that stops right behind the unit was cut off: lines end with a line's end.
        if token.kind == .end, lexer.endsInsideLine { throw failure("a receiver or a new line") }
        var receivers: [String] = []
        var continues = false
        while token.kind == .word || token.kind == .number,
            !token.isFirstOnLine
                || (continues && Keyword(rawValue: lexer.text(token)) == nil)
        {
            receivers.append(try name("a receiver").text)
            continues = take(",")
        }
        return receivers
    }
}
