import FrameLogs
import Foundation
import Testing

/// Reads the public's recordings, where `AXLE_RECORDINGS` names their folder.
@Suite(.enabled(if: !recordings.isEmpty, "AXLE_RECORDINGS names no folder with logs"))
struct RecordingsTests {
    @Test("a recording of a real car is written as it was read", arguments: recordings)
    func roundTrips(path: String) throws {
        let lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(whereSeparator: \.isNewline)
            .filter { $0.hasPrefix("(") }
        var reader = try LogReader(path: path)
        var count = 0
        while let entry = try reader.next() {
            let written = CandumpLine.format(entry)
            if written != lines[count] { #expect(written == lines[count]) }
            count += 1
        }
        #expect(count == lines.count)
        #expect(count > 10_000)
    }
}

let recordings: [String] = {
    guard let folder = ProcessInfo.processInfo.environment["AXLE_RECORDINGS"] else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".log") }.sorted().map { folder + "/" + $0 }
}()
