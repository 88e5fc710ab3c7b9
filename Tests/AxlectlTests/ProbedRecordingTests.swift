import FrameLogs
import Foundation
import Testing

@testable import axlectl

private let recordings = ProcessInfo.processInfo.environment["AXLE_RECORDINGS"]

/// The shipped databases against drives of real cars.
@Suite(.enabled(if: recordings != nil, "AXLE_RECORDINGS names no folder"))
struct ProbedRecordingTests {
    private func scores(_ log: String) throws -> [(name: String, score: DatabaseScore)] {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let known = KnownDatabases(paths: [repository + "/DBC"], matching: .exact)
        var probe = BusProbe(known.files.map(\.compiled))
        var reader = try LogReader(path: try #require(recordings) + "/" + log)
        while let entry = try reader.next() { probe.add(entry.frame, at: entry.stamp) }
        return probe.scores.map { (known.label($0.database), $0) }
    }

    @Test(
        "on EV-CAN of the same model leaf-ev.dbc fits and no other does",
        arguments: [
            ("leaf-eplus-drive-a.log", 37, 13), ("leaf-eplus-startup.log", 39, 13),
            ("leaf-aze0-inverter-bench.log", 7, 5),
        ]
    )
    func sameModel(log: String, agreeing: Int, proven: Int) throws {
        let scores = try scores(log)
        #expect(scores.map(\.score.verdict) == [.fits, .no, .no])
        #expect(scores[0].name == "leaf-ev.dbc")
        #expect(scores[0].score.agreeing == agreeing)
        #expect(scores[0].score.contradicting.isEmpty)
        #expect(scores[0].score.proven == proven)
        #expect(scores[0].score.rightPeriods == scores[0].score.periods)
    }

    @Test("on a car of eight years before it fits partly, and its lengths say so")
    func earlierModel() throws {
        let scores = try scores("leaf-ze0-drive.log")
        #expect(scores.map(\.score.verdict) == [.partly, .no, .no])
        #expect(scores[0].name == "leaf-ev.dbc")
        #expect(
            scores[0].score.contradicting.map(\.id.description).sorted() == ["50A", "50B", "56E"]
        )
    }
}
