extension AttributeDefinition.Kind {
    /// What is allowed, for a sentence; nil where the value is.
    func expectation(against value: AttributeValue) -> String? {
        switch self {
        case .integer(let minimum, let maximum, _):
            guard case .integer(let number) = value else { return "a whole number" }
            return expectation(against: Double(number), minimum, maximum)
        case .number(let minimum, let maximum):
            guard let number = value.number else { return "a number" }
            return expectation(against: number, minimum, maximum)
        case .enumeration(let choices):
            if case .choice = value { return nil }
            return "one of \(choices.prefix(20).joined(separator: ", "))"
        case .string:
            if case .text = value { return nil }
            return "a text"
        }
    }

    private func expectation(
        against number: Double,
        _ minimum: Double,
        _ maximum: Double
    ) -> String? {
        if minimum == 0, maximum == 0 { return nil }
        return number >= minimum && number <= maximum ? nil : "\(minimum) to \(maximum)"
    }
}

extension AttributeValue {
    /// The value for a sentence.
    var written: String {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .choice(_, let name): "\"\(name)\""
        }
    }
}
