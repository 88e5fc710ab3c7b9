import DBC
import FoundationEssentials
import Testing

@Suite struct HostileFileTests {
    struct Damage {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    private static let whole: [UInt8] = {
        let path = packageRoot.path + "/DBC/axle-bench.dbc"
        return (try? Data(contentsOf: URL(fileURLWithPath: path))).map { [UInt8]($0) } ?? []
    }()

    @Test("a file cut anywhere is read without a crash")
    func cut() {
        #expect(Self.whole.count > 1_000)
        for length in stride(from: 0, to: Self.whole.count, by: 7) {
            let loaded = Loaded(bytes: Array(Self.whole.prefix(length)))
            #expect(loaded.database.messages.count <= 3)
        }
    }

    @Test("a damaged file is read without a crash", arguments: 0..<150 as Range<UInt64>)
    func damaged(seed: UInt64) {
        var damage = Damage(state: seed)
        var bytes = Self.whole
        let pieces = ["\"", "\\\"", ";", "m1M", "99999999999999999999", "-", "/*", "\n", "1e999"]
        for _ in 0...damage.next(below: 12) {
            let place = damage.next(below: bytes.count)
            switch damage.next(below: 4) {
            case 0: bytes[place] = UInt8(damage.next(below: 256))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: pieces[damage.next(below: 9)].utf8, at: place)
            default:
                let end = min(bytes.count, place + damage.next(below: 200))
                bytes.replaceSubrange(place..<end, with: [])
            }
        }
        let loaded = Loaded(bytes: bytes)
        #expect(loaded.diagnostics.count <= 2_100)
    }

    @Test(
        "a text made to be slow is read at once, and its diagnostics are bounded",
        arguments: [
            "\\\"", "\"", "/*", "BO_ 1 M: 8 A\n", " SG_ ", "CM_ \"", "BU_: A\n", "(", "-inf",
            "\\\";\n", "NS_ :\n", "VAL_ 1 A ", "\u{FEFF}", "BA_DEF_ ", "SG_MUL_VAL_ 1 A B 0-",
        ]
    )
    func repeated(piece: String) {
        let text =
            "BO_ 1 M: 8 A\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" A\n"
            + String(repeating: piece, count: 50_000)
        let loaded = Loaded(text)
        #expect(loaded.diagnostics.count <= 2_002)
    }

    @Test("numbers beyond every range are mistakes, not traps")
    func hugeNumbers() {
        let huge = "99999999999999999999999999999999999999999"
        let loaded = Loaded(
            message(
                "A : \(huge)|8@1+ (1,0) [0|0] \"\" B",
                "C : 0|\(huge)@1+ (1,0) [0|0] \"\" B",
                "D : 9223372036854775807|9223372036854775807@1+ (1,0) [0|0] \"\" B",
                "E m\(huge) : 0|8@1+ (1,0) [0|0] \"\" B",
                "F : 0|8@1+ (1e999,-1e999) [0|0] \"\" B",
                sections: """
                    BO_ \(huge) X: 8 A
                    BO_ 4294967295 Y: 8 A
                    VAL_ 256 F \(huge) "x" ;
                    SG_MUL_VAL_ 256 F A 0-\(huge);
                    BA_DEF_ BO_ "GenMsgCycleTime" INT 0 1;
                    BA_ "GenMsgCycleTime" BO_ 256 1e30;
                    """
            )
        )
        #expect(loaded.errors.count >= 5)
        #expect(loaded.compiled.messages.first?.cycleTime == nil)
    }
}
