import CANFrames
import SignalCodec
public import VehicleModel

/// Which signal is which quantity, as a person describes it.
public struct InputDescription: Sendable {
    /// The quantity.
    public var quantity: InputQuantity
    /// `bus.message.signal`.
    public var signal: String
    /// Whether the wire's sign is the opposite of ours.
    public var isNegated: Bool
    /// Raw values by which the sender says that it does not know.
    public var notAvailable: [Int64]
    /// What raw values mean, for enumerations; empty for numbers.
    public var values: [(raw: Int64, value: Double)]
    /// What any other raw value means, for enumerations; nil is not available.
    public var otherwise: Double?
    /// The path of a signal in the same message that must have this raw value; nil where there is
    /// none.
    public var validWhen: (signal: String, raw: Int64)?

    /// Puts the parts together.
    public init(
        quantity: InputQuantity,
        signal: String,
        isNegated: Bool = false,
        notAvailable: [Int64] = [],
        values: [(raw: Int64, value: Double)] = [],
        otherwise: Double? = nil,
        validWhen: (signal: String, raw: Int64)? = nil
    ) {
        self.quantity = quantity
        self.signal = signal
        self.isNegated = isNegated
        self.notAvailable = notAvailable
        self.values = values
        self.otherwise = otherwise
        self.validWhen = validWhen
    }
}

/// One signal of a received frame and the quantity it becomes; fixed-size.
struct InputBinding: Sendable {
    static let capacity = 8

    let quantity: InputQuantity
    let layout: SignalLayout
    /// From the signal's unit to SI, with our sign.
    let scale: Double
    private let notAvailable: [8 of Int64]
    private let notAvailableCount: Int
    private let raws: [8 of Int64]
    private let values: [8 of Double]
    private let valueCount: Int
    private let otherwise: Double
    private let validity: SignalLayout?
    private let validRaw: Int64

    init(
        _ description: InputDescription,
        layout: SignalLayout,
        scale: Double,
        validity: SignalLayout?
    ) {
        quantity = description.quantity
        self.layout = layout
        self.scale = description.isNegated ? -scale : scale
        var codes = [8 of Int64](repeating: 0)
        for (index, code) in description.notAvailable.prefix(Self.capacity).enumerated() {
            codes[index] = code
        }
        notAvailable = codes
        notAvailableCount = min(description.notAvailable.count, Self.capacity)
        var raws = [8 of Int64](repeating: 0)
        var values = [8 of Double](repeating: 0)
        for (index, entry) in description.values.prefix(Self.capacity).enumerated() {
            raws[index] = entry.raw
            values[index] = entry.value
        }
        self.raws = raws
        self.values = values
        valueCount = min(description.values.count, Self.capacity)
        otherwise = description.otherwise ?? .nan
        self.validity = validity
        validRaw = description.validWhen?.raw ?? 0
    }

    /// What `frame` says of the quantity.
    func sample(of frame: borrowing Frame, arrival: Instant) -> InputSample {
        guard layout.fits(length: Int(frame.length)) else {
            return InputSample(value: 0, arrival: arrival, quality: .notAvailable)
        }
        if let validity, validity.raw(in: frame.payload) != validRaw {
            return InputSample(value: 0, arrival: arrival, quality: .notAvailable)
        }
        let raw = layout.raw(in: frame.payload)
        let codes = notAvailable.span
        for index in 0..<notAvailableCount where codes[index] == raw {
            return InputSample(value: 0, arrival: arrival, quality: .notAvailable)
        }
        let value = valueCount > 0 ? meaning(of: raw) : layout.physical(in: frame.payload) * scale
        let quality: Quality = value.isFinite ? .valid : .notAvailable
        return InputSample(value: value, arrival: arrival, quality: quality)
    }

    private func meaning(of raw: Int64) -> Double {
        let raws = raws.span
        let values = values.span
        for index in 0..<valueCount where raws[index] == raw { return values[index] }
        return otherwise
    }
}
