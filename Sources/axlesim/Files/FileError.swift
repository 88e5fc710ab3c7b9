/// What is wrong with a file that a person wrote: where, which key, what stands there, what may.
struct FileError: Error, Equatable, CustomStringConvertible {
    /// The file's path, or `--set` where the value is not the file's.
    var file: String
    /// The line, counted from 1; nil where the file could not be read at all.
    var line: Int?
    /// The key's path, as `battery.cells`; empty for the file as a whole.
    var key: String
    /// What is wrong, as `found 12, allowed 50 to 200`.
    var problem: String

    var description: String {
        if file == KeySetting.place, !key.isEmpty { return "\(file) \(key): \(problem)" }
        let place = line.map { "\(file):\($0): " } ?? "\(file): "
        return place + (key.isEmpty ? "" : "\(key): ") + problem
    }
}
