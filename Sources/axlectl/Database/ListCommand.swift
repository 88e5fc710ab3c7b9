import ArgumentParser
import DBC

extension DBCCommand {
    /// The command `axlectl dbc list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a database's messages.",
            discussion: """
                Identifier, name, length in bytes, cycle time in ms, sender and number of signals, \
                in the order of identifiers.
                """
        )

        @Flag(help: "Print JSON, one object a line.")
        var json = false

        @Argument(help: "The database.")
        var file: String

        func run() throws {
            let file = try DatabaseFile.open(file)
            // What could be read is listed; what is missing is said.
            _ = file.writeErrors()
            let messages = file.compiled.messages.sorted {
                ($0.id.isExtended ? 1 : 0, $0.id.identifier)
                    < ($1.id.isExtended ? 1 : 0, $1.id.identifier)
            }
            try emit(json ? Self.objects(messages) : Self.table(messages))
        }

        private static func table(_ messages: [CompiledMessage]) -> [UInt8] {
            var table = TextTable(
                ["id", "name", "bytes", "cycle", "sender", "signals"],
                [.right, .left, .right, .right, .left, .right]
            )
            for message in messages {
                table.add([
                    message.id.description, message.name, "\(message.length)",
                    message.cycleTime.map { "\($0) ms" } ?? "-", message.senderText ?? "-",
                    "\(message.signals.count)",
                ])
            }
            return Array((table.lines.joined(separator: "\n") + "\n").printable.utf8)
        }

        private static func objects(_ messages: [CompiledMessage]) -> [UInt8] {
            var output = JSONText()
            for message in messages {
                output.append("{\"id\":")
                output.append(quoted: message.id.description)
                output.append(",\"extended\":")
                output.append(message.id.isExtended ? "true" : "false")
                output.append(",\"name\":")
                output.append(quoted: message.name)
                output.append(",\"length\":")
                output.append(Int64(message.length))
                output.append(",\"cycle_ms\":")
                if let cycle = message.cycleTime {
                    output.append(Int64(cycle))
                } else {
                    output.append("null")
                }
                output.append(",\"sender\":")
                if let sender = message.senderText {
                    output.append(quoted: sender)
                } else {
                    output.append("null")
                }
                output.append(",\"signals\":")
                output.append(Int64(message.signals.count))
                output.append("}\n")
            }
            return output.bytes
        }
    }
}

extension CompiledMessage {
    /// The sender; nil where the database names none.
    var senderText: String? { sender.isEmpty || sender == "Vector__XXX" ? nil : sender }
}
