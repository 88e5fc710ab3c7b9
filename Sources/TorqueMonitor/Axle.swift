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

extension PerAxle {
    /// The same, with the other axle's in the place of one without a motor.
    ///
    /// What is asked of both axles is then asked of those that have one.
    func filled(in undriven: Axle?) -> Self {
        switch undriven {
        case .front?: PerAxle(both: rear)
        case .rear?: PerAxle(both: front)
        case nil: self
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
