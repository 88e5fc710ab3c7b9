import CANFrames
import SignalCodec

/// Which values of multiplexed messages are there, in flat tables: asking allocates nothing and
/// counts no references.
struct SelectionPlan {
    /// Values of a message that are there under the same conditions.
    private struct Group {
        var conditions: Range<Int>
        var slots: Range<Int>
    }

    /// A multiplexor that must have a value in one of some ranges.
    private struct Condition {
        var selector: SignalLayout
        var ranges: Range<Int>
    }

    /// A multiplexor, what must hold for it to be there, and every value at which it selects something.
    private struct Use {
        var conditions: Range<Int>
        var values: Condition
    }

    private var groups: [Group] = []
    private var conditions: [Condition] = []
    private var ranges: [ClosedRange<UInt64>] = []
    private var slots: [Int] = []
    private var uses: [Use] = []
    /// For each value the group it belongs to; -1 where it is always there.
    private var groupOfValue: [Int] = []
    private var messages: [MessagePlaces] = []

    /// Where the groups and values of a message and the uses of its multiplexors stand.
    private struct MessagePlaces {
        var groups: Range<Int>
        var uses: Range<Int>
        var firstValue: Int
    }

    /// Adds the next message, of which these signals are decoded.
    mutating func add(_ message: CompiledMessage, _ signals: [Int]) {
        let firstGroup = groups.count
        let firstUse = uses.count
        let firstValue = groupOfValue.count
        groupOfValue += repeatElement(-1, count: signals.count)
        var members: [[SelectorCondition]: [Int]] = [:]
        for (slot, signal) in signals.enumerated() {
            let needed = message.signals[signal].conditions
            if !needed.isEmpty { members[needed, default: []].append(slot) }
        }
        for (needed, slots) in members {
            let start = self.slots.count
            self.slots += slots
            for slot in slots { groupOfValue[firstValue + slot] = groups.count }
            groups.append(Group(conditions: add(needed), slots: start..<self.slots.count))
        }
        for use in message.selectors {
            let needed = add(use.conditions)
            uses.append(Use(conditions: needed, values: flat(use.values)))
        }
        messages.append(
            MessagePlaces(
                groups: firstGroup..<groups.count,
                uses: firstUse..<uses.count,
                firstValue: firstValue
            )
        )
    }

    /// Calls `body` with the slot of each value of a message that the payload does not have.
    func forEachMissing(of message: Int, in payload: borrowing Payload, _ body: (Int) -> Void) {
        for group in messages[message].groups {
            guard !allHold(groups[group].conditions, in: payload) else { continue }
            for place in groups[group].slots { body(slots[place]) }
        }
    }

    /// Whether the payload's multiplexors select a value of a message.
    func hasValue(_ slot: Int, of message: Int, in payload: borrowing Payload) -> Bool {
        let group = groupOfValue[messages[message].firstValue + slot]
        guard group >= 0 else { return true }
        return allHold(groups[group].conditions, in: payload)
    }

    /// Whether a multiplexor that lies in the first `length` bytes has a value that selects nothing.
    func hasUnknownSelector(
        of message: Int,
        in payload: borrowing Payload,
        length: Int
    ) -> Bool {
        for use in messages[message].uses {
            guard uses[use].values.selector.fits(length: length),
                allHold(uses[use].conditions, in: payload)
            else { continue }
            if !holds(uses[use].values, in: payload) { return true }
        }
        return false
    }

    private func allHold(_ places: Range<Int>, in payload: borrowing Payload) -> Bool {
        for place in places where !holds(conditions[place], in: payload) { return false }
        return true
    }

    private func holds(_ condition: Condition, in payload: borrowing Payload) -> Bool {
        let bits = condition.selector.bits(in: payload)
        for place in condition.ranges where ranges[place].contains(bits) { return true }
        return false
    }

    private mutating func add(_ needed: [SelectorCondition]) -> Range<Int> {
        let start = conditions.count
        for condition in needed { conditions.append(flat(condition)) }
        return start..<conditions.count
    }

    private mutating func flat(_ condition: SelectorCondition) -> Condition {
        let start = ranges.count
        ranges += condition.ranges
        return Condition(selector: condition.selector, ranges: start..<ranges.count)
    }
}

extension SelectorCondition: Hashable {
    /// Equal where the multiplexor lies in the same bits and the values are the same.
    public static func == (left: Self, right: Self) -> Bool {
        left.ranges == right.ranges && left.place == right.place
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ranges)
        hasher.combine(place)
    }

    private var place: [Int] {
        [
            selector.startBit, selector.length, Int(selector.byteOrder.rawValue),
            Int(selector.kind.rawValue),
        ]
    }
}
