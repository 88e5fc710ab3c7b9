/// The words that begin a section of a database file.
enum Keyword: String {
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

    // Read over and kept as text.
    case environmentVariable = "EV_"
    case environmentData = "ENVVAR_DATA_"
    case environmentType = "ENVVAR_SGTYPE_"
    case signalType = "SGTYPE_"
    case signalTypeReference = "SIG_TYPE_REF_"
    case signalTypeValues = "SGTYPE_VAL_"
    case signalTypeValueType = "SIGTYPE_VALTYPE_"
    case relationDefinition = "BA_DEF_REL_"
    case relationDefault = "BA_DEF_DEF_REL_"
    case relation = "BA_REL_"
    case relationSignalDefinition = "BA_DEF_SGTYPE_"
    case relationSignal = "BA_SGTYPE_"
    case categoryDefinition = "CAT_DEF_"
    case category = "CAT_"
    case filter = "FILTER"
    case environmentRelation = "BU_EV_REL_"
    case messageRelation = "BU_BO_REL_"
    case signalRelation = "BU_SG_REL_"
    case nodeSignalComment = "NS_DESC_"

    /// Whether a defect in such a section leaves all decoding as it is written.
    var isAnnotation: Bool {
        switch self {
        case .comment, .version, .newSymbols, .bitTiming, .signalGroup, .transmitters: true
        default: false
        }
    }
}
