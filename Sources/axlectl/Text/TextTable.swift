/// Rows of cells, printed in columns two blanks apart.
struct TextTable {
    /// Where a cell stands in its column.
    enum Alignment { case left, right }

    private let alignments: [Alignment]
    private var rows: [[String]] = []
    private var widths: [Int]

    /// A table with this row of headings; one alignment a column.
    init(_ headings: [String], _ alignments: [Alignment]) {
        self.alignments = alignments
        widths = [Int](repeating: 0, count: alignments.count)
        add(headings)
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
        for (column, cell) in row.enumerated() {
            widths[column] = max(widths[column], cell.count)
        }
    }

    /// Characters of the longest line.
    var width: Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

    /// One line a row, headings first, without blanks at the end.
    var lines: [String] {
        rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += alignments[column] == .left ? cell + padding : padding + cell
                line += "  "
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
