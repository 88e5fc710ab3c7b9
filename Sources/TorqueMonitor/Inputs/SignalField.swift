public import CANFrames

/// How a received frame is protected.
public enum InputProtection: Hashable, Sendable {
    /// Not at all.
    case none
    /// The LEAF's CRC-8 in the last byte.
    case nissan
    /// CRC-8 of SAE J1850 over a data id, low byte first, and all bytes but the last, which holds it.
    case axle(dataID: UInt16)
}

/// A raw number's meaning: times a numerator, by a denominator, toward zero, and an offset.
public struct FieldScale: Hashable, Sendable {
    /// Times this.
    public var numerator: Int
    /// By this, at least 1.
    public var denominator: Int
    /// And this more, in the input's unit.
    public var offset: Int

    /// Puts the parts together.
    public init(numerator: Int, denominator: Int, offset: Int) {
        self.numerator = numerator
        self.denominator = denominator
        self.offset = offset
    }

    func value(of raw: Int) -> Int { raw * numerator / denominator + offset }
}

/// Where an input stands on the buses, and when it counts.
public struct SignalField: Sendable {
    /// The bus.
    public var bus: MonitorBus
    /// The frame's identifier.
    public var id: FrameID
    /// The frame's length in bytes, exactly.
    public var length: UInt8
    /// Its place in the frame.
    public var bits: BitField
    /// What the number means.
    public var scale: FieldScale
    /// Values outside are not available, in the input's unit.
    public var range: ClosedRange<Int>
    /// Raw numbers that say that there is no value.
    public var notAvailable: [4 of Int?]
    /// A number that must be so for the value to count.
    public var condition: BitField?
    /// What `condition` must be.
    public var conditionRaw: Int
    /// The frame's checksum.
    public var protection: InputProtection
    /// The frame's alive counter.
    public var counter: BitField?
    /// A value older than this is not known, ns.
    public var age: Int64

    /// A field without range, missing values, condition, protection and counter.
    public init(
        bus: MonitorBus,
        id: FrameID,
        length: UInt8,
        bits: BitField,
        scale: FieldScale,
        age: Int64
    ) {
        self.bus = bus
        self.id = id
        self.length = length
        self.bits = bits
        self.scale = scale
        self.age = age
        range = Int.min...Int.max
        notAvailable = .init(repeating: nil)
        condition = nil
        conditionRaw = 0
        protection = .none
        counter = nil
    }

    /// The value in a frame of this field's identifier; nil where it says that there is none.
    func value(in frame: borrowing Frame) -> Int? {
        if let condition, condition.raw(in: frame) != conditionRaw { return nil }
        let raw = bits.raw(in: frame)
        let codes = notAvailable.span
        for index in 0..<4 where codes[index] == raw { return nil }
        let value = scale.value(of: raw)
        return range.contains(value) ? value : nil
    }
}

/// Where each input stands.
public struct InputFields: Sendable {
    private var fields: [24 of SignalField?] = .init(repeating: nil)

    /// None.
    public init() {}

    /// Where an input stands; nil where it is not configured.
    public subscript(input: MonitorInput) -> SignalField? {
        get { fields[Int(input.rawValue)] }
        set { fields[Int(input.rawValue)] = newValue }
    }

    /// All places, by `MonitorInput.rawValue`: read like this, they are not copied for each.
    var all: Span<SignalField?> {
        @_lifetime(borrow self) get { fields.span }
    }

    /// Whether those that cannot be done without are there, and none of a motor that is not.
    public func isComplete(undriven: Axle?) -> Bool {
        for index in 0..<MonitorInput.count {
            if let input = MonitorInput(rawValue: UInt8(index)), !isRight(input, undriven) {
                return false
            }
        }
        return true
    }

    private func isRight(_ input: MonitorInput, _ undriven: Axle?) -> Bool {
        if let axle = input.axle, axle == undriven { return self[input] == nil }
        return !input.isNeeded || self[input] != nil
    }
}
