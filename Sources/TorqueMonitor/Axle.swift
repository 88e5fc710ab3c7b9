/// An axle and the bus its drive unit is on.
public enum Axle: UInt8, Sendable {
    /// The front.
    case front
    /// The rear.
    case rear
}

/// The same thing once for each axle.
public struct PerAxle<Value: Sendable>: Sendable {
    /// The front axle's.
    public var front: Value
    /// The rear axle's.
    public var rear: Value

    /// Takes both.
    public init(front: Value, rear: Value) {
        self.front = front
        self.rear = rear
    }

    /// The same for both.
    public init(both value: Value) {
        front = value
        rear = value
    }

    /// An axle's.
    public subscript(axle: Axle) -> Value {
        get {
            switch axle {
            case .front: front
            case .rear: rear
            }
        }
        set {
            switch axle {
            case .front: front = newValue
            case .rear: rear = newValue
            }
        }
    }
}

extension Axle {
    /// Does something for both, the front first; a sequence of them would bring arrays with it.
    static func forEach(_ body: (Axle) -> Void) {
        body(.front)
        body(.rear)
    }
}
