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
struct InputHistories: Sendable, BitwiseCopyable, InputSource {
    private var histories: [66 of InputHistory] = .init(repeating: InputHistory())

    /// Judges every sample at `now`.
    mutating func step(
        _ table: InputTable,
        _ rules: InputRules,
        _ debounce: FrameDebounce,
        at now: Instant
    ) {
        let samples = table.all
        let rules = rules.all
        for index in 0..<Int(InputQuantity.cruiseTorque.rawValue) {
            histories[index].step(samples[index], rules[index], debounce, at: now)
        }
    }

    /// The history of one input.
    subscript(_ quantity: InputQuantity) -> InputHistory {
        histories.span[Int(quantity.rawValue)]
    }

    func value(_ quantity: InputQuantity) -> Double? {
        let history = self[quantity]
        return history.quality == .valid ? history.value : nil
    }
}
