/// Some of the faults; one bit each, by `Fault.rawValue`.
public struct FaultSet: Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public var rawValue: UInt64

    /// Takes the bits as they are; none by default.
    public init(rawValue: UInt64 = 0) { self.rawValue = rawValue }

    /// Every fault there is.
    public static var all: Self { Self(rawValue: 1 << UInt64(Fault.count) - 1) }

    /// Whether it has none.
    public var isEmpty: Bool { rawValue == 0 }

    /// Whether a fault is among them.
    public func contains(_ fault: Fault) -> Bool {
        rawValue >> UInt64(fault.rawValue) & 1 == 1
    }

    /// Adds a fault.
    public mutating func insert(_ fault: Fault) { rawValue |= 1 << UInt64(fault.rawValue) }

    /// Takes the first one out; nil where there is none.
    public mutating func popFirst() -> Fault? {
        guard rawValue != 0, let fault = Fault(rawValue: UInt8(rawValue.trailingZeroBitCount))
        else { return nil }
        rawValue &= rawValue &- 1
        return fault
    }

    /// Those of one axle's drive unit; none for no axle.
    public init(of axle: Axle?) {
        self.init()
        guard let axle else { return }
        for index in 0..<Fault.count {
            if let fault = Fault(rawValue: UInt8(index)), fault.axle == axle { insert(fault) }
        }
    }

    /// The same without the `others`.
    public func without(_ others: Self) -> Self { Self(rawValue: rawValue & ~others.rawValue) }

    /// Takes a fault out.
    public mutating func remove(_ fault: Fault) { rawValue &= ~(1 << UInt64(fault.rawValue)) }
}

/// What became of an order to clear faults.
public struct FaultClearing: Sendable, BitwiseCopyable {
    /// Those that were seen and are forgotten now.
    public var cleared = FaultSet()
    /// Those that stay because they are present.
    public var present = FaultSet()
    /// Those that stay because they are gone for too short a time.
    public var healing = FaultSet()
    /// Those that stay because something else must end their latch.
    public var latched = FaultSet()

    /// Nothing asked.
    public init() {}

    /// Whether none stays.
    public var isComplete: Bool { present.isEmpty && healing.isEmpty && latched.isEmpty }
}
