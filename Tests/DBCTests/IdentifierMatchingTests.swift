import CANFrames
import DBC
import Testing

@Suite struct IdentifierMatchingTests {
    private func compiled(_ text: String, _ matching: IdentifierMatching) -> CompiledDatabase {
        let (database, _) = DBCReader.parse(bytes: Array(text.utf8), file: "test.dbc")
        return CompiledDatabase(database, matching: matching)
    }

    private func extended(_ identifier: UInt32) throws -> FrameID {
        try #require(FrameID(extended: identifier))
    }

    /// EEC1 (PGN 61444, PDU2) from source 0 with priority 3; TSC1 (PGN 0, PDU1) from 0xFE to 0xFE.
    private let text = """
        BO_ \(0x8CF0_0400 as UInt32) EEC1: 8 A
        BO_ \(0x8C00_FEFE as UInt32) TSC1: 8 A
        BO_ \(0x8CF0_0405 as UInt32) Fifth: 8 A
        BO_ 100 Standard: 8 A

        """

    @Test("corner case 40: a frame matches by its parameter group, whatever priority and source")
    func broadcastGroup() throws {
        let database = compiled(text, .parameterGroup)
        for identifier: UInt32 in [0x0CF0_0400, 0x18F0_0400, 0x0CF0_0417] {
            #expect(database.index(of: try extended(identifier)) == 0)
        }
        #expect(database.index(of: try extended(0x0CF0_0500)) == nil)
        // The data page belongs to the group.
        #expect(database.index(of: try extended(0x0DF0_0400)) == nil)
    }

    @Test("corner case 40: of a group sent to one node the destination address is ignored")
    func destinationGroup() throws {
        let database = compiled(text, .parameterGroup)
        for identifier: UInt32 in [0x0C00_FEFE, 0x0C00_0321, 0x1800_FF00] {
            #expect(database.index(of: try extended(identifier)) == 1)
        }
        #expect(database.index(of: try extended(0x0C01_FEFE)) == nil)
    }

    @Test("a message's own identifier goes before another's group, and standard ones are exact")
    func ownIdentifier() throws {
        let database = compiled(text, .parameterGroup)
        #expect(database.index(of: try extended(0x0CF0_0405)) == 2)
        #expect(database.index(of: try #require(FrameID(standard: 100))) == 3)
        #expect(database.index(of: try extended(100)) == 1)
    }

    @Test("without the option only the identifier itself matches")
    func exact() throws {
        let database = compiled(text, .exact)
        #expect(database.index(of: try extended(0x0CF0_0400)) == 0)
        #expect(database.index(of: try extended(0x18F0_0400)) == nil)
        #expect(database.index(of: try extended(100)) == nil)
    }

    @Test("values are decoded by parameter group")
    func values() throws {
        let text =
            text + "BO_ \(0x98FE_EE00 as UInt32) ET1: 8 A\n SG_ T : 0|8@1+ (1,-40) [0|0] \"\" A\n"
        let decoder = ValueDecoder(compiled(text, .parameterGroup))
        let found = try #require(decoder.values(of: try frame("1CFEEE21#78")))
        #expect(found.values == [80])
        #expect(found.found.isShort)
    }

    @Test("every identifier of many is found, and no other", arguments: [1, 7, 400, 5_000])
    func many(count: Int) throws {
        var random = SeededGenerator(state: UInt64(count))
        let numbers = Set((0..<count).map { _ in UInt32(random.next() & 0x1FFF_FFFF) })
        let order = numbers.sorted()
        let text = order.enumerated().map { "BO_ \($1 | 0x8000_0000) M\($0): 8 A\n" }.joined()
        let database = compiled(text, .exact)
        for (index, number) in order.enumerated() {
            #expect(database.index(of: try extended(number)) == index)
            let next = number &+ 1 & 0x1FFF_FFFF
            if !numbers.contains(next) { #expect(database.index(of: try extended(next)) == nil) }
        }
    }
}
