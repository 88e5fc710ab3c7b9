/// Rows in aligned columns.
public struct Table {
    private var rows: [[String]]
    /// Columns whose cells stand at the right edge.
    private let rightAligned: Set<Int>

    /// A table with a heading.
    public init(_ heading: [String], rightAligned: Set<Int> = []) {
        rows = [heading]
        self.rightAligned = rightAligned
    }

    /// A table without a heading.
    public init(rightAligned: Set<Int> = []) {
        rows = []
        self.rightAligned = rightAligned
    }

    /// Adds a row.
    public mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines, two spaces between columns and none at their ends.
    public var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                line +=
                    rightAligned.contains(column)
                    ? cell.right(widths[column]) : cell.left(widths[column])
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }
}
