import CANFrames
import FrameLogs
import Testing

@Suite struct CandumpReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func entries(_ text: String) throws -> [LogEntry] {
        var reader = try CandumpReader(path: try folder.write(text, to: "a.log"))
        var entries: [LogEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    @Test("comments, empty lines, carriage returns and a last line without end are read over")
    func lineEnds() throws {
        let read = try entries("# log\r\n(1.000000) can0 123#00\r\n\n(2.000000) can1 124#01")
        #expect(read.map(\.interface) == ["can0", "can1"])
        #expect(read.map { $0.frame.bytes } == [[0], [1]])
    }

    @Test("an empty log has no entries")
    func empty() throws {
        #expect(try entries("").isEmpty)
        #expect(try entries("\n\n").isEmpty)
    }

    @Test("the error names the line where it stands, comments counted")
    func errorLine() throws {
        let path = try folder.write("# log\n(1.000000) can0 123#00\n(2.0) can0 1\n", to: "b.log")
        var reader = try CandumpReader(path: path)
        #expect(try reader.next() != nil)
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix("\(path):3:5: error: found"))
        }
    }

    @Test("a file that does not exist is named with the reason")
    func missing() throws {
        let path = folder.file("none.log")
        do {
            _ = try CandumpReader(path: path)
            Issue.record("opened")
        } catch {
            #expect(error == .file(path, reason: "open: No such file or directory"))
        }
    }

    @Test("a line without end is an error, not endless memory")
    func endlessLine() throws {
        let path = try folder.write("(1" + String(repeating: "1", count: 400_000), to: "c.log")
        var reader = try CandumpReader(path: path)
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains(":1:"))
        }
    }

    @Test("lines that cross the buffer's border are whole")
    func borders() throws {
        // 40,000 lines of changing length fill the buffer several times.
        var text = ""
        for index in 0..<40_000 {
            let bytes = String(repeating: "5A", count: index % 9)
            text += "(\(index).000000) can\(index % 3) 123#\(bytes)\n"
        }
        let read = try entries(text)
        #expect(read.count == 40_000)
        let isRight = read.enumerated().allSatisfy { index, entry in
            entry.stamp.nanoseconds == Int64(index) * 1_000_000_000
                && entry.interface == "can\(index % 3)" && Int(entry.frame.length) == index % 9
        }
        #expect(isRight)
    }
}
