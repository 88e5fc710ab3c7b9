import CANFrames
import DBC
import Testing

@testable import axlectl

/// Databases and frames for the tests of probing.
enum ProbeBench {
    /// Six messages of 8 bytes, `100` to `600`, each every 10 ms, with checksum and counter in the last byte
    /// but one and the last.
    static let protected = """
        BU_: ECU
        \((1...6).map { message($0 << 8, "P\($0)", signals: checks) }.joined(separator: "\n"))
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
        BA_DEF_ BO_ "E2EProfile" ENUM "None","NissanCRC8","NissanNibbleSum","AxleCRC8";
        BA_DEF_ BO_ "E2EChecksumSignal" STRING;
        BA_DEF_ BO_ "E2ECounterSignal" STRING;
        BA_DEF_DEF_ "GenMsgCycleTime" 10;
        BA_DEF_DEF_ "E2EProfile" "NissanCRC8";
        BA_DEF_DEF_ "E2EChecksumSignal" "Checksum";
        BA_DEF_DEF_ "E2ECounterSignal" "Counter";

        """

    /// The same messages without checks, and one more that is never heard.
    static let plain = """
        BU_: ECU
        \((1...7).map { message($0 << 8, "Q\($0)") }.joined(separator: "\n"))
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
        BA_DEF_DEF_ "GenMsgCycleTime" 100;

        """

    private static let checks = """
         SG_ Counter : 48|4@1+ (1,0) [0|0] "" ECU
         SG_ Checksum : 56|8@1+ (1,0) [0|0] "" ECU
        """

    static func message(
        _ number: UInt32,
        _ name: String,
        length: Int = 8,
        signals: String = ""
    ) -> String {
        "BO_ \(number) \(name): \(length) ECU\n\(signals)\n"
    }

    static func compiled(
        _ text: String,
        matching: IdentifierMatching = .exact
    ) -> CompiledDatabase {
        let (database, _) = DBCReader.parse(bytes: Array(text.utf8), file: "test.dbc")
        return CompiledDatabase(database, matching: matching)
    }

    static func probe(_ texts: String...) -> BusProbe { BusProbe(texts.map { compiled($0) }) }

    /// A frame whose first byte is `count`.
    static func frame(_ id: FrameID, length: Int = 8, count: Int = 0) throws -> Frame {
        let flags: FDFlags = length > 8 ? .isFD : []
        var frame = try #require(Frame(id: id, flags: flags, length: length))
        frame[0] = UInt8(truncatingIfNeeded: count)
        return frame
    }

    static func standard(_ number: UInt32) throws -> FrameID {
        try #require(FrameID(standard: number))
    }

    static func stamp(milliseconds: Int) -> Timestamp {
        Timestamp(nanoseconds: 1_000_000_000_000_000_000 + Int64(milliseconds) * 1_000_000)
    }
}

extension BusProbe {
    /// Takes `count` frames of each identifier `100` to `600`, 10 ms apart, as the protected database has
    /// them; `change` may alter a frame.
    mutating func hear(_ count: Int, _ change: (Int, inout Frame) -> Void = { _, _ in }) throws {
        let database = ProbeBench.compiled(ProbeBench.protected)
        for round in 0..<count {
            for number in 1...6 {
                let id = try ProbeBench.standard(UInt32(number << 8))
                var frame = try ProbeBench.frame(id, count: round)
                let index = try #require(database.index(of: id))
                database.messages[index].protection.protect(&frame, counter: UInt64(round))
                change(round, &frame)
                add(frame, at: ProbeBench.stamp(milliseconds: round * 10))
            }
        }
    }
}
