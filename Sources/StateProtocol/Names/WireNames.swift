public import VehicleModel

extension Axle {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .front: "front"
        case .rear: "rear"
        }
    }
}

extension OperatingMode {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .observe: "observe"
        case .shadow: "shadow"
        case .control: "control"
        }
    }
}

extension ArmState {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .disarmed: "disarmed"
        case .armed: "armed"
        case .disarming: "disarming"
        case .tripped: "tripped"
        }
    }
}

extension Gear {
    /// The letter on the selector.
    public var wireName: String {
        switch self {
        case .park: "P"
        case .neutral: "N"
        case .drive: "D"
        case .brake: "B"
        case .reverse: "R"
        }
    }
}

extension Quality {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .missing: "missing"
        case .valid: "valid"
        case .stale: "stale"
        case .outOfRange: "out-of-range"
        case .notAvailable: "not-available"
        case .badChecksum: "bad-checksum"
        case .badCounter: "bad-counter"
        }
    }
}

extension BindingLimit {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .none: "none"
        case .notFinite: "not-finite"
        case .notArmed: "not-armed"
        case .gear: "gear"
        case .brake: "brake"
        case .invalidInput: "invalid-input"
        case .request: "request"
        case .envelope: "envelope"
        case .systemCeiling: "system-ceiling"
        case .discharge: "discharge"
        case .charge: "charge"
        case .regenerationOptimum: "regeneration-optimum"
        case .upRate: "up-rate"
        case .downRate: "down-rate"
        case .guardian: "guardian"
        case .thermal: "thermal"
        case .slip: "slip"
        case .inverterAvailable: "inverter-available"
        case .ladder: "ladder"
        case .stability: "stability"
        case .antilock: "antilock"
        case .operatorCeiling: "operator-ceiling"
        case .bench: "bench"
        case .shaping: "shaping"
        }
    }
}

extension PowerLimit {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .broadcast: "broadcast"
        case .packVoltage: "pack-voltage"
        case .cellVoltage: "cell-voltage"
        case .current: "current"
        case .fuse: "fuse"
        case .contactor: "contactor"
        case .energy: "energy"
        case .stateOfCharge: "state-of-charge"
        case .temperature: "temperature"
        case .voltageGuard: "voltage-guard"
        case .ladder: "ladder"
        case .operatorCeiling: "operator-ceiling"
        }
    }
}

extension LadderLevel {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .full: "full"
        case .plain: "plain"
        case .reduced: "reduced"
        case .singleAxle: "single-axle"
        case .limp: "limp"
        case .zeroTorque: "zero-torque"
        case .powerOff: "power-off"
        }
    }
}

extension BusState {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .absent: "absent"
        case .down: "down"
        case .up: "up"
        case .busOff: "bus-off"
        }
    }
}

extension ControllerState {
    /// The name on the socket, as `ip -details link` has it.
    public var wireName: String {
        switch self {
        case .errorActive: "error-active"
        case .errorWarning: "error-warning"
        case .errorPassive: "error-passive"
        case .busOff: "bus-off"
        case .stopped: "stopped"
        case .sleeping: "sleeping"
        }
    }
}

extension Acknowledgement {
    /// The name on the socket.
    public var wireName: String {
        switch self {
        case .unknown: "unknown"
        case .silent: "silent"
        case .acknowledges: "acknowledges"
        case .virtual: "virtual"
        }
    }
}

extension StampClock {
    /// The name on the socket; nil before the first frame.
    public var wireName: String? {
        switch self {
        case .unknown: nil
        case .software: "software"
        case .hardware: "hardware"
        case .hub: "hub"
        }
    }
}
