import SwiftOperators
import SwiftParser
import SwiftSyntax

/// Writes a file anew with every site as a choice among its mutants.
struct Rewriter {
    private let file: String
    private let source: [UInt8]
    // The source, but for words of the same length that no mutant may have.
    private let bytes: [UInt8]
    private let sites: [Site]
    private let lines: [Int]
    private var output: [UInt8] = []
    private var line = 1
    private var seen: [String: Int] = [:]
    // Where in the source a piece of the output begins: for the lines of functions.
    private var anchors: [(source: Int, line: Int)] = [(0, 1)]

    /// What was made, in the order of the text.
    private(set) var mutants: [Mutant] = []
    /// The number of changes that were found, those that are left out included.
    private(set) var found = 0

    init(file: String, source: String) {
        self.file = file
        self.source = Array(source.utf8)
        var bytes = self.source
        let tree = OperatorTable.standardOperators.foldAll(Parser.parse(source: source)) { _ in }
        sites = SiteFinder.sites(in: tree)
        // No closure takes a parameter that is borrowed: a copy does for tests, where there may be one.
        if !source.contains("~Copyable") {
            for range in BorrowFinder.specifiers(in: tree) {
                bytes.replaceSubrange(range, with: repeatElement(32, count: range.count))
            }
        }
        self.bytes = bytes
        var lines = [0]
        for (offset, byte) in bytes.enumerated() where byte == 10 { lines.append(offset + 1) }
        self.lines = lines
    }

    /// The new text; mutants are numbered from `first`, and those in `dropped` are left out.
    mutating func rewrite(from first: Int, dropped: Set<String>) -> String {
        var next = first
        var done = 0
        put("import MutationSwitch\n")
        anchors = [(0, line)]
        for site in sites {
            put(bytes[done..<site.range.lowerBound])
            done = site.range.upperBound
            let edits = kept(site, dropped: dropped)
            let start = mutants.count
            let firstLine = line
            if edits.isEmpty { put(bytes[site.range]) } else { write(site, edits, first: next) }
            for index in start..<mutants.count {
                mutants[index].siteFirstLine = firstLine
                mutants[index].siteLastLine = line
            }
            next += edits.count
            anchors.append((done, line))
        }
        put(bytes[done...])
        noteScopes()
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func write(_ site: Site, _ edits: [KeyedEdit], first: Int) {
        let isClosure = site.form == .expression || site.form == .condition
        let result = isClosure ? "return " : ""
        switch site.form {
        case .statement, .value: put("switch mutation(\(first)) {\n")
        case .expression: put("chosen({ switch mutation(\(first)) {\n")
        case .condition: put("chosen({ () -> Bool in switch mutation(\(first)) {\n")
        }
        for (index, edit) in edits.enumerated() {
            let text =
                edit.edit.kind == "deletion" && edit.edit.text.isEmpty
                ? "break" : result + replaced(site.range, edit.edit)
            put("case \(index):\n")
            let firstLine = line
            put(text)
            mutants.append(mutant(edit, id: first + index, site: first, firstLine))
            put("\n")
        }
        put("default:\n\(result)")
        put(bytes[site.range])
        put(isClosure ? "\n} })" : "\n}")
    }

    private struct KeyedEdit {
        var edit: Edit
        var original: String
        var mutated: String
        var ordinal: Int
    }

    // Equal texts are one mutant; equal changes on equal lines are told apart by their order.
    private mutating func kept(_ site: Site, dropped: Set<String>) -> [KeyedEdit] {
        var texts: Set<String> = [String(decoding: bytes[site.range], as: UTF8.self)]
        var kept: [KeyedEdit] = []
        for edit in site.edits {
            guard texts.insert(replaced(site.range, edit)).inserted else { continue }
            let whole = wholeLines(edit.range)
            let original = collapsed(self.source[whole])
            let mutated =
                edit.text.isEmpty
                ? "(deleted)" : collapsed(Array(replaced(whole, edit, in: self.source).utf8)[...])
            let key = "\(file): \(original) -> \(mutated)"
            let ordinal = seen[key, default: 0]
            seen[key] = ordinal + 1
            found += 1
            guard !dropped.contains("\(key) #\(ordinal)") else { continue }
            kept.append(
                KeyedEdit(edit: edit, original: original, mutated: mutated, ordinal: ordinal)
            )
        }
        return kept
    }

    private func mutant(_ edit: KeyedEdit, id: Int, site: Int, _ firstLine: Int) -> Mutant {
        Mutant(
            id: id,
            site: site,
            file: file,
            line: lineNumber(edit.edit.range.lowerBound),
            kind: edit.edit.kind,
            original: edit.original,
            mutated: edit.mutated,
            ordinal: edit.ordinal,
            firstLine: firstLine,
            lastLine: line,
            siteFirstLine: 0,
            siteLastLine: 0,
            scopeFirstLine: 0,
            scopeLastLine: 0
        )
    }

    private mutating func noteScopes() {
        var index = 0
        for site in sites {
            let first = site.scope.map { generatedLine($0.lowerBound) } ?? 0
            let last = site.scope.map { generatedLine($0.upperBound) } ?? 0
            while index < mutants.count, mutants[index].line <= lineNumber(site.range.upperBound),
                mutants[index].line >= lineNumber(site.range.lowerBound)
            {
                mutants[index].scopeFirstLine = first
                mutants[index].scopeLastLine = last
                index += 1
            }
        }
    }

    // Text

    private func replaced(_ whole: Range<Int>, _ edit: Edit, in text: [UInt8]? = nil) -> String {
        let bytes = text ?? bytes
        return String(decoding: bytes[whole.lowerBound..<edit.range.lowerBound], as: UTF8.self)
            + edit.text
            + String(decoding: bytes[edit.range.upperBound..<whole.upperBound], as: UTF8.self)
    }

    private func collapsed(_ text: ArraySlice<UInt8>) -> String {
        String(decoding: text, as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
    }

    private func wholeLines(_ range: Range<Int>) -> Range<Int> {
        let first = lines[lineNumber(range.lowerBound) - 1]
        let last = lineNumber(range.upperBound)
        return first..<(last < lines.count ? lines[last] - 1 : bytes.count)
    }

    // From 1.
    private func lineNumber(_ offset: Int) -> Int {
        lines.partitioningIndex { $0 > offset }
    }

    private func generatedLine(_ offset: Int) -> Int {
        let anchor = anchors[anchors.map(\.source).partitioningIndex { $0 > offset } - 1]
        return anchor.line + bytes[anchor.source..<offset].count { $0 == 10 }
    }

    private mutating func put(_ text: String) { put(Array(text.utf8)[...]) }

    private mutating func put(_ text: ArraySlice<UInt8>) {
        output += text
        line += text.count { $0 == 10 }
    }
}

extension [Int] {
    /// The index of the first element for which `belongs` holds, as it does for all after it.
    func partitioningIndex(_ belongs: (Int) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
