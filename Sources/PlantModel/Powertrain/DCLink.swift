import VehicleModel

/// What joins battery, inverters and auxiliaries, behind the battery's contactor.
///
/// While the contactor is closed the link has the battery's voltage. With it open, what the motors and
/// the auxiliaries take comes out of the inverters' capacitors, which hold as much as 200 kW take in a
/// millisecond. Inverters that find a voltage outside their window block until the contactor is closed
/// again. What turning motors feed back by their magnets alone is left out.
public struct DCLink: Equatable, Sendable {
    /// Whether the contactor is open.
    public private(set) var isOpen = false
    /// Whether the inverters give no torque because the link's voltage left their window.
    public private(set) var isBlocked = false

    /// How long the contactor has been open, s.
    private var openFor = 0.0
    /// The capacitors' voltage while it is open, V.
    private var voltage = 0.0

    /// Capacitance of both inverters, F: 1.2 mF each, assumed.
    private static let capacitance = 0.0024
    /// Where inverters work, V: below 180 V none of a LEAF starts (published); the upper end is assumed.
    private static let window = 180.0...450.0
    /// How late the battery's controller tells that its relay is open, s; assumed.
    private static let reportDelay = 0.1

    /// A link whose contactor is closed.
    init() {}

    /// Whether the battery's controller tells that its relay is open.
    public var isToldOpen: Bool { isOpen && openFor >= Self.reportDelay }

    /// The link's voltage beside a battery's.
    func voltage(beside battery: Voltage) -> Voltage { isOpen ? Voltage(voltage) : battery }

    /// Opens the contactor at a voltage, or closes it; a link that is open stays as it is when told to open.
    mutating func setOpen(_ open: Bool, at battery: Voltage) {
        guard open != isOpen else { return }
        self = DCLink()
        isOpen = open
        voltage = battery.rawValue
    }

    /// Takes a power for one time step, s; what of it the battery gives.
    mutating func step(_ power: Power, timeStep: Double) -> Power {
        guard isOpen else { return power }
        openFor += timeStep
        let stored = 0.5 * Self.capacitance * voltage * voltage - power.rawValue * timeStep
        voltage = (2 * max(0, stored) / Self.capacitance).squareRoot()
        if !Self.window.contains(voltage) { isBlocked = true }
        return .zero
    }
}
