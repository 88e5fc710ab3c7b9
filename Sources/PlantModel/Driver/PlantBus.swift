/// Which of the vehicle's buses.
public enum PlantBus: UInt8, CaseIterable, Sendable {
    /// The front drive unit's and the battery's EV-CAN.
    case front
    /// The rear drive unit's EV-CAN.
    case rear
    /// The CAR-CAN: pedals, selector, wheels.
    case car
}
