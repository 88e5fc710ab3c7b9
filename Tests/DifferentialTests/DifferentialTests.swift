import DBC
import Foundation
import Testing

/// The same frames through cantools and through this codec.
@Suite(
    .enabled(if: Peer.folder != nil, Comment(rawValue: Peer.absence))
)
struct DifferentialTests {
    @Test("cantools and this codec decode and encode the same, but for what differs on purpose")
    func agrees() async throws {
        let paths = try Peer.files(in: "vectors", named: ".txt")
        try #require(!paths.isEmpty, "there are no vectors in \(Peer.folder ?? "")")
        let total = try await withThrowingTaskGroup(of: Tally.self) { group in
            for path in paths { group.addTask { try Self.compare(path) } }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
        print(total.report, terminator: "")
        for mismatch in total.mismatches { Issue.record("\(mismatch)") }
        #expect(total.mismatchCount == 0)
        // That so little is compared means that the comparison is broken.
        #expect(total.databases - total.refused >= 184)
        #expect(total.decodedFrames >= 100_000)
        #expect(total.encodedFrames >= 140_000)
    }

    private static func compare(_ path: String) throws -> Tally {
        let file = try VectorFile(path: path)
        let source = try Peer.path("databases") + "/" + file.database
        let (database, _) = try DBCReader.read(path: source)
        var comparison = Comparison(file, database)
        comparison.run()
        return comparison.tally
    }
}
