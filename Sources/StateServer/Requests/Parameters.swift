import StateProtocol

/// A request's parameters; every error names the parameter, what was found and what is allowed.
struct Parameters {
    private let json: JSONValue
    private let method: String

    /// Refuses what is no object and names that are not `allowed`.
    init(_ request: RPCRequest, allowed: [String]) throws(RPCError) {
        method = request.method
        json = request.parameters ?? .object([])
        guard case .object(let members) = json else {
            throw Self.error("params: found \(json.kindName), an object is expected")
        }
        for member in members where !allowed.contains(member.name) {
            throw Self.unknown(member.name, method: method, allowed: allowed)
        }
    }

    private static func unknown(_ name: String, method: String, allowed: [String]) -> RPCError {
        let shown = NearestName.shortened(name)
        guard !allowed.isEmpty else {
            return error("\(shown): \(method) takes no parameters")
        }
        let known = allowed.joined(separator: ", ")
        guard let nearest = NearestName.find(name, in: allowed) else {
            return error("\(shown): \(method) has no such parameter; known: \(known)")
        }
        return error("\(shown): \(method) has no such parameter; did you mean \(nearest)?")
    }

    static func error(_ sentence: String) -> RPCError {
        RPCError(RPCError.invalidParameters, "invalid params: " + sentence)
    }

    /// Whether the parameter is given.
    func has(_ name: String) -> Bool { json[name] != nil }

    /// A whole number in a range; `standard` where it is not given.
    func integer(
        _ name: String,
        in range: ClosedRange<Int64>,
        standard: Int64
    ) throws(RPCError) -> Int64 {
        guard let value = json[name] else { return standard }
        guard let number = value.integer, range.contains(number) else {
            throw Self.error(
                "\(name): found \(Self.shown(value)), a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound) is allowed"
            )
        }
        return number
    }

    /// A number that is not negative; 0 where it is not given.
    func notNegative(_ name: String) throws(RPCError) -> Double {
        guard let value = json[name] else { return 0 }
        guard let number = value.double, number >= 0 else {
            throw Self.error("\(name): found \(Self.shown(value)), a number from 0 on is allowed")
        }
        return number
    }

    /// A number from 0 to `greatest`, infinite for null; nil where it is not given.
    func ceiling(_ name: String, upTo greatest: Double) throws(RPCError) -> Double? {
        guard let value = json[name] else { return nil }
        if case .null = value { return .infinity }
        guard let number = value.double, number >= 0, number <= greatest else {
            throw Self.error(
                "\(name): found \(Self.shown(value)), a number from 0 to \(Int(greatest)) or null is allowed"
            )
        }
        return number
    }

    /// A number in a range that must be given.
    func neededNumber(_ name: String, in range: ClosedRange<Double>) throws(RPCError) -> Double {
        let allowed =
            "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)) is allowed"
        guard let value = json[name] else { throw Self.error("\(name): missing, \(allowed)") }
        guard let number = value.double, range.contains(number) else {
            throw Self.error("\(name): found \(Self.shown(value)), \(allowed)")
        }
        return number
    }

    /// One of several words that must be given.
    func neededChoice(_ name: String, of words: [String]) throws(RPCError) -> String {
        guard has(name) else {
            let allowed = words.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Self.error("\(name): missing, allowed are \(allowed)")
        }
        return try choice(name, of: words)
    }

    /// A truth value; false where it is not given.
    func bool(_ name: String) throws(RPCError) -> Bool {
        guard let value = json[name] else { return false }
        guard let bool = value.bool else {
            throw Self.error("\(name): found \(Self.shown(value)), true or false is allowed")
        }
        return bool
    }

    /// One of several words; the first where it is not given.
    func choice(_ name: String, of words: [String]) throws(RPCError) -> String {
        guard let value = json[name] else { return words.first ?? "" }
        guard let word = value.text, words.contains(word) else {
            let allowed = words.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Self.error("\(name): found \(Self.shown(value)), allowed are \(allowed)")
        }
        return word
    }

    /// A text; nil where it is not given.
    func text(_ name: String) throws(RPCError) -> String? {
        guard let value = json[name] else { return nil }
        guard let text = value.text else {
            throw Self.error("\(name): found \(Self.shown(value)), a string is allowed")
        }
        return text
    }

    /// A list of texts that must be given.
    func texts(_ name: String, longest: Int) throws(RPCError) -> [String] {
        let expectation = "an array of 1 to \(longest) strings is expected"
        guard let value = json[name] else {
            throw Self.error("\(name): missing, \(expectation)")
        }
        guard case .array(let elements) = value, (1...longest).contains(elements.count) else {
            let found = value.elements.isEmpty ? value.kindName : "\(value.elements.count) elements"
            throw Self.error("\(name): found \(found), \(expectation)")
        }
        var texts: [String] = []
        for element in elements {
            guard let text = element.text else {
                throw Self.error("\(name): found \(Self.shown(element)), \(expectation)")
            }
            texts.append(text)
        }
        return texts
    }

    /// A value as it was found, cut where it is long.
    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .array, .object: value.kindName
        case .null, .bool, .integer, .number, .string: NearestName.shortened(value.line)
        }
    }
}
