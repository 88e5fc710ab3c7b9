import DBC

/// What `axlectl dbc check` prints of one file.
struct CheckReport {
    private let file: DatabaseFile
    private let complaints: [Complaint]

    init(_ file: DatabaseFile) {
        self.file = file
        complaints = file.complaints
    }

    func count(of severity: Finding.Severity) -> Int {
        complaints.count { $0.severity == severity }
    }

    private var messageCount: Int { file.database.messages.count }
    private var signalCount: Int {
        file.database.messages.reduce(0) { $0 + $1.signals.count }
    }

    /// A line for each complaint, and the counts.
    var text: String {
        let counts = [
            counted(messageCount, "message"), counted(signalCount, "signal"),
            counted(count(of: .error), "error"), counted(count(of: .warning), "warning"),
            counted(count(of: .info), "remark"),
        ]
        let total = "\(file.path.onOneLine): " + counts.joined(separator: ", ")
        return (complaints.map(\.text) + [total]).map { $0 + "\n" }.joined()
    }

    private func counted(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }

    /// The object of a file that cannot be read at all.
    static func json(unreadable path: String, _ reason: DBCError) -> [UInt8] {
        var output = JSONText()
        output.append("{\"file\":")
        output.append(quoted: path)
        output.append(",\"error\":")
        output.append(quoted: reason.description)
        output.append("}\n")
        return output.bytes
    }

    /// An object for each complaint, and one with the counts.
    var json: [UInt8] {
        var output = JSONText()
        for complaint in complaints {
            output.append("{\"file\":")
            output.append(quoted: complaint.file)
            output.append(",\"line\":")
            output.append(Int64(complaint.position.line))
            output.append(",\"column\":")
            output.append(Int64(complaint.position.column))
            output.append(",\"severity\":")
            output.append(quoted: complaint.severity.rawValue)
            output.append(",\"rule\":")
            output.append(quoted: complaint.rule)
            output.append(",\"message\":")
            output.append(quoted: complaint.message)
            output.append("}\n")
        }
        output.append("{\"file\":")
        output.append(quoted: file.path)
        output.append(",\"messages\":")
        output.append(Int64(messageCount))
        output.append(",\"signals\":")
        output.append(Int64(signalCount))
        output.append(",\"errors\":")
        output.append(Int64(count(of: .error)))
        output.append(",\"warnings\":")
        output.append(Int64(count(of: .warning)))
        output.append(",\"remarks\":")
        output.append(Int64(count(of: .info)))
        output.append("}\n")
        return output.bytes
    }
}
