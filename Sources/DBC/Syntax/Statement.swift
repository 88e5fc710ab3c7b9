/// A name with its place.
struct Named {
    var text: String
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

/// A message by its number in the file.
struct MessageReference {
    var rawID: UInt32
    var position: SourcePosition
}

/// An attribute's value before its definition is known.
enum AttributeLiteral {
    case number(Double)
    case text(String)
}

/// One statement of a database file, in the order of the file.
enum Statement {
    case version(String)
    case bitTiming(baudRate: Int)
    case nodes([Named])
    case message(Message)
    case valueTable(ValueTable)
    case values(MessageReference, Named, [ValueDescription])
    case valuesOfTable(MessageReference, Named, table: Named)
    case valueType(MessageReference, Named, code: Int)
    case multiplexRanges(MessageReference, Named, selector: Named, [ClosedRange<UInt64>])
    case transmitters(MessageReference, [String])
    case signalGroup(MessageReference, SignalGroup)
    case comment(ObjectReference, String)
    case attributeDefinition(AttributeDefinition)
    case attributeDefault(Named, AttributeLiteral)
    case attribute(Named, ObjectReference, AttributeLiteral)
    case kept(KeptSection)
}
