import Foundation
import Testing

extension RunningPrograms {
    /// `axlectl log info`, and ASC logs where a log is taken.
    @Suite struct LogCommandInfoTests {
        private let folder: TestFolder

        init() throws { folder = try TestFolder() }

        private static let log = """
            (1436509052.249713) front 100#00
            (1436509052.259713) front 100#00
            # mark (1436509052.260000) the wheel slips
            (1436509052.269713) front 100#00
            (1436509052.265000) rear 12345678#
            # 12 frames were not recorded here
            (1436509054.289713) front 100#00
            (1436509054.300000) rear 20000004#0004000000000000
            (1436509054.310000) front 100#00

            """

        private func info(
            _ text: String,
            _ name: String,
            _ options: String...
        ) async throws -> ToolOutcome {
            let path = try folder.write(text, to: name)
            return try await ToolOutcome.of(["log", "info"] + options + [path])
        }

        @Test("--json says everything that can be counted")
        func json() async throws {
            let outcome = try await info(Self.log, "a.log", "--json")
            #expect(outcome.status == 0)
            let contents = try Contents(parsing: outcome.output)
            #expect(contents.format == "candump")
            #expect(contents.begin == "2015-07-10T06:17:32.249713Z")
            #expect(contents.beginS == 1_436_509_052.249713)
            #expect(contents.durationS == 2.060287)
            #expect(contents.frames == 7)
            #expect(contents.errorFrames == 1)
            #expect(contents.outOfOrder == 1)
            #expect(contents.notRecorded == 12)
            #expect(contents.otherEvents == 0)
            #expect(contents.end == nil)
            #expect(contents.buses.map(\.bus) == ["front", "rear"])
            #expect(contents.buses.map(\.frames) == [5, 2])
            #expect(contents.buses.map(\.errorFrames) == [0, 1])
            #expect(contents.buses.map(\.ids) == [1, 1])
            #expect(contents.ids.map(\.id) == ["100", "12345678"])
            #expect(contents.ids.map(\.count) == [5, 1])
            // 10, 10, 2020 and 20.287 ms.
            #expect(contents.ids.map(\.periodMs) == [15.1435, nil])
            #expect(contents.gaps.map(\.bus) == ["front", "rear"])
            #expect(contents.gaps.map(\.lengthS) == [2.02, 2.035])
            #expect(contents.marks.map(\.text) == ["the wheel slips"])
            #expect(contents.marks.map(\.t) == [1_436_509_052.26])
        }

        @Test("a gap is longer than --gap")
        func gaps() async throws {
            for (gap, count) in [("2.03", 1), ("2.035", 0), ("0.02", 3)] {
                let outcome = try await info(Self.log, "a.log", "--json", "--gap", gap)
                #expect(try Contents(parsing: outcome.output).gaps.count == count)
            }
            try await info(Self.log, "a.log", "--gap", "0").expectRefusal("--gap", "above 0")
            try await info(Self.log, "a.log", "--gap", "nan").expectRefusal("--gap")
        }

        @Test("for people the same, with the end of a log that was cut")
        func text() async throws {
            let outcome = try await info(Self.log + "(1436509055.0", "a.log")
            #expect(outcome.status == 0)
            for part in [
                "format        candump\n", "begin         2015-07-10 06:17:32.249713 UTC\n",
                "duration      2.060287 s\n", "frames        7\n", "error frames  1\n",
                "not recorded  12\n", "the last line is cut", "mark +0.010287 s  the wheel slips\n",
                "gap  +0.020000 s  front silent for 2.020000 s\n",
                "front  100           5    15.1435\n", "rear   12345678      1          -\n",
            ] {
                #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
            }
        }

        @Test("an empty log, and one of an unknown form, have nothing in them")
        func empty() async throws {
            for text in ["", "hello\n"] {
                let contents = try Contents(
                    parsing: try await info(text, "a.log", "--json").output
                )
                #expect(contents.format == nil)
                #expect(contents.frames == 0)
                #expect(contents.begin == nil)
                #expect(contents.durationS == 0)
                #expect(try await info(text, "a.log").status == 0)
            }
            try await ToolOutcome.of(["log", "info", folder.file("none.log")])
                .expectRefusal("none.log", "No such file")
        }

        private static let asc = """
            date nobody knows when
            base hex  timestamps absolute
            internal events logged
               0.000000 Start of measurement
               0.100000 1  100             Rx   d 6 FF E1 00 00 00 00
               1.000000 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%
               1.100000 2  100             Rx   d 6 FF C1 00 00 00 00

            """

        @Test("an ASC log whose date is not understood has no begin")
        func noDate() async throws {
            let contents = try Contents(
                parsing: try await info(Self.asc, "a.txt", "--json").output
            )
            #expect(contents.format == "asc")
            #expect(contents.begin == nil)
            #expect(contents.durationS == 1)
            #expect(contents.otherEvents == 2)
            #expect(contents.buses.map(\.bus) == ["can0", "can1"])
        }

        @Test("decode and summary take an ASC log as they take a candump log")
        func decodes() async throws {
            let database = try SmallDatabase.write(in: folder)
            let log = try folder.write(Self.asc, to: "a.asc")
            let decoded = try await ToolOutcome.of(["decode", "--dbc", database, log])
            #expect(decoded.status == 0)
            #expect(decoded.lines.count == 2)
            #expect(try Answer(decoded.lines[1])["bus"] == "can1")
            #expect(try Answer(decoded.lines[1]).object("signals")["Speed"] == -2)
            let summary = try await ToolOutcome.of(["summary", "--dbc", database, "--json", log])
            #expect(try Answer(summary.output)["frames"] == 2)
        }

        @Test("a log that a crash cut is decoded up to there")
        func decodesCut() async throws {
            let database = try SmallDatabase.write(in: folder)
            let log = try folder.write("(1.000000) can0 100#00\n(2.000000) can0 100#0", to: "a.log")
            let decoded = try await ToolOutcome.of(["decode", "--dbc", database, log])
            #expect(decoded.status == 0)
            #expect(decoded.lines.count == 1)
            #expect(decoded.errors.contains("\(log):2:"), "\(decoded.errors)")
        }
    }
}

/// What `axlectl log info --json` prints.
private struct Contents: Decodable {
    struct Bus: Decodable {
        let bus: String
        let frames: Int
        let errorFrames: Int
        let ids: Int
    }

    struct Identifier: Decodable {
        let bus: String
        let id: String
        let count: Int
        let periodMs: Double?
    }

    struct Gap: Decodable {
        let bus: String
        let beginS: Double
        let lengthS: Double
    }

    struct Mark: Decodable {
        let t: Double?
        let text: String
    }

    let format: String?
    let begin: String?
    let beginS: Double?
    let durationS: Double
    let frames: Int
    let errorFrames: Int
    let outOfOrder: Int
    let notRecorded: Int
    let otherEvents: Int
    let end: String?
    let buses: [Bus]
    let ids: [Identifier]
    let gaps: [Gap]
    let marks: [Mark]
}
