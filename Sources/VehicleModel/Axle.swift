/// One of the two axles.
public enum Axle: UInt8, Sendable, BitwiseCopyable {
    /// The front axle.
    case front
    /// The rear axle.
    case rear

    /// The one that this is not.
    public var other: Axle { self == .front ? .rear : .front }
}

/// A value for each axle.
public struct AxlePair<Value: Sendable>: Sendable {
    /// The front axle's.
    public var front: Value
    /// The rear axle's.
    public var rear: Value

    /// Puts the two together.
    @inlinable
    public init(front: Value, rear: Value) {
        self.front = front
        self.rear = rear
    }

    /// The same value for both.
    @inlinable
    public init(both value: Value) { self.init(front: value, rear: value) }

    /// One axle's value.
    @inlinable
    public subscript(_ axle: Axle) -> Value {
        get { axle == .front ? front : rear }
        set { if axle == .front { front = newValue } else { rear = newValue } }
    }
}

extension AxlePair: BitwiseCopyable where Value: BitwiseCopyable {}
extension AxlePair: Equatable where Value: Equatable {}

extension AxlePair {
    /// The same, with the other axle's value in the place of an axle without a motor.
    ///
    /// What is asked of both axles together is then asked of those that have a motor.
    @inlinable
    public func filled(in undriven: Axle?) -> Self {
        switch undriven {
        case .front?: Self(both: rear)
        case .rear?: Self(both: front)
        case nil: self
        }
    }
}

extension AxlePair where Value == Torque {
    /// The sum of both axles.
    @inlinable public var total: Torque { front + rear }
}

#if !hasFeature(Embedded)
extension Axle: CaseIterable {}
#endif
