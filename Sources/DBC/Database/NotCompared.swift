/// A value that says where something came from, not what it is: all are equal to each other.
@propertyWrapper
public struct NotCompared<Value: Sendable>: Hashable, Sendable {
    /// The value itself.
    public var wrappedValue: Value

    /// Puts a value in.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    /// Always true.
    public static func == (first: Self, second: Self) -> Bool { true }

    /// Adds nothing.
    public func hash(into hasher: inout Hasher) {}
}

/// A number as a file writes it: what is not a number is equal to itself.
@propertyWrapper
public struct WrittenNumber: Hashable, Sendable {
    /// The number itself.
    public var wrappedValue: Double

    /// Puts a number in.
    public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

    /// Whether both are one number, or both are none.
    public static func == (first: Self, second: Self) -> Bool {
        first.wrappedValue == second.wrappedValue
            || (first.wrappedValue.isNaN && second.wrappedValue.isNaN)
    }

    /// Hashes all that is not a number alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(wrappedValue.isNaN ? .nan : wrappedValue)
    }
}
