import Foundation

/// What cantools made of one database; Tests/DifferentialPeer/vectors.py says how the files are written.
struct VectorFile {
    /// A number without loss.
    enum Number: Equatable {
        case whole(Int128)
        case other(Double)

        init?(_ word: Substring) {
            if word.first == "x" {
                guard let bits = UInt64(word.dropFirst(), radix: 16) else { return nil }
                self = .other(Double(bitPattern: bits))
            } else {
                guard let whole = Int128(word) else { return nil }
                self = .whole(whole)
            }
        }

        /// Equal where the numbers are; NaN is one number here.
        static func == (left: Number, right: Number) -> Bool {
            switch (left, right) {
            case (.whole(let left), .whole(let right)): left == right
            case (.other(let left), .other(let right)):
                left == right || left.isNaN && right.isNaN
            case (.whole, .other), (.other, .whole): false
            }
        }

        /// As near as a double comes.
        var double: Double {
            switch self {
            case .whole(let value): Double(value)
            case .other(let value): value
            }
        }
    }

    /// One random frame of a message.
    struct Frame {
        let payload: [UInt8]
        /// What cantools makes of the values; nil where it refuses them.
        let encoded: [UInt8]?
        let values: [(signal: Int, raw: Number, physical: Number)]
    }

    /// Values to encode, some of them between two counts.
    struct Encoding {
        let encoded: [UInt8]
        let values: [(signal: Int, physical: Number)]
    }

    /// One message with its frames.
    struct Message {
        let rawID: UInt32
        let length: Int
        let name: String
        /// Long names, where the database gives such.
        let signals: [String]
        var frames: [Frame] = []
        var encodings: [Encoding] = []
    }

    /// ORIGIN/NAME.dbc.
    let database: String
    /// Why cantools does not load it; nil where it does.
    private(set) var refusal: String?
    /// Whether cantools loads it only repaired.
    private(set) var isRepaired = false
    /// Messages that cantools cannot decode, by reason.
    private(set) var left: [String: Int] = [:]
    private(set) var messages: [Message] = []

    /// A line that is not as Tests/DifferentialPeer/vectors.py writes it.
    struct Malformed: Error {
        let line: String
    }

    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var lines = text.split(separator: "\n")[...]
        guard let first = lines.popFirst()?.split(separator: " "), first.first == "database" else {
            throw Malformed(line: path)
        }
        database = String(first[1])
        for line in lines { try read(line) }
    }

    private mutating func read(_ line: Substring) throws {
        let words = line.split(separator: " ")
        switch words[0] {
        case "refused": refusal = words.dropFirst().joined(separator: " ")
        case "repaired": isRepaired = true
        case "left":
            left[words.dropFirst(2).joined(separator: " "), default: 0] += Int(words[1]) ?? 0
        case "message":
            guard words.count >= 4, let rawID = UInt32(words[1]), let length = Int(words[2]) else {
                throw Malformed(line: String(line))
            }
            messages.append(
                Message(
                    rawID: rawID,
                    length: length,
                    name: name(words[3]),
                    signals: words.dropFirst(4).map(name)
                )
            )
        case "decode":
            messages[messages.count - 1].frames.append(try frame(words, line))
        case "encode":
            messages[messages.count - 1].encodings.append(try encoding(words, line))
        default: throw Malformed(line: String(line))
        }
    }

    private func frame(_ words: [Substring], _ line: Substring) throws -> Frame {
        Frame(
            payload: try bytes(words[1], line),
            encoded: words[2] == "-" ? nil : try bytes(words[2], line),
            values: try words.dropFirst(3).map { word in
                let parts = word.split(separator: ":")
                guard parts.count == 3, let signal = Int(parts[0]), let raw = Number(parts[1]),
                    let physical = Number(parts[2])
                else { throw Malformed(line: String(line)) }
                return (signal, raw, physical)
            }
        )
    }

    private func encoding(_ words: [Substring], _ line: Substring) throws -> Encoding {
        Encoding(
            encoded: try bytes(words[1], line),
            values: try words.dropFirst(2).map { word in
                let parts = word.split(separator: ":")
                guard parts.count == 2, let signal = Int(parts[0]), let physical = Number(parts[1])
                else { throw Malformed(line: String(line)) }
                return (signal, physical)
            }
        )
    }

    private func name(_ word: Substring) -> String {
        word.removingPercentEncoding ?? String(word)
    }

    /// Hexadecimal digits; `.` stands for no bytes.
    private func bytes(_ word: Substring, _ line: Substring) throws -> [UInt8] {
        guard word != "." else { return [] }
        let digits = Array(word.utf8)
        guard digits.count % 2 == 0 else { throw Malformed(line: String(line)) }
        return stride(from: 0, to: digits.count, by: 2).map {
            nibble(digits[$0]) << 4 | nibble(digits[$0 + 1])
        }
    }

    private func nibble(_ digit: UInt8) -> UInt8 {
        digit < 0x3A ? digit - 0x30 : digit - 0x57
    }
}
