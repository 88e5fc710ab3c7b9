import CANFrames
import SignalCodec

/// Which frames a message stands for.
public enum IdentifierMatching: Sendable {
    /// Those with its identifier.
    case exact
    /// Those with its identifier, and of extended ones those of its parameter group (SAE J1939)
    /// whose own identifier no message has: whatever their priority and source address, and, where
    /// the group is sent to one node, the destination address.
    case parameterGroup
}

/// Finds messages by identifier; owns its tables.
@safe
final class IdentifierIndex: @unchecked Sendable {
    // Sendable: the tables are written here only, before anybody else has a reference.

    /// The look-up, good as long as this object.
    let table: IdentifierTable
    private let standard: PlanTable<Int32>
    private let exact: PlanTable<IdentifierTable.Entry>
    private let groups: PlanTable<IdentifierTable.Entry>
    private let extended: PlanTable<IdentifierTable.Extended>

    /// Of several messages with one identifier, or one parameter group, the first is found.
    init(_ messages: [(id: FrameID, index: Int)], matching: IdentifierMatching) {
        var standard = [Int32](repeating: -1, count: 0x800)
        var keys: [(key: UInt32, message: Int32)] = []
        for (id, index) in messages {
            if id.isExtended {
                keys.append((id.rawValue, Int32(index)))
            } else if standard[Int(id.identifier)] < 0 {
                standard[Int(id.identifier)] = Int32(index)
            }
        }
        let byGroup =
            matching == .parameterGroup
            ? keys.compactMap { found in
                FrameID(rawValue: found.key).map { ($0.parameterGroup, found.message) }
            } : []
        let (exact, exactBits) = Self.hashed(keys)
        let (groups, groupBits) = Self.hashed(byGroup)
        self.standard = PlanTable(standard)
        self.exact = PlanTable(exact)
        self.groups = PlanTable(groups)
        extended = unsafe PlanTable([
            IdentifierTable.Extended(
                exact: self.exact.base,
                exactBits: exactBits,
                groups: self.groups.base,
                groupBits: groupBits,
                hasGroups: !byGroup.isEmpty
            )
        ])
        unsafe table = IdentifierTable(
            standard: self.standard.base,
            extended: self.extended.base
        )
    }

    deinit {
        standard.deallocate()
        exact.deallocate()
        groups.deallocate()
        extended.deallocate()
    }

    private static func hashed(
        _ keys: [(key: UInt32, message: Int32)]
    ) -> ([IdentifierTable.Entry], bits: Int) {
        var bits = 2
        while 1 << bits < 4 * keys.count { bits += 1 }
        var entries = [IdentifierTable.Entry](repeating: IdentifierTable.Entry(), count: 1 << bits)
        for (key, message) in keys {
            var place = unsafe IdentifierTable.place(of: key, bits: UInt32(bits))
            while entries[place].key != 0, entries[place].key != key {
                place = (place + 1) % entries.count
            }
            if entries[place].key == 0 {
                entries[place] = IdentifierTable.Entry(key: key, message: message)
            }
        }
        return (entries, bits)
    }
}
