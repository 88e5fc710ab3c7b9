import SignalCodec

/// Which form each message of a plan is decoded in.
///
/// Most messages are decoded alike in several forms. They get the one that most messages of their
/// database need, because frames of many messages in one form cost the processor no wrong guess.
struct MessageForm {
    private let layouts: [SignalLayout]
    private let fitsWord: Bool

    private init(_ message: CompiledMessage, _ signals: [Int]) {
        layouts = signals.map { message.layouts[$0] }
        fitsWord = message.length <= 8
    }

    /// A form for each message, of which these signals are decoded.
    static func all(of messages: some Sequence<(CompiledMessage, [Int])>) -> [DecodeForm] {
        let messages = messages.map { Self($0, $1) }
        let inWords = messages.count { message in
            [.littleEndianWord, .bigEndianWord].contains { message.isWhole(in: $0) }
        }
        let inWindows = messages.count { $0.isWhole(in: .sharedWindows) }
        let order: [DecodeForm] =
            inWindows > inWords
            ? [.sharedWindows, .littleEndianWord, .bigEndianWord, .windowsBothWays]
            : [.littleEndianWord, .bigEndianWord, .sharedWindows, .windowsBothWays]
        return messages.map { $0.best(of: order) }
    }

    /// The first form in which no other lets quads decode more signals.
    private func best(of order: [DecodeForm]) -> DecodeForm {
        var best = (form: DecodeForm.windowsBothWays, count: -1)
        for form in order {
            let count = count(in: form)
            if count > best.count { best = (form, count) }
        }
        return best.form
    }

    private func isWhole(in form: DecodeForm) -> Bool { count(in: form) == layouts.count }

    /// How many of the signals quads decode.
    private func count(in form: DecodeForm) -> Int {
        switch form {
        case .littleEndianWord, .bigEndianWord: if !fitsWord { return -1 }
        case .sharedWindows, .windowsBothWays: break
        }
        return DecodePlace.places(of: layouts, in: form).count { $0 != nil }
    }
}

extension DecodePlace {
    /// Places for the signals of a message, in their order; nil for those that cannot be decoded
    /// with others in this form.
    static func places(of layouts: [SignalLayout], in form: DecodeForm) -> [Self?] {
        layouts.indices.map { index in
            let neighbour = layouts[min(index ^ 1, layouts.count - 1)]
            return Self(layouts[index], in: form, beside: neighbour)
        }
    }
}
