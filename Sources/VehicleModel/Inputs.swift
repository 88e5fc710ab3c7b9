/// Whether an input may be used, and if not, why.
public enum Quality: UInt8, Sendable, BitwiseCopyable {
    /// Never received.
    case missing
    /// May be used.
    case valid
    /// Older than its time allows.
    case stale
    /// Outside its physical range, or not finite.
    case outOfRange
    /// The sender says that it does not know.
    case notAvailable
    /// The frame's checksum was wrong.
    case badChecksum
    /// The frame's alive counter repeated or jumped.
    case badCounter
}

/// One input with when it came and whether it may be used.
public struct InputSample: Sendable, BitwiseCopyable {
    /// The value in SI units; meaningless unless `quality` is `valid`.
    public var value: Double
    /// When its frame arrived.
    public var arrival: Instant
    /// Whether it may be used.
    public var quality: Quality

    /// Puts the parts together.
    public init(value: Double, arrival: Instant, quality: Quality) {
        self.value = value
        self.arrival = arrival
        self.quality = quality
    }

    /// Never received.
    public static let missing = InputSample(
        value: 0,
        arrival: Instant(nanoseconds: 0),
        quality: .missing
    )
}

/// The newest sample of every input.
public struct InputTable: Sendable, BitwiseCopyable {
    private var samples: [66 of InputSample] = .init(repeating: .missing)

    /// Nothing received yet.
    public init() {}

    /// All samples, by `InputQuantity.rawValue`: read like this, the table is not copied for each.
    public var all: Span<InputSample> {
        @_lifetime(borrow self) get { samples.span }
    }

    /// The newest sample of one quantity.
    public subscript(_ quantity: InputQuantity) -> InputSample {
        get { samples[Int(quantity.rawValue)] }
        set { samples[Int(quantity.rawValue)] = newValue }
    }
}

#if !hasFeature(Embedded)
extension Quality: CaseIterable {}
#endif
