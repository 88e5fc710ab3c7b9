/// A name with its place.
struct Named {
    var symbol: Symbol
    var position: SourcePosition
}

/// A message by its number in the file.
struct MessageReference {
    var rawID: UInt32
    var position: SourcePosition
}

/// Which object a comment or an attribute belongs to, as the file names it.
enum ObjectReference {
    case network
    case node(Named)
    case message(MessageReference)
    case signal(MessageReference, Named)
    case environmentVariable(Named)
}

/// Which two things an attribute of both belongs to, as the file names them.
enum RelationReference {
    case message(node: Named, MessageReference)
    case signal(node: Named, MessageReference, Named)
    case environmentVariable(node: Named, Named)
}

/// An attribute's value before its definition is known.
enum AttributeLiteral {
    case integer(Int128)
    case number(Double)
    case text(String)
}

/// What single values stand for: a list, or the name of a table.
enum ValueList {
    case list([ValueDescription])
    case table(Named)
}

/// One statement of a database file that says something about an object declared elsewhere.
enum Statement {
    case values(MessageReference, Named, ValueList)
    case environmentValues(Named, ValueList)
    case valueType(MessageReference, Named, code: Int)
    case multiplexRanges(MessageReference, Named, selector: Named, [ClosedRange<UInt64>])
    case transmitters(MessageReference, [Named])
    case signalGroup(MessageReference, Named, repetitions: Int, [Named])
    case comment(ObjectReference, String)
    case attributeDefault(Named, AttributeLiteral, isRelation: Bool)
    case attribute(Named, ObjectReference, AttributeLiteral)
    case relation(Named, RelationReference, AttributeLiteral)
    case environmentData(Named, size: Int)
    case environmentType(Named, type: Named)
    case signalTypeReference(MessageReference, Named, type: Named)
    case signalTypeValues(Named, ValueList)
    case signalTypeValueType(Named, code: Int)
    case category(ObjectReference, number: Int, SourcePosition)
}

/// Where a statement stands, for the text comments around it.
struct StatementMark {
    var start: UInt32
    /// Where the words end that tell it from all other statements.
    var headEnd: UInt32
    var end: UInt32
    var lastLine: UInt32
    /// For the line of a signal the number of its message.
    var message: UInt32?
}

/// What a file says, names not yet resolved.
struct SyntaxTree {
    /// The objects that the file declares; nothing is said about them yet.
    var database = Database()
    /// For each message the names of its signals.
    var signalNames: [[Symbol]] = []
    /// The names of the nodes.
    var nodes: [Named] = []
    /// The names of the environment variables.
    var environmentVariables: [Symbol] = []
    /// The names of the signal types.
    var signalTypes: [Symbol] = []
    /// The names of the value tables.
    var valueTables: [Symbol] = []
    /// The names of the attribute definitions.
    var attributeDefinitions: [Symbol] = []
    /// What is said about objects, in the file's order.
    var statements: [Statement] = []
    /// Where every statement stands.
    var marks: [StatementMark] = []
    /// Every name.
    var symbols: SymbolTable

    init(_ source: SourceText) {
        symbols = SymbolTable(source)
        // A usual file's lists do not have to grow.
        statements.reserveCapacity(source.bytes.count / 128)
        marks.reserveCapacity(source.bytes.count / 64)
    }
}
