import SignalCodec

extension StatementWriter {
    /// A text in quotes; a quote inside is escaped.
    ///
    /// A backslash at the end would escape the closing quote, but in the last string of a statement
    /// or, where strings end with their line, of a line. It gets a blank behind it.
    func quoted(_ text: String, isLast: Bool = false) -> String {
        let blank = !isLast && text.utf8.last == UInt8(ascii: "\\") ? " " : ""
        guard text.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(text)\(blank)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + blank + "\""
    }

    /// What is kept as text, closed with `;`, unless a string that never ends would swallow it.
    func closed(_ text: String) -> String {
        var isInString = false
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\""), !isInString || previous != UInt8(ascii: "\\") {
                isInString.toggle()
            }
            previous = byte
        }
        // A string that ends in a backslash is closed by the `;` behind it.
        return isInString && !text.hasSuffix("\\\"") ? text : text + ";"
    }

    /// The shortest decimal number that reads back as this one, without `.0`.
    func number(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// ` 0 "off" 1 "on"`: each value with a blank before it.
    func values(_ values: [ValueDescription]) -> String {
        let last = values.indices.last
        return values.indices.map { index in
            let label = quoted(values[index].label, isLast: index == last)
            return " \(values[index].raw) \(label)"
        }.joined()
    }

    /// The name of a node in the file's statements.
    func fileName(ofNode name: String, in database: Database) -> String {
        database.nodes.first { $0.name == name }?.fileName ?? name
    }

    /// The name of an environment variable in the file's statements.
    func fileName(ofVariable name: String, in database: Database) -> String {
        database.environmentVariables.first { $0.name == name }?.fileName ?? name
    }

    /// The name of a signal in the file's statements.
    func fileName(ofSignal name: String, message rawID: UInt32, in database: Database) -> String {
        database.messages.first { $0.rawID == rawID }?.fileName(ofSignal: name) ?? name
    }
}

extension Node {
    var fileName: String { shortName ?? name }
}

extension Signal {
    var fileName: String { shortName ?? name }
}

extension EnvironmentVariable {
    var fileName: String { shortName ?? name }
}

extension Message {
    func fileName(ofSignal name: String) -> String { signal(named: name)?.fileName ?? name }
}

extension SignalKind {
    /// The number of SIG_VALTYPE_ and SIGTYPE_VALTYPE_; nil for a whole number, which needs none.
    var valueTypeCode: Int? {
        switch self {
        case .unsigned, .signed: nil
        case .float32: 1
        case .float64: 2
        }
    }
}
