public import CANFrames

/// Finds a message's index by its identifier, in tables that its owner keeps.
///
/// Standard identifiers are looked up directly; extended ones by open addressing in a table that is
/// at most a quarter full. Where the table of parameter groups is not empty, an extended identifier
/// that is not there itself is found by its parameter group (SAE J1939).
@unsafe
public struct IdentifierTable {
    /// An extended identifier, or a parameter group, and its message; `key` is 0 where none is.
    public struct Entry: BitwiseCopyable {
        /// The raw identifier, bit 31 set.
        public var key: UInt32
        /// The message's index.
        public var message: Int32

        /// Puts the two together; without arguments, an entry that holds nothing.
        public init(key: UInt32 = 0, message: Int32 = -1) {
            self.key = key
            self.message = message
        }
    }

    /// Where extended identifiers are looked up.
    public struct Extended: BitwiseCopyable {
        /// 2^`exactBits` entries, at least one of them free.
        let exact: UnsafePointer<Entry>
        /// 2^`groupBits` entries, at least one of them free.
        let groups: UnsafePointer<Entry>
        let exactBits: UInt32
        let groupBits: UInt32
        let hasGroups: Bool

        /// Borrows the tables.
        public init(
            exact: UnsafePointer<Entry>,
            exactBits: Int,
            groups: UnsafePointer<Entry>,
            groupBits: Int,
            hasGroups: Bool
        ) {
            self.exact = exact
            self.groups = groups
            self.exactBits = UInt32(exactBits)
            self.groupBits = UInt32(groupBits)
            self.hasGroups = hasGroups
        }

        /// The message's index; -1 where there is none.
        ///
        /// A call, so that the search does not take registers from what surrounds a look-up.
        @usableFromInline @inline(never)
        static func index(of id: FrameID, in tables: UnsafePointer<Extended>) -> Int {
            let found = find(id.rawValue, in: tables.pointee.exact, bits: tables.pointee.exactBits)
            if found >= 0 || !tables.pointee.hasGroups { return found }
            return find(
                id.parameterGroup,
                in: tables.pointee.groups,
                bits: tables.pointee.groupBits
            )
        }

        private static func find(
            _ key: UInt32,
            in entries: UnsafePointer<Entry>,
            bits: UInt32
        ) -> Int {
            let mask = (1 &<< Int(bits)) &- 1
            var place = IdentifierTable.place(of: key, bits: bits)
            while true {
                let entry = entries[place]
                if entry.key == key { return Int(entry.message) }
                if entry.key == 0 { return -1 }
                place = (place &+ 1) & mask
            }
        }
    }

    /// 2048 indices, -1 where no message has the identifier.
    @usableFromInline let standard: UnsafePointer<Int32>
    @usableFromInline let extended: UnsafePointer<Extended>

    /// Borrows the tables.
    public init(standard: UnsafePointer<Int32>, extended: UnsafePointer<Extended>) {
        self.standard = standard
        self.extended = extended
    }

    /// The message's index; -1 where there is none.
    @inlinable @inline(__always)
    public func index(of id: FrameID) -> Int {
        if !id.isExtended { return Int(standard[Int(id.rawValue & 0x7FF)]) }
        return Extended.index(of: id, in: extended)
    }

    /// Where the search for a key begins in a table of 2^`bits` entries.
    public static func place(of key: UInt32, bits: UInt32) -> Int {
        // Fibonacci hashing: 2^32 divided by the golden ratio.
        Int((key &* 0x9E37_79B9) &>> (32 &- bits))
    }
}

extension FrameID {
    /// What identifiers of one SAE J1939 parameter group have in common, bit 31 set.
    ///
    /// Priority and source address are left out, and the destination address of a group that is
    /// sent to one node (PDU1: the format byte is below 240).
    public var parameterGroup: UInt32 {
        let format = rawValue &>> 16 & 0xFF
        return rawValue & (format < 240 ? 0x83FF_0000 : 0x83FF_FF00)
    }
}
