import Foundation

/// One JSON object that a program printed.
struct Answer {
    private let members: [String: Any]

    /// The text is no object.
    struct Malformed: Error {
        let text: String
    }

    init(_ text: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let members = parsed as? [String: Any] else { throw Malformed(text: text) }
        self.members = members
    }

    private init(_ members: [String: Any]) { self.members = members }

    /// The names of its members.
    var names: Set<String> { Set(members.keys) }

    subscript(_ name: String) -> String? { members[name] as? String }
    subscript(_ name: String) -> Int? { (members[name] as? NSNumber)?.intValue }
    subscript(_ name: String) -> Double? { (members[name] as? NSNumber)?.doubleValue }

    /// A member that is an object itself; empty where there is none.
    func object(_ name: String) -> Answer { Answer(members[name] as? [String: Any] ?? [:]) }
}
