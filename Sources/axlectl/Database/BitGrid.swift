/// A message's bits drawn like a data sheet's: one row a byte, bit 7 to the left.
///
/// Cells of one signal are joined, across rows too; what lies on several signals names them all.
struct BitGrid {
    /// What lies on a bit.
    enum Owner: Hashable {
        case nothing
        /// Signals that are there in some frames only, drawn on other pages.
        case multiplexed
        /// Indices of signals; several where they share the bit.
        case signals([Int])
    }

    /// What the drawing says of a signal.
    struct Label {
        let key: String
        let name: String
        /// Its bits as byte × 8 + bit, most significant first.
        let bits: [Int]
    }

    /// The characters that lines are made of.
    enum Style {
        case boxes
        case ascii
    }

    private struct Row {
        let title: String
        let byte: Int
        var owners: [Owner]
        var isUnused: Bool { owners.allSatisfy { $0 == .nothing } }
    }

    /// Cells of one row that belong together.
    private struct Segment {
        let row: Int
        let columns: Range<Int>
        let owner: Owner
        var width: Int { columns.count * (BitGrid.cellWidth + 1) - 1 }
    }

    private let labels: [Label]
    private let style: Style
    private var rows: [Row]
    /// For each signal the row in which its name stands.
    private var nameRows: [Int: Int] = [:]

    private static let cellWidth = 8
    private static let titleWidth = 6

    /// A grid of these bytes; `signals` and `multiplexed` are indices into `labels`.
    init(
        bytes: ClosedRange<Int>,
        labels: [Label],
        signals: [Int],
        multiplexed: [Int],
        style: Style
    ) {
        self.labels = labels
        self.style = style
        var owners: [Int: [Int]] = [:]
        for index in signals {
            for bit in labels[index].bits { owners[bit, default: []].append(index) }
        }
        let others = Set(multiplexed.flatMap { labels[$0].bits })
        rows = bytes.map { byte in
            let cells = (0..<8).map { column -> Owner in
                let bit = byte * 8 + 7 - column
                if let found = owners[bit] { return .signals(found) }
                return others.contains(bit) ? .multiplexed : .nothing
            }
            return Row(title: "\(byte)", byte: byte, owners: cells)
        }
        nameRows = rowsOfNames()
        foldUnusedRows()
    }

    /// The drawing, from the numbers of the bits to the lower edge.
    var lines: [String] {
        var lines = [headings]
        for row in 0...rows.count {
            if let edge = edge(above: row) { lines.append(edge) }
            if row < rows.count { lines.append(content(of: row)) }
        }
        return lines
    }

    // MARK: - Rows

    /// Draws three or more unused bytes in a row as one.
    private mutating func foldUnusedRows() {
        var folded: [Row] = []
        var index = 0
        while index < rows.count {
            var end = index
            while end < rows.count, rows[end].isUnused { end += 1 }
            if end - index >= 3 {
                let title = "\(rows[index].byte)-\(rows[end - 1].byte)"
                folded.append(Row(title: title, byte: rows[index].byte, owners: rows[index].owners))
                index = end
            } else {
                folded.append(rows[index])
                index += 1
            }
        }
        rows = folded
    }

    /// For each signal the byte that has most of its bits, the first of equals.
    private func rowsOfNames() -> [Int: Int] {
        var widest: [Int: (byte: Int, count: Int)] = [:]
        for row in rows {
            for segment in segments(of: row.owners, row: 0) {
                guard case .signals(let owners) = segment.owner, owners.count == 1 else { continue }
                if segment.columns.count > widest[owners[0]]?.count ?? 0 {
                    widest[owners[0]] = (row.byte, segment.columns.count)
                }
            }
        }
        return widest.mapValues(\.byte)
    }

    private func segments(of owners: [Owner], row: Int) -> [Segment] {
        var segments: [Segment] = []
        var start = 0
        for column in 1...8 where column == 8 || owners[column] != owners[start] {
            segments.append(Segment(row: row, columns: start..<column, owner: owners[start]))
            start = column
        }
        return segments
    }

    // MARK: - Lines

    private var headings: String {
        var line = "bit".leftAligned(to: Self.titleWidth)
        for bit in (0..<8).reversed() { line += " " + "\(bit)".centred(in: Self.cellWidth) }
        while line.last == " " { line.removeLast() }
        return line
    }

    private func content(of row: Int) -> String {
        let bar = style == .boxes ? "│" : "|"
        var line = rows[row].title.rightAligned(to: Self.titleWidth - 1) + " "
        for segment in segments(of: rows[row].owners, row: row) {
            line += bar + text(of: segment)
        }
        return line + bar
    }

    private func text(of segment: Segment) -> String {
        switch segment.owner {
        case .nothing:
            let dot = (style == .boxes ? "·" : ".").centred(in: Self.cellWidth)
            return segment.columns.map { _ in dot }.joined(separator: " ")
        case .multiplexed:
            let words = ["multiplexed", "mux"].first { $0.count <= segment.width }
            return (words ?? "").centred(in: segment.width)
        case .signals(let owners) where owners.count > 1:
            let keys = owners.map { labels[$0].key }.joined(separator: "+")
            return String(keys.prefix(segment.width)).centred(in: segment.width)
        case .signals(let owners):
            return text(of: segment, signal: owners[0]).centred(in: segment.width)
        }
    }

    /// Key, name and bits of the signal, as much of it as there is room for.
    private func text(of segment: Segment, signal: Int) -> String {
        let label = labels[signal]
        let byte = rows[segment.row].byte
        let part = significance(of: label, byte * 8 + 7 - segment.columns.lowerBound)
        let end = significance(of: label, byte * 8 + 8 - segment.columns.upperBound)
        let isWhole = segment.columns.count == label.bits.count
        let range = part == end ? " [\(part)]" : " [\(part):\(end)]"
        let bits = isWhole ? "" : range
        var candidates = [label.key + bits, label.key]
        if nameRows[signal] == byte {
            candidates.insert(contentsOf: ["\(label.key) \(label.name)\(bits)"], at: 0)
        }
        return candidates.first { $0.count <= segment.width }
            ?? String(label.key.prefix(segment.width))
    }

    /// The bit's number in its signal, 0 for the least significant.
    private func significance(of label: Label, _ bit: Int) -> Int {
        label.bits.count - 1 - (label.bits.firstIndex(of: bit) ?? 0)
    }

    // MARK: - Edges

    /// Whether a line stands before the cell, in its row.
    private func hasBar(row: Int, before column: Int) -> Bool {
        guard rows.indices.contains(row) else { return false }
        guard column > 0, column < 8 else { return true }
        return rows[row].owners[column - 1] != rows[row].owners[column]
    }

    /// Whether a line stands above the cell.
    private func hasEdge(above row: Int, column: Int) -> Bool {
        guard (0..<8).contains(column) else { return false }
        guard row > 0, row < rows.count else { return true }
        return rows[row - 1].owners[column] != rows[row].owners[column]
    }

    /// The line above a row; nil where nothing ends there.
    private func edge(above row: Int) -> String? {
        guard (0..<8).contains(where: { hasEdge(above: row, column: $0) }) else { return nil }
        var line = String(repeating: " ", count: Self.titleWidth)
        for column in 0...8 {
            line += joint(
                up: hasBar(row: row - 1, before: column),
                down: hasBar(row: row, before: column),
                left: hasEdge(above: row, column: column - 1),
                right: hasEdge(above: row, column: column)
            )
            guard column < 8 else { break }
            let dash = style == .boxes ? "─" : "-"
            let mark = hasEdge(above: row, column: column) ? dash : " "
            line += String(repeating: mark, count: Self.cellWidth)
        }
        return line
    }

    private func joint(up: Bool, down: Bool, left: Bool, right: Bool) -> String {
        let index = (up ? 8 : 0) + (down ? 4 : 0) + (left ? 2 : 0) + (right ? 1 : 0)
        let boxes = [
            " ", "─", "─", "─", "│", "┌", "┐", "┬", "│", "└", "┘", "┴", "│", "├", "┤", "┼",
        ]
        let ascii = [
            " ", "-", "-", "-", "|", "+", "+", "+", "|", "+", "+", "+", "|", "+", "+", "+",
        ]
        return style == .boxes ? boxes[index] : ascii[index]
    }
}
