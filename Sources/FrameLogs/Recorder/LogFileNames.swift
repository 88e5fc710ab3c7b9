import CANFrames
import CANTransport

/// The names of a recording's files: none is ever that of a file which is there already.
///
/// In a directory each file is named after the time at which it begins, `axle-20261126-142530.log`, or
/// `NAME-20261126-142530.log`, and by `-0002` and so on where two begin in one second. A path that is no
/// directory is the first file, `drive.log`; the next ones are `drive-0002.log` and so on, always after
/// the highest number that is there.
struct LogFileNames {
    /// Where the files are.
    let directory: Directory
    private let isStamped: Bool
    private let stem: String
    private let suffix: String
    private var lastNumber = 0

    /// - Parameters:
    ///   - path: A directory, by a `/` at its end also one that is not there; else a file.
    ///   - name: In place of the file's name, or of `axle` in a directory.
    init(path: String, name: String?) {
        isStamped = path.hasSuffix("/") || Directory(path: path).exists
        guard !isStamped else {
            directory = Directory(path: path)
            stem = name.map { Self.stem($0) } ?? "axle"
            suffix = ".log"
            return
        }
        directory = Directory(of: path)
        if let name {
            (stem, suffix) = (Self.stem(name), ".log")
        } else {
            (stem, suffix) = Self.split(String(path.split(separator: "/").last ?? "axle.log"))
        }
    }

    /// Creates the next file; throws `.system`.
    mutating func create(at now: RecorderMoment) throws(TransportError) -> LogFile {
        let base = isStamped ? stem + "-" + Self.text(CivilTime(now.wall, in: .local)) : stem
        if isStamped { lastNumber = 0 }
        if lastNumber == 0, let file = try create(base + suffix, now) {
            lastNumber = 1
            return file
        }
        let highest = try directory.highestNumber(after: base + "-", before: suffix)
        lastNumber = max(lastNumber, highest, 1)
        while true {
            lastNumber += 1
            let digits = String(lastNumber)
            let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
            if let file = try create(base + "-" + zeros + digits + suffix, now) { return file }
        }
    }

    /// Nil where the name is taken.
    private func create(
        _ name: String,
        _ now: RecorderMoment
    ) throws(TransportError) -> LogFile? {
        let path = directory.path + "/" + name
        do throws(TransportError) {
            let writer = try FileWriter(path: path)
            // Without this the file's name might not outlive a loss of power, whatever is in it; a
            // directory that cannot be synced is no reason to record nothing.
            try? directory.sync()
            return LogFile(writer, path: path, begun: now.monotonic)
        } catch {
            guard error.isExisting else { throw error }
            return nil
        }
    }

    /// What a person calls a file, which may or may not have its ending.
    private static func stem(_ name: String) -> String {
        name.hasSuffix(".log") ? String(name.dropLast(4)) : name
    }

    private static func split(_ name: String) -> (stem: String, suffix: String) {
        guard let point = name.lastIndex(of: "."), point > name.startIndex else {
            return (name, "")
        }
        return (String(name[..<point]), String(name[point...]))
    }

    /// `20261126-142530`.
    private static func text(_ time: CivilTime) -> String {
        func pair(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(time.year)\(pair(time.month))\(pair(time.day))-"
            + "\(pair(time.hour))\(pair(time.minute))\(pair(time.second))"
    }

    /// Whether a person's text may be a file's name here: nothing that leads elsewhere or is hidden.
    static func isName(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
            default: false
            }
        }
        let first = text.first.map { $0.isLetter || $0.isNumber } ?? false
        return isPlain && first && text.utf8.count <= 64
    }
}
