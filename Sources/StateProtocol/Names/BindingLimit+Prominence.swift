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
