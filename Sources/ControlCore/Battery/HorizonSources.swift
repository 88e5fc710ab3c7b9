import VehicleModel

/// A pack at the end of each horizon: of its mean cells, and as if all were the one farthest from them.
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

    /// The least that `power` gives of the mean cells.
    func least(_ power: (EquivalentSource) -> Power) -> Power {
        least(packs.span, power)
    }

    /// The least that `power` gives of the cells farthest from the mean.
    func leastOfCells(_ power: (EquivalentSource) -> Power) -> Power {
        least(cells.span, power)
    }

    private func least(
        _ sources: borrowing Span<EquivalentSource>,
        _ power: (EquivalentSource) -> Power
    ) -> Power {
        var least = Power(.infinity)
        for index in 0..<count { least = min(least, power(sources[index])) }
        return least
    }
}

extension EquivalentSource {
    fileprivate static let none = EquivalentSource(voltage: .zero, resistance: .zero)
}
