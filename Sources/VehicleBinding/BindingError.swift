/// Why a binding of quantities to signals cannot be made.
public enum BindingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No bus has this name.
    case unknownBus(String, of: String, known: [String])
    /// The bus's databases have no such message.
    case unknownMessage(String, bus: String)
    /// The message has no such signal.
    case unknownSignal(String, message: String, known: [String])
    /// The path is not `bus.message.signal`.
    case malformedPath(String)
    /// The signal that says whether another counts is in another message.
    case otherMessage(String, signal: String)
    /// The signal's unit cannot be turned into the quantity's.
    case unit(String, signal: String, allowed: String)
    /// More values or not-available codes than a binding holds.
    case tooMany(Int, of: String, signal: String, allowed: Int)

    /// One sentence: what was found and what is allowed.
    public var description: String {
        switch self {
        case .unknownBus(let bus, let path, let known):
            "\(path): no bus is named \(bus); there is \(known.joined(separator: ", "))"
        case .unknownMessage(let message, let bus):
            "\(bus).\(message): the databases of bus \(bus) have no message \(message)"
        case .unknownSignal(let signal, let message, let known):
            "\(message) has no signal \(signal); it has \(known.joined(separator: ", "))"
        case .malformedPath(let path):
            "\(path) is not a signal's path; one is written bus.message.signal"
        case .otherMessage(let condition, let signal):
            "\(condition) cannot say whether \(signal) counts; it must be in the same message"
        case .unit(let unit, let signal, let allowed):
            "\(signal) has the unit \"\(unit)\"; allowed here is \(allowed)"
        case .tooMany(let count, let what, let signal, let allowed):
            "\(signal) has \(count) \(what); at most \(allowed) are allowed"
        }
    }
}
