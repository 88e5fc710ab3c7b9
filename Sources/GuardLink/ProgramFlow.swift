/// Collects the proof that a control cycle's stages all ran, once each and in order.
///
/// The guardian knows what a whole pass gives and refuses a command with any other token: a stage
/// skipped by a bug, run twice or in the wrong place never reaches the bus.
public struct ProgramFlow: Sendable {
    /// The stages whose order is proven.
    public enum Stage: UInt64, CaseIterable, Sendable {
        /// Inputs are conditioned.
        case condition = 0x9E37_79B9_7F4A_7C15
        /// Requests are arbitrated.
        case arbitrate = 0xBF58_476D_1CE4_E5B9
        /// The torque is split over the axles.
        case split = 0x94D0_49BB_1331_11EB
        /// The split is limited to what motors and battery allow.
        case limit = 0xD6E8_FEB8_6659_FD93
        /// The frames are encoded.
        case encode = 0xA076_1D64_78BD_642F
    }

    private var signature: UInt64 = 0

    /// Begins a cycle.
    public init() {}

    /// Notes that a stage has run.
    public mutating func pass(_ stage: Stage) {
        signature = (signature << 9 | signature >> 55) ^ stage.rawValue
    }

    /// The token for the command of this cycle.
    public func token(cycle: UInt64) -> UInt64 { signature ^ cycle }
}
