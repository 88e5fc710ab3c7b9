/// Rows of text in columns that line up.
struct TextTable {
    private var rows: [[String]]

    /// A table with these heads.
    init(_ heads: [String]) { rows = [heads] }

    /// Adds a row with as many cells.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The rows, one a line; the first column is flush left, and the last one is.
    var text: String {
        let count = rows[0].count
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                if column == count - 1 { return cell }
                return column == 0 ? cell + space : space + cell
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
