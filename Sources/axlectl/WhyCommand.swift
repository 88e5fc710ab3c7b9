import ArgumentParser
import FrameLogs
import StateClient
import StateProtocol

/// The command `axlectl why`.
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract:
            "Say in one sentence what was asked, what was given, what bound, what would bind next.",
        discussion: """
            Without LOG of the daemon's last cycle; with LOG, a recording of axled or its black box, of \
            the last cycle at T or before.
            """
    )

    @Option(
        name: .customLong("at"),
        help: "Seconds from the log's first cycle, or since 1970; without it the last cycle."
    )
    var time: Double?

    @OptionGroup var daemon: DaemonOptions

    @Argument(help: "A recording, or - for standard input.")
    var log: String?

    func validate() throws {
        guard time == nil || log != nil else {
            throw ValidationError("--at needs a LOG: the daemon tells its last cycle only.")
        }
        guard time?.isFinite ?? true, (time ?? 0) >= 0 else {
            throw ValidationError("--at is a time in s, 0 or more.")
        }
    }

    func run() throws {
        let values = try log.map(recorded) ?? newest()
        guard let sentence = Explanation(values: values).sentence else {
            throw refusal("\(log ?? "axled"): no control cycle has run")
        }
        guard daemon.json else {
            StandardOutput.writeLine(sentence)
            return
        }
        let quantities = values.sorted { $0.key < $1.key }
            .map { JSONMember($0.key, .rounded($0.value)) }
        let object: JSONValue = ["sentence": .string(sentence), "values": .object(quantities)]
        StandardOutput.writeLine(object.line)
    }

    private func newest() throws -> [String: Double] {
        let result = try daemon.connect().call(
            StateMethod.signalGet.rawValue,
            ["names": .array([.string("axle.*")])]
        )
        var values: [String: Double] = [:]
        for entry in result["values"]?.elements ?? [] {
            guard let name = entry["name"]?.text, let value = entry["value"]?.double else {
                continue
            }
            values[name] = value
        }
        return values
    }

    private func recorded(in path: String) throws -> [String: Double] {
        var reader = try openLog(path)
        var cycles = RecordedCycles()
        var found: [String: Double] = [:]
        var first: Double?
        while let item = try nextItem(of: &reader, before: {}) {
            guard let cycle = cycles.take(item) else { continue }
            first = first ?? cycle.time
            // Small numbers count from the log's beginning.
            let start = (time ?? 0) < 1e9 ? first ?? 0 : 0
            if let time, cycle.time > start + time + 5e-7 { break }
            found = cycle.values
        }
        guard first != nil else {
            throw refusal("\(path): no control cycles are recorded in it")
        }
        guard !found.isEmpty else {
            throw refusal("\(path): its first control cycle is later than \(time ?? 0) s")
        }
        return found
    }
}
