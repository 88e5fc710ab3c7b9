import SignalCodec

extension Parser {
    /// Reads `BO_ number name: length sender` and the signals below it.
    mutating func message(at start: Token) throws(SyntaxFailure) {
        let reference = try messageReference()
        endHead()
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
        var message = Message(
            rawID: reference.rawID,
            name: tree.symbols[name.symbol],
            length: length,
            position: start.position
        )
        if isName, !token.isFirstOnLine {
            let sender = try self.name("the sender")
            message.sender = tree.symbols[sender.symbol]
        } else if token.kind == .end, lexer.endsInsideLine {
            // A file that stops right here was cut off: lines end with a line's end.
            throw failure("the sender")
        }
        mark(start)
        var names: [Symbol] = []
        // Most messages have some; one that grows is moved each time.
        if isWord(.signal) { message.signals.reserveCapacity(16) }
        signals(into: &message, &names)
        tree.database.messages.append(message)
        tree.signalNames.append(names)
    }

    private mutating func signals(into message: inout Message, _ names: inout [Symbol]) {
        repeat {
            while isWord(.signal) {
                let start = token
                advance()
                do throws(SyntaxFailure) {
                    let (name, signal) = try signal(at: start.position)
                    names.append(name.symbol)
                    message.signals.append(signal)
                    mark(start, message: message.rawID)
                } catch {
                    diagnostics.error(
                        at: error.position,
                        losesText: true,
                        "\(error.message) in a signal (SG_)"
                    )
                    skipToWordAtLineStart()
                }
            }
        } while skipStrayText()
    }

    /// Reports what is neither a signal nor begins a section, and goes on at the next line that
    /// begins with a word; false where there is no such text.
    private mutating func skipStrayText() -> Bool {
        switch token.kind {
        case .end: return false
        case .word:
            guard Keyword(source, token.range) == nil else { return false }
            if token.isFirstOnLine {
                let meant = Keyword.resembling(token.range, in: source)
                // What may be a message must not give its signals to the one before it.
                guard meant.contains(.signal), !meant.contains(.message) else { return false }
            }
        case .number, .string, .mark: break
        }
        let failure = failure(
            "\(token.isFirstOnLine ? "SG_" : "a new line") or a section; what stands here is left out"
        )
        diagnostics.error(at: failure.position, losesText: true, failure.message)
        advance()
        skipToWordAtLineStart()
        return true
    }

    private mutating func signal(
        at position: SourcePosition
    ) throws(SyntaxFailure) -> (Named, Signal) {
        lexer.endsStringsWithLine = true
        defer { lexer.endsStringsWithLine = false }
        let name = try name("the signal's name")
        endHead()
        let multiplexing = try multiplexing()
        try expect(":", "after the signal's name")
        let startBit: Int = try integer("the start bit")
        try expect("|", "between start bit and length")
        let length: Int = try integer("the length in bits")
        try expect("@", "before the byte order")
        let order = try byteOrder()
        let kind = try sign()
        let (factor, offset) = try scale()
        let (minimum, maximum) = try limits()
        if token.kind == .string, lexer.byte(at: token.range.upperBound) != UInt8(ascii: "\"") {
            throw SyntaxFailure(
                position: token.position,
                message: "found a unit that is not closed on its line, expected '\"'"
            )
        }
        let unit = try string("the unit in quotes")
        let signal = Signal(
            name: tree.symbols[name.symbol],
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
        return (name, signal)
    }

    /// `M` selects, `m3` is selected by 3, `m3M` both; `m` alone says nothing.
    private mutating func multiplexing() throws(SyntaxFailure) -> Multiplexing {
        var multiplexing = Multiplexing()
        guard !isMark(":") else { return multiplexing }
        let expected = "':', M, or m with a number"
        guard token.kind == .word else { throw failure(expected) }
        var range = token.range
        if source.bytes[range.upperBound - 1] == UInt8(ascii: "M") {
            multiplexing.isSelector = true
            range = range.lowerBound..<range.upperBound - 1
        }
        if range.count == 1, range == token.range,
            source.bytes[range.lowerBound] == UInt8(ascii: "m")
        {
            // Which value selects the signal is unknown, and M may be meant: it is always there.
            diagnostics.warn(
                at: token.position,
                losesText: true,
                "found m without a number, expected M or one such as m0; the signal is not multiplexed"
            )
        } else if !range.isEmpty {
            let digits = range.lowerBound + 1..<range.upperBound
            guard source.bytes[range.lowerBound] == UInt8(ascii: "m"),
                source.bytes[digits].allSatisfy(\.isDigit),
                let value: UInt64 = NumberText.integer(source, digits)
            else { throw failure(expected) }
            multiplexing.ranges = [value...value]
            multiplexing.writtenValue = value
        }
        advance()
        return multiplexing
    }

    mutating func byteOrder() throws(SyntaxFailure) -> ByteOrder {
        let expected = "0 (Motorola) or 1 (Intel) for the byte order"
        guard token.kind == .number, token.range.count == 1 else { throw failure(expected) }
        let order: ByteOrder
        switch source.bytes[token.range.lowerBound] {
        case UInt8(ascii: "0"): order = .bigEndian
        case UInt8(ascii: "1"): order = .littleEndian
        default: throw failure(expected)
        }
        advance()
        return order
    }

    mutating func sign() throws(SyntaxFailure) -> SignalKind {
        if take("+") { return .unsigned }
        if take("-") { return .signed }
        throw failure("+ (unsigned) or - (signed)")
    }

    mutating func scale() throws(SyntaxFailure) -> (factor: Double, offset: Double) {
        try expect("(", "before factor and offset")
        let factor = try number("the factor")
        try expect(",", "between factor and offset")
        let offset = try number("the offset")
        try expect(")", "after factor and offset")
        return (factor, offset)
    }

    mutating func limits() throws(SyntaxFailure) -> (minimum: Double, maximum: Double) {
        try expect("[", "before the limits")
        let minimum = try number("the smallest value")
        try expect("|", "between the limits")
        let maximum = try number("the largest value")
        try expect("]", "after the limits")
        return (minimum, maximum)
    }

    private mutating func receivers() throws(SyntaxFailure) -> [String] {
        // A file that stops right behind the unit was cut off: lines end with a line's end.
        if token.kind == .end, lexer.endsInsideLine { throw failure("a receiver or a new line") }
        var symbols: [Symbol] = []
        var continues = false
        while isName, !token.isFirstOnLine || (continues && Keyword(source, token.range) == nil) {
            symbols.append(try name("a receiver").symbol)
            continues = take(",")
        }
        if continues, token.kind == .end { throw failure("a receiver behind ','") }
        if symbols != lastReceivers.symbols {
            lastReceivers = (
                symbols, symbols.map { tree.symbols[$0] }.filter { $0 != Node.nobody }
            )
        }
        return lastReceivers.names
    }
}
