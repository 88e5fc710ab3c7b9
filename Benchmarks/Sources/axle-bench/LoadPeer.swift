import Foundation

/// A process in which cantools loads a database whenever it is asked to.
struct LoadPeer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    private static let program = """
        import cantools, sys, time
        path = sys.argv[1]
        for _ in sys.stdin:
            start = time.perf_counter()
            cantools.database.load_file(path, database_format="dbc", strict=False)
            print((time.perf_counter() - start) * 1e3, flush=True)
        """

    init(python: String, database: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "-c", Self.program, database]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// How long one load took, ms.
    func load() throws -> Double {
        input.fileHandleForWriting.write(Data("\n".utf8))
        var answer = ""
        repeat {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchError("cantools cannot load the database") }
            answer += String(decoding: piece, as: UTF8.self)
        } while !answer.hasSuffix("\n")
        guard let time = Double(answer.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchError("cantools cannot load the database: \"\(answer)\"")
        }
        return time
    }
}
