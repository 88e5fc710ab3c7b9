import CANFrames
import SignalCodec

/// What encoding the messages of a database needs; owns its tables.
@safe
final class EncodePlan: @unchecked Sendable {
    // Sendable: the tables are written here only, before anybody else has a reference.

    /// The quads and single signals of all messages.
    let tables: EncodeTables
    /// For each message of the database what encoding it needs.
    let entries: UnsafePointer<EncodeEntry>
    /// Which of the values a multiplexed frame has.
    let selections: SelectionPlan
    /// For each message its signals, multiplexors before what they select.
    let order: [[Int]]

    private let owned:
        (
            PlanTable<EncodeEntry>, PlanTable<EncodeQuad>, PlanTable<SIMD4<UInt8>>,
            PlanTable<UInt64>, PlanTable<SingleSignal>
        )

    init(_ messages: [CompiledMessage]) {
        var builder = EncodePlanBuilder()
        var selections = SelectionPlan()
        for message in messages {
            builder.add(message)
            selections.add(message, Array(message.signals.indices))
        }
        self.selections = selections
        order = messages.map { message in
            message.signals.indices.sorted {
                (message.signals[$0].conditions.count, $0)
                    < (message.signals[$1].conditions.count, $1)
            }
        }
        owned = (
            PlanTable(builder.entries), PlanTable(builder.quads), PlanTable(builder.accumulators),
            PlanTable(builder.covers), PlanTable(builder.singles)
        )
        unsafe entries = UnsafePointer(owned.0.base)
        unsafe tables = EncodeTables(
            quads: owned.1.base,
            accumulators: owned.2.base,
            covers: owned.3.base,
            singles: owned.4.base
        )
    }

    deinit {
        owned.0.deallocate()
        owned.1.deallocate()
        owned.2.deallocate()
        owned.3.deallocate()
        owned.4.deallocate()
    }
}

/// Collects the tables of an encode plan.
private struct EncodePlanBuilder {
    private(set) var entries: [EncodeEntry] = []
    private(set) var quads: [EncodeQuad] = []
    private(set) var accumulators: [SIMD4<UInt8>] = []
    private(set) var covers: [UInt64] = []
    private(set) var singles: [SingleSignal] = []

    mutating func add(_ message: CompiledMessage) {
        var entry = EncodeEntry()
        entry.quad = UInt32(quads.count)
        entry.count = UInt32(message.layouts.count)
        entry.single = UInt32(singles.count)
        entry.cover = UInt32(covers.count)
        entry.words = UInt8((min(message.length, 64) + 7) / 8)
        // Where two signals share bits it matters which is written last.
        let isRegular =
            message.length <= 64 && !message.isMultiplexed && !message.layouts.shareBits
        entry.regularLength = isRegular ? UInt8(message.length) : .max
        defer { entries.append(entry) }
        guard isRegular else { return }

        let words = Int(entry.words)
        entry.form = EncodeForm(collecting: message.layouts, words: words)
        var cover = [UInt64](repeating: 0, count: words)
        for (slot, layout) in message.layouts.enumerated() {
            let lane = slot % 4
            if lane == 0 {
                quads.append(EncodeQuad())
                accumulators.append(.zero)
            }
            let place = EncodePlace(layout, in: entry.form, words: words)
            if let place, quads[quads.count - 1].set(lane, layout, at: place) {
                accumulators[accumulators.count - 1][lane] = place.accumulator
                for bit in layout.bitNumbers { cover[bit / 64] |= 1 << UInt64(bit % 64) }
            } else {
                quads[quads.count - 1].ignore(lane)
                singles.append(SingleSignal(slot: slot, layout: layout))
            }
        }
        repeatLastLane(of: message.layouts.count)
        covers += cover
        entry.singles = UInt32(singles.count) - entry.single
    }

    /// Fills the last quad's free lanes with its last signal, whose value they are given.
    private mutating func repeatLastLane(of count: Int) {
        guard count % 4 != 0 else { return }
        let last = count % 4 - 1
        for lane in count % 4..<4 {
            quads[quads.count - 1].copy(last, to: lane)
            accumulators[accumulators.count - 1][lane] = accumulators[accumulators.count - 1][last]
        }
    }
}

extension EncodeForm {
    /// The form in which most of the signals can be collected; a word where windows do no better.
    fileprivate init(collecting layouts: [SignalLayout], words: Int) {
        func count(_ form: EncodeForm) -> Int {
            layouts.count { EncodePlace($0, in: form, words: words) != nil }
        }
        let best = max(count(.littleEndianWord), count(.bigEndianWord), count(.windows))
        if words == 1, count(.littleEndianWord) == best {
            self = .littleEndianWord
        } else if words == 1, count(.bigEndianWord) == best {
            self = .bigEndianWord
        } else {
            self = .windows
        }
    }
}
