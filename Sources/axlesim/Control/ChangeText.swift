import PlantModel

/// Changes as `axlesim inject` takes them: `key=value`, with the keys of an event of a scenario file.
///
/// A key of a key is written with a dot, as `bias.pedal_a=20 %`, or the value as in the file, as
/// `frame_loss={message: front.INV_Status, part: 30 %}`.
struct ChangeText {
    /// What is changed, as it is written before `=`.
    private(set) var names: [String] = []
    private var keys: [String] = []
    private var values: [String] = []

    /// Takes the texts apart; throws where one is no `key=value`.
    init(_ texts: [String]) throws(FileError) {
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Self.error(text, "found no KEY=VALUE, allowed for example contactor=open")
            }
            names.append(String(parts[0]))
            take(parts[0].split(separator: ".", omittingEmptySubsequences: false), parts[1])
        }
    }

    private mutating func take(_ path: [Substring], _ value: Substring) {
        let written = value.hasPrefix("{") ? String(value) : Self.quoted(value)
        let below = path.dropFirst().map(Self.quoted)
        let key = String(path[0])
        guard !below.isEmpty, let index = keys.firstIndex(of: key), values[index].hasPrefix("{")
        else {
            keys.append(key)
            values.append(below.reversed().reduce(written) { "{\($1): \($0)}" })
            return
        }
        let rest = below.dropFirst().reversed().reduce(written) { "{\($1): \($0)}" }
        values[index] = values[index].dropLast() + ", \(below[0]): \(rest)}"
    }

    /// The changes, read as a scenario file's are.
    func changes() throws(FileError) -> [PlantChange] {
        let pairs = zip(keys, values).map { "\(Self.quoted($0)): \($1)" }
        do throws(FileError) {
            let section = try FileSection.parse(
                "{" + pairs.joined(separator: ", ") + "}",
                file: Self.place
            )
            let changes = try ScenarioFile.changes(section)
            try section.finish()
            return changes
        } catch {
            throw Self.error(error.key, error.problem)
        }
    }

    private static let place = "inject"

    /// There is one line only: its number says nothing.
    private static func error(_ key: String, _ problem: String) -> FileError {
        FileError(file: place, line: nil, key: key, problem: problem)
    }

    private static func quoted(_ text: some StringProtocol) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }
}
