public import VehicleModel

extension FaultReaction {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .note: "none"
        case .ramp: "ramp-axle"
        case .cut: "cut-axle"
        case .withhold: "no-torque"
        case .scalePower: "scale-power"
        case .evenSplit: "even-split"
        }
    }
}

extension FaultLatch {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .healed: "healed"
        case .disarm: "disarm"
        case .keyCycle: "key-cycle"
        }
    }
}

extension FaultRule {
    /// What ends the fault's effect, in words.
    public var remedy: String {
        switch latch {
        case .healed:
            reaction == .withhold ? healingTime + ", with the pedal released" : healingTime
        case .disarm: "disarm once it is gone"
        case .keyCycle:
            isClearable
                ? "clear it once it is gone, or switch the vehicle off and on"
                : "switch the vehicle off and on once it is gone"
        }
    }

    /// When the fault has healed, in words.
    public var healingTime: String {
        switch heal {
        case .none: "by itself"
        case .time(let time): "\(NumberWords.seconds(time)) after it is gone"
        case .cycles(let number): "\(number) cycles after it is gone"
        }
    }
}

private enum NumberWords {
    static func seconds(_ time: Duration) -> String {
        let milliseconds = Int64(time / .milliseconds(1))
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
    }
}
