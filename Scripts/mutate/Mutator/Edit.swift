/// One change to a piece of source text.
struct Edit {
    /// The change's name, such as `comparison`.
    var kind: String
    /// The bytes that are replaced, counted from the start of the file.
    var range: Range<Int>
    /// What stands there instead; empty where the statement is deleted.
    var text: String
}

/// A piece of source whose mutants are chosen among at run time.
struct Site {
    /// How the choice is written.
    enum Form {
        /// `switch` around a statement, or around an expression that stands as one.
        case statement
        /// `switch` as the value of a declaration.
        case value
        /// A closure that returns the value.
        case expression
        /// A closure that returns a `Bool`.
        case condition
    }

    var form: Form
    /// The bytes that are copied once for each mutant.
    var range: Range<Int>
    var edits: [Edit]
    /// The function it stands in; a deletion there may leave something without a value.
    var scope: Range<Int>?
}

/// One mutant, as it is listed.
struct Mutant: Codable {
    /// The number that switches it on.
    var id: Int
    /// The number of the first mutant at the same site.
    var site: Int
    /// Path from the package's folder.
    var file: String
    /// Line in the source, from 1.
    var line: Int
    var kind: String
    /// The lines it changes, in one.
    var original: String
    var mutated: String
    /// Which of several equal changes on equal lines of the file.
    var ordinal: Int
    /// Lines of the generated file, from 1.
    var firstLine: Int
    var lastLine: Int
    var siteFirstLine: Int
    var siteLastLine: Int
    var scopeFirstLine: Int
    var scopeLastLine: Int
}
