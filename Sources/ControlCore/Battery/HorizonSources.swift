import VehicleModel

/// A pack at the end of each horizon: of its mean cells, and as if all were the one farthest from them.
///
/// Its questions are `mutating` although they change nothing: so they are read where they stand.
struct HorizonSources: Sendable, BitwiseCopyable {
    private var packs: [4 of EquivalentSource] = .init(repeating: .none)
    private var cells: [4 of EquivalentSource] = .init(repeating: .none)
    private var count = 0

    /// Adds a horizon, of four at most.
    mutating func add(pack: EquivalentSource, cells: EquivalentSource) {
        packs[count] = pack
        self.cells[count] = cells
        count += 1
    }

    /// The least that `power` gives of the mean cells; nil without a horizon.
    mutating func least(_ power: (EquivalentSource) -> Power) -> Power? {
        guard count > 0 else { return nil }
        var least = Power(.infinity)
        for index in 0..<count { least = min(least, power(packs[index])) }
        return least
    }

    /// The least that `power` gives of the cells farthest from the mean; nil without a horizon.
    mutating func leastOfCells(_ power: (EquivalentSource) -> Power) -> Power? {
        guard count > 0 else { return nil }
        var least = Power(.infinity)
        for index in 0..<count { least = min(least, power(cells[index])) }
        return least
    }
}

extension EquivalentSource {
    fileprivate static let none = EquivalentSource(voltage: .zero, resistance: .zero)
}
