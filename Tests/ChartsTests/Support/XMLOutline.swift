/// The elements of a text in XML, read strictly; nil where it is not well formed.
struct XMLOutline {
    /// How many elements of each name there are.
    private(set) var counts: [String: Int] = [:]
    /// The texts between tags.
    private(set) var texts: [String] = []

    init?(_ text: String) {
        var open: [String] = []
        var rest = Substring(text)
        while let tagStart = rest.firstIndex(of: "<") {
            let before = rest[..<tagStart]
            guard Self.isText(before), open.isEmpty == false || Self.isBlank(before) else {
                return nil
            }
            if !Self.isBlank(before) { texts.append(String(before)) }
            guard let tagEnd = rest.firstIndex(of: ">") else { return nil }
            let tag = rest[rest.index(after: tagStart)..<tagEnd]
            rest = rest[rest.index(after: tagEnd)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else { return nil }
                continue
            }
            guard let name = tag.split(separator: " ").first, !tag.contains("<") else { return nil }
            let element = name.hasSuffix("/") ? String(name.dropLast()) : String(name)
            guard Self.hasSoundAttributes(tag.dropFirst(name.count)) else { return nil }
            counts[element, default: 0] += 1
            if !tag.hasSuffix("/") { open.append(element) }
        }
        guard open.isEmpty, Self.isBlank(rest) else { return nil }
    }

    private static func isBlank(_ text: Substring) -> Bool { text.allSatisfy(\.isWhitespace) }

    /// No bare ampersand, and nothing that XML cannot hold.
    private static func isText(_ text: Substring) -> Bool {
        let isClean = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 || $0 == "\n" || $0 == "\t"
        }
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"]
        return isClean
            && text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
                .allSatisfy { part in known.contains { part.hasPrefix($0) } }
    }

    /// NAME="VALUE", again and again.
    private static func hasSoundAttributes(_ text: Substring) -> Bool {
        let quotes = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard quotes.count % 2 == 1 else { return false }
        return quotes.enumerated().allSatisfy { index, part in
            if index % 2 == 1 { return isText(part) }
            if index == quotes.count - 1 { return part.isEmpty || part == "/" }
            return part.hasPrefix(" ") && part.hasSuffix("=") && part.count > 2
        }
    }
}
