/// A bar of block characters on a scale that may have a negative side.
struct Bar {
    let minimum: Double
    let maximum: Double
    let width: Int

    /// The bar from zero to `value`, with a mark at each limit; as wide as `width` says.
    func text(_ value: Double?, limits: [Double?] = []) -> String {
        var cells = [Character](repeating: "·", count: width)
        let zero = position(0)
        if let value, value.isFinite {
            let end = position(value)
            let span = min(zero, end)..<max(zero, end)
            for index in span where cells.indices.contains(index) { cells[index] = "█" }
        }
        for limit in limits {
            guard let limit, limit.isFinite, limit >= minimum, limit <= maximum else { continue }
            cells[min(width - 1, position(limit))] = "┃"
        }
        if minimum < 0, cells.indices.contains(zero), cells[zero] == "·" { cells[zero] = "│" }
        return String(cells)
    }

    /// The cell's edge at a value, 0 to `width`; values beyond the ends stand at the ends.
    private func position(_ value: Double) -> Int {
        let share = (value - minimum) / (maximum - minimum)
        return Int((max(0, min(1, share)) * Double(width)).rounded())
    }
}
