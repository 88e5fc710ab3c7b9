public import VehicleModel

/// Where one input of the control core comes from.
///
/// The signal's unit is the database's; whoever binds it converts to SI.
public struct InputDescription: Sendable {
    /// What the signal is.
    public var quantity: InputQuantity
    /// Bus, message and signal, such as `front.INV_Status.MG_OutputRevolution`.
    public var signal: String
    /// Whether the sign on the wire is the opposite of Axle's.
    public var negated: Bool
    /// Raw values by which the sender says that it does not know.
    public var notAvailable: [Int64]
    /// What raw values mean, in SI or as `Gear.rawValue`, for a signal that is an enumeration.
    ///
    /// Empty for a signal that is a number.
    public var table: [(raw: Int64, value: Double)]
    /// What a raw value beside those of `table` means; nil makes it invalid.
    public var otherwise: Double?
    /// A signal of the same message, and the raw value that it has while this one means something.
    public var validWhen: (signal: String, raw: Int64)?

    /// Puts the parts together.
    public init(
        quantity: InputQuantity,
        signal: String,
        negated: Bool = false,
        notAvailable: [Int64] = [],
        table: [(raw: Int64, value: Double)] = [],
        otherwise: Double? = nil,
        validWhen: (signal: String, raw: Int64)? = nil
    ) {
        self.quantity = quantity
        self.signal = signal
        self.negated = negated
        self.notAvailable = notAvailable
        self.table = table
        self.otherwise = otherwise
        self.validWhen = validWhen
    }
}
