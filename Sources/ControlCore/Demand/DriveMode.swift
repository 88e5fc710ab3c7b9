public import VehicleModel

/// Which pedal map is in force.
public enum DriveMode: UInt8, Sendable, BitwiseCopyable {
    /// D and R.
    case drive
    /// B: more lift-off regeneration.
    case brake
    /// ECO: less torque for the same pedal.
    case eco
    /// e-Pedal: one pedal drives and brakes.
    case onePedal

    /// The mode of this cycle; e-Pedal goes before B, B before ECO, and an unknown mode is off.
    public init(gear: Gear, isEco: Bool?, isOnePedal: Bool?) {
        if isOnePedal == true {
            self = .onePedal
        } else if gear == .brake {
            self = .brake
        } else {
            self = isEco == true ? .eco : .drive
        }
    }
}

/// A pedal map for every mode; a change of mode changes nothing but the map.
public struct PedalMaps: Sendable, BitwiseCopyable {
    /// D and R.
    public var drive: PedalMap
    /// B.
    public var brake: PedalMap
    /// ECO.
    public var eco: PedalMap
    /// e-Pedal.
    public var onePedal: PedalMap

    /// Puts the parts together.
    public init(drive: PedalMap, brake: PedalMap, eco: PedalMap, onePedal: PedalMap) {
        self.drive = drive
        self.brake = brake
        self.eco = eco
        self.onePedal = onePedal
    }

    /// The map of one mode.
    public subscript(_ mode: DriveMode) -> PedalMap {
        switch mode {
        case .drive: drive
        case .brake: brake
        case .eco: eco
        case .onePedal: onePedal
        }
    }
}

extension PedalMaps {
    /// What the map of one mode asks for; it is read where it stands, and stays as it is.
    mutating func demand(_ press: PedalMap.Press, in mode: DriveMode) -> Torque {
        switch mode {
        case .drive: drive.demand(press)
        case .brake: brake.demand(press)
        case .eco: eco.demand(press)
        case .onePedal: onePedal.demand(press)
        }
    }
}

#if !hasFeature(Embedded)
extension DriveMode: CaseIterable {}
#endif
