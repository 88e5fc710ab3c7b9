/// The words that begin a section of a database file.
enum Keyword: String, CaseIterable {
    case version = "VERSION"
    case newSymbols = "NS_"
    case bitTiming = "BS_"
    case nodes = "BU_"
    case valueTable = "VAL_TABLE_"
    case message = "BO_"
    case signal = "SG_"
    case transmitters = "BO_TX_BU_"
    case values = "VAL_"
    case valueType = "SIG_VALTYPE_"
    case multiplexRanges = "SG_MUL_VAL_"
    case signalGroup = "SIG_GROUP_"
    case comment = "CM_"
    case attributeDefinition = "BA_DEF_"
    case attributeDefault = "BA_DEF_DEF_"
    case attribute = "BA_"
    case relationDefinition = "BA_DEF_REL_"
    case relationDefault = "BA_DEF_DEF_REL_"
    case relation = "BA_REL_"
    case environmentVariable = "EV_"
    case environmentData = "ENVVAR_DATA_"
    case environmentType = "ENVVAR_SGTYPE_"
    case signalType = "SGTYPE_"
    case signalTypeReference = "SIG_TYPE_REF_"
    case signalTypeValues = "SGTYPE_VAL_"
    case signalTypeValueType = "SIGTYPE_VALTYPE_"
    case categoryDefinition = "CAT_DEF_"
    case category = "CAT_"
    case filter = "FILTER"

    /// The keyword that stands at a place of the file; nil where another word does.
    init?(_ source: borrowing SourceText, _ range: Range<Int>) {
        guard (3...16).contains(range.count) else { return nil }
        let bytes = source.bytes.span
        guard range.count > 3 else {
            self.init(
                bytes[range.lowerBound],
                bytes[range.lowerBound + 1],
                bytes[range.lowerBound + 2]
            )
            return
        }
        var packed: UInt128 = 0
        for index in range { packed = packed << 8 | UInt128(bytes[index]) }
        guard let keyword = Self.packed[packed] else { return nil }
        self = keyword
    }

    /// The keywords of three letters, which nearly every line begins with.
    private init?(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
        guard third == UInt8(ascii: "_") else { return nil }
        switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
        case ("S", "G"): self = .signal
        case ("B", "A"): self = .attribute
        case ("B", "O"): self = .message
        case ("C", "M"): self = .comment
        case ("B", "U"): self = .nodes
        case ("B", "S"): self = .bitTiming
        case ("N", "S"): self = .newSymbols
        case ("E", "V"): self = .environmentVariable
        default: return nil
        }
    }

    /// The keywords that a word differs from by one slip: small letters, or one letter that is
    /// missing, too many, another, or swapped with the next.
    static func resembling(_ range: Range<Int>, in source: borrowing SourceText) -> [Keyword] {
        guard (2...17).contains(range.count) else { return [] }
        let word = source.bytes[range].map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        return allCases.filter { isOneSlip(from: Array($0.rawValue.utf8), to: word) }
    }

    private static func isOneSlip(from keyword: [UInt8], to word: [UInt8]) -> Bool {
        let start = zip(keyword, word).prefix { $0 == $1 }.count
        let (rest, other) = (keyword[start...], word[start...])
        if rest.dropFirst() == other || rest == other.dropFirst() { return true }
        guard rest.count == other.count else { return false }
        return rest.dropFirst() == other.dropFirst()
            || (rest.prefix(2).reversed() == Array(other.prefix(2))
                && rest.dropFirst(2) == other.dropFirst(2))
    }

    private static let packed: [UInt128: Keyword] = {
        var keywords: [UInt128: Keyword] = [:]
        for keyword in allCases {
            let key = keyword.rawValue.utf8.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
            keywords[key] = keyword
        }
        return keywords
    }()

    /// Whether a defect in such a section leaves all decoding as it is written.
    var isAnnotation: Bool {
        switch self {
        case .comment, .version, .newSymbols, .bitTiming, .signalGroup, .transmitters,
            .relationDefinition, .relationDefault, .relation, .environmentVariable,
            .environmentData, .environmentType, .signalType, .signalTypeReference,
            .signalTypeValues, .signalTypeValueType, .categoryDefinition, .category, .filter:
            true
        case .nodes, .valueTable, .message, .signal, .values, .valueType, .multiplexRanges,
            .attributeDefinition, .attributeDefault, .attribute:
            false
        }
    }
}
