/// What a database file says, with every name resolved; not yet compiled for decoding.
///
/// Two databases are equal where they say the same, wherever it stands: positions, the file's name
/// and its encoding do not count.
public struct Database: Hashable, Sendable {
    /// The name of the file it was read from, for diagnostics.
    @NotCompared public var file = ""
    /// How the file spells characters.
    @NotCompared public var encoding = TextEncoding.utf8
    /// The text of VERSION.
    public var version = ""
    /// The keywords that NS_ lists.
    public var newSymbols: [String] = []
    /// The bit rate of BS_ in bit/s; 0 where none is given.
    public var baudRate = 0
    /// The two bit timing registers of BS_; nil where none are given.
    public var timingRegisters: TimingRegisters?
    /// The electronic control units.
    public var nodes: [Node] = []
    /// The messages in the file's order.
    public var messages: [Message] = []
    /// The named value tables.
    public var valueTables: [ValueTable] = []
    /// The values that simulations share outside of the bus.
    public var environmentVariables: [EnvironmentVariable] = []
    /// The forms that signals and environment variables can refer to.
    public var signalTypes: [SignalType] = []
    /// What attributes there are.
    public var attributeDefinitions: [AttributeDefinition] = []
    /// The network's own attributes.
    public var attributes = Attributes()
    /// Attributes of a node together with a message, a signal or an environment variable.
    public var relations: [Relation] = []
    /// The categories and what is in them.
    public var categories: [Category] = []
    /// What each FILTER says.
    public var filters: [String] = []
    /// The network's comments; a file that is put together from several has several.
    public var comments: [String] = []
    /// Comments between statements, by the words with which `DatabaseWriter` begins the statement
    /// they belong to, such as `BO_ 256` or `BO_ 256 SG_ Speed`.
    ///
    /// What stands at the end of the file has the key `""`.
    public var textComments: [String: [TextComment]] = [:]
    /// Sections that are not understood.
    public var keptSections: [KeptSection] = []

    /// An empty database.
    public init() {}

    /// The network's comments, one a line.
    public var comment: String {
        get { comments.joined(separator: "\n") }
        set { comments = newValue.isEmpty ? [] : [newValue] }
    }
}

/// How a file spells characters.
public enum TextEncoding: Sendable {
    /// One to four bytes a character.
    case utf8
    /// Windows code page 1252: one byte a character.
    case cp1252
}

/// The bit timing registers of BS_, obsolete and kept.
public struct TimingRegisters: Hashable, Sendable {
    /// The first register.
    public var first: Int
    /// The second register.
    public var second: Int

    /// Puts the two together.
    public init(first: Int, second: Int) {
        self.first = first
        self.second = second
    }
}
