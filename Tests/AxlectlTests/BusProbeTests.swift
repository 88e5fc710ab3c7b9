import CANFrames
import DBC
import SignalCodec
import Testing

@testable import axlectl

@Suite struct BusProbeTests {
    @Test("the database of the bus fits, and one of other identifiers does not")
    func rightBus() throws {
        let other = (1...6).map { ProbeBench.message(UInt32($0 << 8 | 1), "O\($0)") }.joined()
        var probe = ProbeBench.probe(other, ProbeBench.protected)
        try probe.hear(20)
        let scores = probe.scores
        #expect(scores.map(\.database) == [1, 0])
        #expect(scores.map(\.verdict) == [.fits, .no])
        #expect(scores[0].heardMessages == 6)
        #expect(scores[0].messages == 6)
        #expect(scores[0].agreeing == 6)
        #expect(scores[0].frames == 120)
        #expect(scores[0].rightChecksums == 120)
        #expect(scores[0].wrongChecksums == 0)
        // The first counter of each is no step.
        #expect(scores[0].rightSteps == 114)
        #expect(scores[0].wrongSteps == 0)
        #expect(scores[0].proven == 6)
        #expect(scores[1].frames == 0)
    }

    @Test("what is proven by checksums comes before what has the same identifiers without any")
    func order() throws {
        var probe = ProbeBench.probe(ProbeBench.plain, ProbeBench.protected)
        try probe.hear(20)
        #expect(probe.scores.map(\.database) == [1, 0])
        #expect(probe.scores.map(\.verdict) == [.fits, .fits])
        #expect(probe.scores[1].hasChecks == false)
    }

    @Test("the same identifiers with other lengths do not fit")
    func lengths() throws {
        let other = (1...6).map { ProbeBench.message(UInt32($0 << 8), "O\($0)", length: 7) }
            .joined()
        var probe = ProbeBench.probe(other)
        try probe.hear(20)
        let score = probe.scores[0]
        #expect(score.verdict == .no)
        #expect(score.wrongLengths == 120)
        #expect(score.agreeing == 0)
        #expect(
            score.contradicting.map(\.id.description) == ["100", "200", "300", "400", "500", "600"]
        )
        #expect(score.contradicting[0].objections == [.length])
    }

    @Test(
        "a database fits only while hardly any of its identifiers is contradicted",
        arguments: [(0, Verdict.fits), (1, .partly), (2, .partly), (3, .no)]
    )
    func contradictions(wrong: Int, verdict: Verdict) throws {
        let texts = (1...6).map {
            ProbeBench.message(UInt32($0 << 8), "O\($0)", length: $0 <= wrong ? 7 : 8)
        }
        var probe = ProbeBench.probe(texts.joined())
        try probe.hear(20)
        #expect(probe.scores[0].verdict == verdict)
    }

    @Test(
        "a tenth of the checksums may be damaged, and no more",
        arguments: [(20, Verdict.fits), (10, .fits), (9, .no), (1, .no)]
    )
    func checksums(every: Int, verdict: Verdict) throws {
        var probe = ProbeBench.probe(ProbeBench.protected)
        try probe.hear(180) { round, frame in if round % every == 0 { frame[7] ^= 0x55 } }
        let score = probe.scores[0]
        #expect(score.verdict == verdict)
        #expect(score.wrongChecksums == 6 * 180 / every)
        if verdict == .no { #expect(score.contradicting[0].objections.first == .checksum) }
    }

    @Test("an alive counter that stands still contradicts, one lost frame does not")
    func counters() throws {
        let counted = ProbeBench.protected.replacing("\"NissanCRC8\";", with: "\"None\";")
        var still = ProbeBench.probe(counted)
        try still.hear(20) { _, frame in frame[6] = 3 }
        #expect(still.scores[0].verdict == .no)
        #expect(still.scores[0].wrongSteps == 114)
        #expect(still.scores[0].contradicting[0].objections == [.counter])

        var gap = ProbeBench.probe(counted)
        try gap.hear(5) { round, frame in if round > 2 { frame[6] += 1 } }
        #expect(gap.scores[0].wrongSteps == 6)
        #expect(gap.scores[0].rightSteps == 18)
        #expect(gap.scores[0].verdict == .fits)
    }

    @Test("a right checksum of bytes that never change proves nothing")
    func constant() throws {
        let one = ProbeBench.protected.replacing("\"Counter\";", with: "\"\";")
        let id = try ProbeBench.standard(0x100)
        var probe = ProbeBench.probe(one)
        for round in 0..<100 {
            // Its checksum is 0, too.
            probe.add(try ProbeBench.frame(id), at: ProbeBench.stamp(milliseconds: round * 10))
        }
        #expect(probe.scores[0].rightChecksums == 100)
        #expect(probe.scores[0].proven == 0)
        #expect(probe.scores[0].verdict == .no)
    }

    @Test(
        "one identifier fits where its checksums prove it, and without them is too little to tell"
    )
    func single() throws {
        var probe = ProbeBench.probe(ProbeBench.protected, ProbeBench.plain)
        let database = ProbeBench.compiled(ProbeBench.protected)
        for round in 0..<20 {
            var frame = try ProbeBench.frame(try ProbeBench.standard(0x100), count: round)
            database.messages[0].protection.protect(&frame, counter: UInt64(round))
            probe.add(frame, at: ProbeBench.stamp(milliseconds: round * 10))
        }
        #expect(probe.scores.map(\.verdict) == [.fits, .no])
    }

    @Test(
        "as many identifiers as chance gives do not fit",
        arguments: [(6, Verdict.fits), (200, .fits), (1024, .no)]
    )
    func chance(messages: Int, verdict: Verdict) throws {
        // Identifiers from 0x600 down, of which six are heard; of a thousand three would be by chance.
        let numbers = Set((1...6).map { $0 << 8 } + (0..<messages).map { 2 * $0 + 1 })
        let text = numbers.sorted().prefix(messages + 6)
            .map { ProbeBench.message(UInt32($0), "M\($0)") }
        var probe = ProbeBench.probe(text.joined())
        try probe.hear(20)
        #expect(probe.scores[0].agreeing == 6)
        #expect(probe.scores[0].verdict == verdict)
    }

    @Test(
        "a database of one control unit fits a bus on which others send; two messages are too few"
    )
    func smallDatabase() throws {
        let text = (1...3).map { ProbeBench.message(UInt32($0 << 8), "M\($0)") }.joined()
        var probe = ProbeBench.probe(text)
        try probe.hear(20)
        #expect(probe.scores[0].agreeing == 3)
        #expect(probe.scores[0].verdict == .fits)
        let two = (1...2).map { ProbeBench.message(UInt32($0 << 8), "M\($0)") }.joined()
        probe = ProbeBench.probe(two)
        try probe.hear(20)
        #expect(probe.scores[0].verdict == .no)
    }

    @Test("a multiplexed message agrees whatever its multiplexor says")
    func multiplexed() throws {
        let pages = """
             SG_ Page M : 0|8@1+ (1,0) [0|0] "" ECU
             SG_ First m1 : 8|8@1+ (1,0) [0|0] "" ECU
             SG_ Second m2 : 8|16@1+ (1,0) [0|0] "" ECU
            """
        let text = (1...6).map { ProbeBench.message(UInt32($0 << 8), "M\($0)", signals: pages) }
        var probe = ProbeBench.probe(text.joined())
        try probe.hear(20)
        #expect(probe.scores[0].agreeing == 6)
        #expect(probe.scores[0].verdict == .fits)
    }

    @Test(
        "an FD frame has its message's length or the next that CAN FD has",
        arguments: [
            (10, 12, true), (12, 12, true), (10, 16, false), (33, 48, true), (64, 64, true),
        ]
    )
    func flexibleDataRate(message: Int, frame: Int, agrees: Bool) throws {
        var probe = ProbeBench.probe(ProbeBench.message(0x100, "Long", length: message))
        let id = try ProbeBench.standard(0x100)
        probe.add(try ProbeBench.frame(id, length: frame), at: ProbeBench.stamp(milliseconds: 0))
        #expect(probe.scores[0].agreeing == (agrees ? 1 : 0))
        #expect(probe.identifiers[0].lengths == [frame])
    }

    @Test("an extended identifier is not the standard one of the same number")
    func extended() throws {
        let text =
            ProbeBench.message(0x100, "Standard") + ProbeBench.message(0x8000_0100, "Extended")
        var probe = ProbeBench.probe(text)
        let id = try #require(FrameID(extended: 0x100))
        probe.add(try ProbeBench.frame(id), at: ProbeBench.stamp(milliseconds: 0))
        #expect(probe.identifiers.map(\.id.description) == ["00000100"])
        let match = try #require(probe.identifiers[0].match(in: 0))
        #expect(probe.databases[0].messages[match.message].name == "Extended")
        #expect(probe.scores[0].byChance == 0)
    }

    @Test("by parameter group, two sources have one message and a counter each")
    func parameterGroup() throws {
        let text = ProbeBench.protected
            .replacing("BO_ 256 ", with: "BO_ \(0x8CF0_04FE as UInt32) ")
            .replacing("\"NissanCRC8\";", with: "\"None\";")
        var probe = BusProbe([ProbeBench.compiled(text, matching: .parameterGroup)])
        for round in 0..<10 {
            for source: UInt32 in [0x01, 0x02] {
                let id = try #require(FrameID(extended: 0x0CF0_0400 | source))
                var frame = try ProbeBench.frame(id, count: round)
                frame[6] = UInt8(round) + UInt8(source)
                probe.add(frame, at: ProbeBench.stamp(milliseconds: round * 10))
            }
        }
        #expect(probe.scores[0].heardMessages == 1)
        #expect(probe.scores[0].agreeing == 2)
        #expect(probe.scores[0].wrongSteps == 0)
        #expect(probe.scores[0].rightSteps == 18)
    }

    @Test("error and remote frames are counted and held against nothing")
    func otherFrames() throws {
        var probe = ProbeBench.probe(ProbeBench.plain)
        let classes = try ProbeBench.standard(0x204)
        var error = try #require(Frame(id: classes, kind: .error, length: 8))
        error[1] = 0x10
        error[7] = 130
        let asked = try ProbeBench.standard(0x100)
        let remote = try #require(Frame(id: asked, kind: .remote, length: 4))
        for instant in 0..<3 {
            probe.add(error, at: ProbeBench.stamp(milliseconds: instant))
            probe.add(remote, at: ProbeBench.stamp(milliseconds: instant))
        }
        #expect(probe.frames == 0)
        #expect(probe.errorFrames == 3)
        #expect(probe.remoteFrames == 3)
        #expect(probe.errors == ["error-passive by reception": 3])
        #expect(probe.identifiers.isEmpty)
    }

    @Test("of silence nothing fits")
    func silence() {
        let probe = ProbeBench.probe(ProbeBench.plain, ProbeBench.protected, "")
        #expect(probe.scores.map(\.verdict) == [.no, .no, .no])
        #expect(probe.identifiers.isEmpty)
    }

    @Test("periods are the times from frame to frame, and compared with the database's")
    func periods() throws {
        var probe = ProbeBench.probe(ProbeBench.protected, ProbeBench.plain)
        try probe.hear(20)
        let period = try #require(probe.identifiers[0].period)
        #expect(period == (10, 10, 10))
        #expect(probe.identifiers[0].hasPeriod(12) == true)
        #expect(probe.identifiers[0].hasPeriod(20) == false)
        #expect(probe.scores.map(\.periods) == [6, 6])
        #expect(probe.scores.map(\.rightPeriods) == [6, 0])
    }
}
