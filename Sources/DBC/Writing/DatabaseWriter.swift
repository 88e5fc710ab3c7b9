/// Writes a database as the text of a DBC file.
///
/// What is written reads back as an equal database. Sections come in the usual order, objects in the
/// database's, one statement a line with single blanks: the same database always gives the same text.
public enum DatabaseWriter {
    /// The text of a file.
    public static func text(of database: Database) -> String {
        var writer = StatementWriter(textComments: database.textComments)
        writer.write(database)
        return writer.text
    }

    /// The bytes of a file, in the database's own encoding; in UTF-8 where that lacks a character.
    public static func bytes(of database: Database) -> [UInt8] {
        let text = text(of: database)
        switch database.encoding {
        case .utf8: return Array(text.utf8)
        case .cp1252:
            // Bytes that happen to be UTF-8 as well would be read back as UTF-8.
            guard let bytes = CodePage1252.bytes(of: text),
                String(validating: bytes, as: UTF8.self).map({ $0 == text }) ?? true
            else { return Array(text.utf8) }
            return bytes
        }
    }

    /// The words that statements of this database begin with: what its text comments can belong to.
    static func heads(of database: Database) -> Set<String> {
        var writer = StatementWriter(textComments: [:], collectsHeads: true)
        writer.write(database)
        return writer.heads
    }
}
