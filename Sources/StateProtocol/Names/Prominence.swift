public import VehicleModel

extension BindingLimit {
    /// Its place among the limits by how often people meet it, from 0: by this pictures give it a colour.
    ///
    /// Nil where nothing bound.
    public var prominence: Int? {
        switch self {
        case .none: nil
        case .discharge: 0
        case .envelope: 1
        case .charge: 2
        case .systemCeiling: 3
        case .slip: 4
        case .shaping: 5
        case .thermal: 6
        case .notArmed: 7
        case .ladder: 8
        case .inverterAvailable: 9
        case .regenerationOptimum: 10
        case .operatorCeiling: 11
        case .stability: 12
        case .upRate: 13
        case .invalidInput: 14
        case .brake: 15
        case .guardian: 16
        case .bench: 17
        case .request: 19
        case .antilock: 20
        case .downRate: 21
        case .notFinite: 22
        case .gear: 23
        }
    }
}

extension PowerLimit {
    /// The number by which pictures give it a colour: that of a binding limit of the same name, else one
    /// that no common binding limit has.
    public var prominence: Int {
        switch self {
        case .temperature: 6
        case .broadcast: 7
        case .ladder: 8
        case .operatorCeiling: 11
        case .energy: 16
        case .cellVoltage: 17
        case .packVoltage: 18
        case .current: 19
        case .fuse: 20
        case .contactor: 21
        case .voltageGuard: 22
        case .stateOfCharge: 23
        }
    }
}
