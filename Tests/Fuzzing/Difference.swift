/// Where two values of one type differ first, as a path of member names with both values.
func difference(_ first: Any, _ second: Any, at path: String = "") -> String? {
    let members = Array(Mirror(reflecting: first).children)
    let others = Array(Mirror(reflecting: second).children)
    if members.count != others.count {
        return "\(path): \(members.count) of \(first) and \(others.count) of \(second)"
    }
    if members.isEmpty {
        let (before, after) = (String(reflecting: first), String(reflecting: second))
        return before == after ? nil : "\(path): \(before) and \(after)"
    }
    for (index, member) in members.enumerated() {
        // Places and spelling do not count.
        let type = "\(Swift.type(of: member.value))"
        guard !type.hasPrefix("NotCompared") else { continue }
        let place = "\(path).\(member.label ?? "\(index)")"
        if let found = difference(member.value, others[index].value, at: place) { return found }
    }
    return nil
}
