import VehicleModel

/// What is remembered of one input's frames: enough to bridge a single bad one, and no more.
struct InputHistory: Sendable, BitwiseCopyable {
    /// The last good value, SI; to be used only while `quality` is `valid`.
    private(set) var value = 0.0
    /// When the last good value arrived.
    private(set) var arrival = Instant(nanoseconds: 0)
    /// Whether `value` may be used, and if not, why.
    private(set) var quality = Quality.missing
    private var newest = Instant(nanoseconds: .min)
    private var reason = Quality.missing
    private var badFrames: UInt8 = 0
    private var goodFrames: UInt8 = 0
    private var hasValue = false

    /// Judges the newest sample at `now`.
    ///
    /// A frame is new when it has another arrival, earlier or later: the clock may have jumped.
    mutating func step(
        _ sample: InputSample,
        _ rule: InputRule,
        _ debounce: FrameDebounce,
        at now: Instant
    ) {
        let judged = rule.judge(sample, at: now)
        switch judged {
        case .missing, .stale: quality = judged
        case .valid: accept(sample, debounce)
        case .outOfRange, .notAvailable, .badChecksum, .badCounter:
            refuse(sample, judged, debounce)
            let isBridged =
                badFrames < debounce.badFrames && hasValue && rule.isFresh(arrival, at: now)
            quality = isBridged ? .valid : judged
        }
    }

    private mutating func accept(_ sample: InputSample, _ debounce: FrameDebounce) {
        if isNew(sample) {
            goodFrames = min(goodFrames, debounce.goodFrames) + 1
            if goodFrames >= debounce.goodFrames { badFrames = 0 }
        }
        value = sample.value
        arrival = sample.arrival
        hasValue = true
        quality = badFrames < debounce.badFrames ? .valid : reason
    }

    private mutating func refuse(
        _ sample: InputSample,
        _ judged: Quality,
        _ debounce: FrameDebounce
    ) {
        guard isNew(sample) else { return }
        badFrames = min(badFrames, debounce.badFrames - 1) + 1
        goodFrames = 0
        reason = judged
    }

    private mutating func isNew(_ sample: InputSample) -> Bool {
        let isNew = sample.arrival != newest
        newest = sample.arrival
        return isNew
    }
}

/// The history of every input from the vehicle.
///
/// Requests are left out: they are leases, read as they are.
struct InputHistories: Sendable, BitwiseCopyable {
    private var histories: [66 of InputHistory] = .init(repeating: InputHistory())

    /// Judges every sample at `now`.
    mutating func step(_ reader: InputReader, _ debounce: FrameDebounce) {
        for index in 0..<Int(InputQuantity.cruiseTorque.rawValue) {
            histories[index].step(
                reader.samples[index],
                reader.rules[index],
                debounce,
                at: reader.now
            )
        }
    }

    /// What passed its checks.
    var checked: CheckedInputs {
        @_lifetime(borrow self) get { CheckedInputs(histories.span) }
    }
}

/// The values that passed their checks, read where the histories stand.
struct CheckedInputs: InputSource, ~Escapable {
    private let histories: Span<InputHistory>

    /// Reads `histories`, by `InputQuantity.rawValue`.
    @_lifetime(copy histories)
    init(_ histories: Span<InputHistory>) { self.histories = histories }

    /// The history of one input.
    subscript(_ quantity: InputQuantity) -> InputHistory { histories[Int(quantity.rawValue)] }

    @inline(__always)
    func value(_ quantity: InputQuantity) -> Double? {
        let history = self[quantity]
        return history.quality == .valid ? history.value : nil
    }
}
