public import VehicleModel

/// A signal's value with when it came and whether it may be used.
public struct SignalReading: Sendable, Equatable {
    /// The signal's full name, such as `front.LB_Status.LB_Current`.
    public var name: String
    /// A number, a string of digits beyond 2^53, or null where there is no value.
    public var value: JSONValue
    /// The unit as the database writes it; empty for none.
    public var unit: String
    /// What the value stands for; nil where it has no name.
    public var label: String?
    /// Whether it may be used.
    public var quality: Quality
    /// Nanoseconds since it arrived; nil where it never did.
    public var age: Int64?
    /// The wall clock when it arrived, ns since 1970; nil where it never did.
    public var stamp: Int64?

    /// Puts the parts together.
    public init(
        name: String,
        value: JSONValue,
        unit: String,
        label: String? = nil,
        quality: Quality,
        age: Int64? = nil,
        stamp: Int64? = nil
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.label = label
        self.quality = quality
        self.age = age
        self.stamp = stamp
    }

    /// The object on the wire.
    public var json: JSONValue {
        [
            "name": .string(name),
            "value": value,
            "unit": .string(unit),
            "label": label.map { .string($0) } ?? .null,
            "quality": .string(quality.wireName),
            "age_ms": age.map { .rounded(Double($0) / 1e6) } ?? .null,
            "t": stamp.map(WireTime.seconds) ?? .null,
        ]
    }
}

/// Times as the socket carries them.
public enum WireTime {
    /// Wall-clock seconds since 1970 with microseconds, from nanoseconds.
    public static func seconds(_ nanoseconds: Int64) -> JSONValue {
        .number(Double(nanoseconds / 1_000) / 1e6)
    }

    /// Milliseconds from nanoseconds.
    public static func milliseconds(_ nanoseconds: Int64) -> JSONValue {
        .rounded(Double(nanoseconds) / 1e6)
    }
}
