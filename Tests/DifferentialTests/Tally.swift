/// What the comparison of one or more databases found.
struct Tally {
    /// Where this codec does otherwise than cantools, and means to.
    enum Purpose: String, CaseIterable {
        case tie = "half way between two counts: away from zero, cantools takes the even one"
        case notFinite = "NaN and infinity are refused, cantools writes them"
        case shared = "signals that share bits are given values that contradict each other"
    }

    /// Messages that cantools reads otherwise, and why.
    static let leftOut = [
        "opendbc/vw_pq.dbc Motor_2": "no signal marked m without a number selects others there"
    ]

    var databases = 0
    var refused = 0
    var repaired = 0
    var messages = 0
    var signals = 0
    var decodedFrames = 0
    var decodedValues = 0
    var encodedFrames = 0
    /// Those of them that were encoded as a message, with its limits, and not signal by signal.
    var encodedMessages = 0
    /// Physical values that are not bit for bit the same, but within 1 ulp.
    var roundedOtherwise = 0
    /// Frames whose values cantools itself does not encode.
    var refusedByPeer = 0
    var left: [String: Int] = [:]
    var onPurpose: [Purpose: Int] = [:]
    var mismatchCount = 0
    /// The first mismatches in words.
    var mismatches: [String] = []

    mutating func mismatch(_ sentence: String) {
        mismatchCount += 1
        if mismatches.count < 20 { mismatches.append(sentence) }
    }

    mutating func note(_ purpose: Purpose) { onPurpose[purpose, default: 0] += 1 }

    mutating func add(_ other: Tally) {
        databases += other.databases
        refused += other.refused
        repaired += other.repaired
        messages += other.messages
        signals += other.signals
        decodedFrames += other.decodedFrames
        decodedValues += other.decodedValues
        encodedFrames += other.encodedFrames
        encodedMessages += other.encodedMessages
        roundedOtherwise += other.roundedOtherwise
        refusedByPeer += other.refusedByPeer
        left.merge(other.left) { $0 + $1 }
        onPurpose.merge(other.onPurpose) { $0 + $1 }
        mismatchCount += other.mismatchCount
        mismatches = Array((mismatches + other.mismatches).prefix(20))
    }

    /// The counts, one a line.
    var report: String {
        var lines = [
            "databases          \(databases), of which cantools loads \(databases - refused), "
                + "\(repaired) of them repaired",
            "messages           \(messages)",
            "signals            \(signals)",
            "frames decoded     \(decodedFrames)",
            "values decoded     \(decodedValues), of which \(roundedOtherwise) differ by 1 ulp",
            "frames encoded     \(encodedFrames), of which \(encodedMessages) inside all limits",
            "mismatches         \(mismatchCount)",
        ]
        for purpose in Purpose.allCases {
            lines.append("on purpose         \(onPurpose[purpose] ?? 0): \(purpose.rawValue)")
        }
        lines.append("refused by both    \(refusedByPeer) frames whose values do not fit")
        for (reason, count) in left.sorted(by: { $0.key < $1.key }) {
            lines.append("not compared       \(count) messages: \(reason)")
        }
        return lines.map { "differential: \($0)\n" }.joined()
    }
}
