import CANFrames
import FrameLogs
import Testing

@Suite struct LogReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func entries(_ text: String) throws -> [LogEntry] {
        var reader = try LogReader(path: try folder.write(text, to: "a.log"))
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

    @Test("an empty log has no frames")
    func empty() throws {
        #expect(try entries("").isEmpty)
        #expect(try entries("\n\n").isEmpty)
    }

    @Test("the error names the line where it stands, comments counted")
    func errorLine() throws {
        let path = try folder.write("# log\n(1.000000) can0 123#00\n(2.0) can0 1\n", to: "b.log")
        var reader = try LogReader(path: path)
        #expect(try reader.next() != nil)
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch {
            #expect(error.description.hasPrefix("\(path):3:5: error: found"))
        }
    }

    @Test(
        "the content tells the form, whatever the file is called",
        arguments: [
            ("(1.000000) can0 123#00\n", LogFormat.candump, 1),
            ("# a note\n\n(1.000000) can0 123#00\n", .candump, 1),
            ("date Fri Jul 10 06:17:32 2015\nbase hex  timestamps absolute\n", .asc, 0),
            ("// version 9.0.0\n   0.000000 1  123             Rx   d 1 00\n", .asc, 1),
            ("   0.000000 1  123             Rx   d 1 00\n", .asc, 1),
            ("\n0.1000 CANFD   1 Rx        123        0 0 1  1 00 0 0 1000\n", .asc, 1),
            ("Base Hex timestamps relative\r\n 0.0001 2 7FFx Tx r 4\r\n", .asc, 1),
        ]
    )
    func recognises(text: String, format: LogFormat, count: Int) throws {
        var reader = try LogReader(path: try folder.write(text, to: "log.txt"))
        var frames = 0
        while try reader.next() != nil { frames += 1 }
        #expect(reader.format == format)
        #expect(frames == count)
    }

    @Test(
        "what is neither has no form and no frames",
        arguments: ["", "hello\n12 apples\n1.5 m\n"]
    )
    func recognisesNothing(text: String) throws {
        var reader = try LogReader(path: try folder.write(text, to: "a.log"))
        #expect(try reader.next() == nil)
        #expect(reader.format == nil)
    }

    @Test("the name tells the form of a log to be made")
    func nameTells() {
        #expect(LogFormat(path: "a/b.LOG") == .candump)
        #expect(LogFormat(path: "b.asc") == .asc)
        #expect(LogFormat(path: "asc") == nil)
    }

    @Test(
        "a last line that is cut is left out and named, whichever part is missing",
        arguments: [
            "(3.000000) can0 123#0", "(3.00", "(3.000000) ca", "(",
            "   0.100000 1  123             Rx   d 2 1",
            "   0.100000 1  123             Rx   d 2 11 2G",
            "   0.100000 1  123             Rx   d",
        ]
    )
    func cutLine(line: String) throws {
        let whole =
            line.hasPrefix("(")
            ? "(1.000000) can0 123#11\n" : "   0.000000 1  123             Rx   d 1 11\n"
        let path = try folder.write(whole + line, to: "cut.log")
        var reader = try LogReader(path: path)
        #expect(try reader.next()?.frame.bytes == [0x11])
        #expect(reader.remark == nil)
        #expect(try reader.next() == nil)
        guard case .cut(let error) = reader.ending else {
            Issue.record("\(reader.ending)")
            return
        }
        #expect(error.description.hasPrefix("\(path):2:"))
        #expect(reader.remark?.hasSuffix("the last line is cut and was left out") == true)
    }

    @Test("the same line with an end is an error")
    func brokenLine() throws {
        let path = try folder.write("(1.000000) can0 123#0\n", to: "broken.log")
        var reader = try LogReader(path: path)
        #expect(throws: LogError.self) { try reader.next() }
        #expect(reader.ending == .whole)
    }

    @Test("a last line without end that is whole is read, and said")
    func unterminated() throws {
        var reader = try LogReader(path: try folder.write("(1.000000) can0 123#11", to: "a.log"))
        #expect(try reader.next()?.frame.bytes == [0x11])
        #expect(try reader.next() == nil)
        #expect(reader.ending == .unterminated(line: 1))
        var whole = try LogReader(path: try folder.write("(1.000000) can0 123#11\n", to: "b.log"))
        while try whole.next() != nil {}
        #expect(whole.ending == .whole)
        #expect(whole.remark == nil)
    }

    @Test("marks and losses come in their place, other comments do not")
    func remarks() throws {
        let text = """
            # frames of a test
            # mark (0000000001.500000) the wheel slips: here, now
            (2.000000) can0 123#00
            # 12 frames were not recorded here
            # mark without a stamp
            # 12 frames were seen
            #mark
            (3.000000) can0 123#00

            """
        var reader = try LogReader(path: try folder.write(text, to: "a.log"))
        var items: [LogItem] = []
        while let item = try reader.nextItem() { items.append(item) }
        #expect(items.count == 5)
        #expect(
            items.first
                == .mark(Timestamp(nanoseconds: 1_500_000_000), "the wheel slips: here, now")
        )
        #expect(items[2] == .notRecorded(12))
        #expect(items[3] == .mark(nil, "without a stamp"))
        #expect(items[4].stamp?.nanoseconds == 3_000_000_000)
    }

    @Test("a file that does not exist is named with the reason")
    func missing() throws {
        let path = folder.file("none.log")
        do {
            _ = try LogReader(path: path)
            Issue.record("opened")
        } catch {
            #expect(error == .file(path, reason: "open: No such file or directory"))
        }
    }

    @Test("a line without end is an error, not endless memory")
    func endlessLine() throws {
        let path = try folder.write("(1" + String(repeating: "1", count: 400_000), to: "c.log")
        var reader = try LogReader(path: path)
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
