import CANFrames
import SignalCodec
import VehicleModel

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
        self.scale = description.negated ? -scale : scale
        var codes = [8 of Int64](repeating: 0)
        for (index, code) in description.notAvailable.prefix(Self.capacity).enumerated() {
            codes[index] = code
        }
        notAvailable = codes
        notAvailableCount = min(description.notAvailable.count, Self.capacity)
        var raws = [8 of Int64](repeating: 0)
        var values = [8 of Double](repeating: 0)
        for (index, entry) in description.table.prefix(Self.capacity).enumerated() {
            raws[index] = entry.raw
            values[index] = entry.value
        }
        self.raws = raws
        self.values = values
        valueCount = min(description.table.count, Self.capacity)
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
