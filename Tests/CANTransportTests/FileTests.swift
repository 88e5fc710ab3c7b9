import CANTransport
import Foundation
import Testing

@Suite struct FileTests {
    private let folder = NSTemporaryDirectory() + "axle-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    @Test("a file is created where there is none, and never emptied unless that is asked for")
    func creates() throws {
        let path = folder + "/a"
        do {
            let file = try FileWriter(path: path)
            try file.write(Array("one".utf8))
            try file.sync()
        }
        do {
            _ = try FileWriter(path: path)
            Issue.record("opened")
        } catch {
            #expect(error.isExisting)
            #expect(error.description == "open: File exists")
        }
        #expect(try text("a") == "one")
        do {
            _ = try FileWriter(path: folder)
            Issue.record("opened")
        } catch { #expect(error.isExisting) }
        do { _ = try FileWriter(path: path, replaces: true) }
        #expect(try text("a").isEmpty)
    }

    @Test("a file is cut to a length; a device is opened as it is, and has none")
    func cuts() throws {
        let file = try FileWriter(path: folder + "/a")
        try file.write(Array("one two".utf8))
        try file.cut(to: 3)
        #expect(try text("a") == "one")
        let device = try FileWriter(path: "/dev/null")
        try device.write([1, 2, 3])
        try device.sync()
        var isRefused = false
        do { try device.cut(to: 1) } catch { isRefused = true }
        #expect(isRefused)
    }

    @Test(
        "the directory of a path, and a path without a slash at its end",
        arguments: [
            ("/a/b.log", "/a"), ("/b.log", "/"), ("b.log", "."), ("a/b/c", "a/b"), ("a//b", "a"),
        ]
    )
    func directories(path: String, directory: String) {
        #expect(Directory(of: path).path == directory)
        #expect(Directory(path: path + "//").path == path)
    }

    @Test("a directory tells the highest number between two texts, and the room it has")
    func numbers() throws {
        let directory = Directory(path: folder)
        #expect(directory.exists)
        #expect(try directory.highestNumber(after: "a-", before: ".log") == 0)
        for name in ["a-3.log", "a-0012.log", "a-13.asc", "b-14.log", "a-1x5.log", "a-.log"] {
            _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil)
        }
        _ = FileManager.default.createFile(atPath: folder + "/a-0000000016.log", contents: nil)
        #expect(try directory.highestNumber(after: "a-", before: ".log") == 12)
        #expect(try directory.freeSpace() > 0)
        try directory.sync()
        let missing = Directory(path: folder + "/none")
        #expect(!missing.exists)
        #expect(throws: TransportError.self) { try missing.freeSpace() }
        #expect(throws: TransportError.self) { try missing.sync() }
        #expect(throws: TransportError.self) {
            try missing.highestNumber(after: "", before: "")
        }
        #expect(!Directory(path: folder + "/a-3.log").exists)
    }
}
