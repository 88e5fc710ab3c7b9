import CANFrames
import SignalCodec

/// What decoding the frames of a database, or some signals of them, needs; owns its tables.
@safe
final class DecodePlan: @unchecked Sendable {
    // Sendable: the tables are written here only, before anybody else has a reference.

    /// The look-up of messages; those without a signal to decode are not found.
    let identifiers: IdentifierTable
    /// The quads and single signals of all messages.
    let tables: DecodeTables
    /// For each message of the database what decoding it needs.
    let entries: UnsafePointer<DecodeEntry>
    /// For each message the signals whose values are written, in their order.
    let signals: [[Int]]
    /// Which of the values a multiplexed frame has.
    let selections: SelectionPlan
    /// How many doubles decoding any of the messages may write.
    let capacity: Int

    private let index: IdentifierIndex
    private let owned:
        (
            PlanTable<DecodeEntry>, PlanTable<DecodeQuad>, PlanTable<SingleSignal>
        )

    /// Plans these signals, which are indices in their messages' `signals`.
    init(_ messages: [CompiledMessage], signals: [[Int]], matching: IdentifierMatching) {
        let forms = MessageForm.all(of: zip(messages, signals))
        var builder = DecodePlanBuilder()
        var selections = SelectionPlan()
        for (place, message) in messages.enumerated() {
            builder.add(message, signals[place], forms[place])
            selections.add(message, signals[place])
        }
        self.selections = selections
        builder.finish()
        let wanted = messages.indices.filter { !signals[$0].isEmpty }
        index = IdentifierIndex(wanted.map { (messages[$0].id, $0) }, matching: matching)
        unsafe identifiers = index.table
        owned = (
            PlanTable(builder.entries),
            PlanTable(builder.quads),
            PlanTable(builder.singles)
        )
        unsafe entries = UnsafePointer(owned.0.base)
        unsafe tables = DecodeTables(quads: owned.1.base, singles: owned.2.base)
        self.signals = signals
        capacity = unsafe DecodeTables.room(for: signals.reduce(0) { max($0, $1.count) })
    }

    deinit {
        owned.0.deallocate()
        owned.1.deallocate()
        owned.2.deallocate()
    }
}

/// Collects the tables of a decode plan.
private struct DecodePlanBuilder {
    private(set) var entries: [DecodeEntry] = []
    private(set) var quads: [DecodeQuad] = []
    private(set) var singles: [SingleSignal] = []

    mutating func add(_ message: CompiledMessage, _ signals: [Int], _ form: DecodeForm) {
        var entry = DecodeEntry()
        entry.quad = UInt32(quads.count)
        entry.count = UInt32(signals.count)
        entry.single = UInt32(singles.count)
        entry.form = form
        let layouts = signals.map { message.layouts[$0] }
        let places = DecodePlace.places(of: layouts, in: form)
        for (slot, layout) in layouts.enumerated() {
            let lane = slot % 4
            if lane == 0 { quads.append(DecodeQuad()) }
            if let place = places[slot] {
                quads[quads.count - 1].set(lane, layout, at: place)
            } else {
                singles.append(SingleSignal(slot: slot, layout: layout))
            }
        }
        // Quads are taken two at a time, and one of another form would begin its windows anywhere.
        while quads.count % (unsafe DecodeTables.stride) != 0 { quads.append(DecodeQuad()) }
        entry.singles = UInt32(singles.count) - entry.single
        // A multiplexed message is never regular: some of its signals are not there.
        let isRegular = !message.isMultiplexed && entry.singles == 0
        entry.regularLength = isRegular ? UInt8(min(message.length, 64)) : .max
        entries.append(entry)
    }

    /// Ends the table with quads for messages without values, which are read too.
    mutating func finish() {
        for _ in 0..<(unsafe DecodeTables.stride) { quads.append(DecodeQuad()) }
    }
}
