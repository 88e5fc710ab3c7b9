/// A JSON value; an object keeps the order of its members.
public enum JSONValue: Sendable, Equatable {
    /// `null`: never seen, or not a number.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number within 64 bits.
    case integer(Int64)
    /// Any other finite number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Names and values in order; of two with one name the last counts.
    case object([JSONMember])

    /// The number, rounded to six decimals; `null` where it is NaN or infinite.
    public static func rounded(_ number: Double) -> JSONValue {
        guard number.isFinite else { return .null }
        guard number.magnitude < 1e9 else { return .number(number) }
        return .number((number * 1e6).rounded() / 1e6)
    }

    /// The number as it is; `null` where it is NaN or infinite.
    public static func exact(_ number: Double) -> JSONValue {
        number.isFinite ? .number(number) : .null
    }

    /// A count that stays far below 2^53, as a number.
    public static func count(_ count: some BinaryInteger) -> JSONValue {
        .integer(Int64(clamping: count))
    }

    /// A whole number that may exceed 2^53, as a string of digits.
    public static func digits(_ number: some BinaryInteger) -> JSONValue { .string("\(number)") }
}

/// One name and value of an object.
public struct JSONMember: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// Puts the two together.
    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue {
    /// The member of that name; nil where this is no object or has none.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The members in order; empty where this is no object.
    public var members: [JSONMember] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The elements; empty where this is no array.
    public var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The text; nil where this is no string.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number; nil where this is none.
    public var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The whole number; nil where this is none.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The truth value; nil where this is none.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// What kind of value this is, for sentences: "a string", "null".
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
    /// A list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object with the members in the order written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0.0, $0.1) })
    }
}
