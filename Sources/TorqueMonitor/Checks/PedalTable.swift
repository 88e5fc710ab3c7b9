/// The most torque of both axles that a pedal means at a speed: the guardian's own coarse table.
///
/// Straight lines between the points in both directions, the outermost points' value beyond.
/// Torques are in 0.25 Nm.
public struct PedalTable: Sendable {
    /// The most pedal positions.
    public static let capacity = 8
    private var rows: [8 of Envelope] = .init(repeating: Envelope())
    private var pedals: [8 of Int] = .init(repeating: 0)
    private var count = 0

    /// A table without rows, which allows nothing.
    public init() {}

    /// Adds the torque over speed at a pedal position in 0.1 %, above the last one's.
    ///
    /// False where it is not that, where there are no points, or where the table is full.
    public mutating func append(pedal: Int, _ row: Envelope) -> Bool {
        guard
            count < Self.capacity, row.isUsable, (0...1000).contains(pedal),
            count == 0 || pedal > pedals[count - 1]
        else { return false }
        rows[count] = row
        pedals[count] = pedal
        count += 1
        return true
    }

    /// Whether it has a row.
    public var isUsable: Bool { count > 0 }

    /// The torque in 0.25 Nm at a pedal position in 0.1 % and a speed in rpm of either direction.
    public func torque(pedal: Int, speed: Int) -> Int {
        lines.torque(pedal: pedal, speed: speed)
    }

    /// The table where it stands.
    var lines: Lines {
        @_lifetime(borrow self) get { Lines(rows.span, pedals.span, count: count) }
    }
}

extension PedalTable {
    /// A table without a copy of its rows.
    struct Lines: ~Escapable {
        private let rows: Span<Envelope>
        private let pedals: Span<Int>
        private let count: Int

        @_lifetime(copy rows, copy pedals)
        init(_ rows: Span<Envelope>, _ pedals: Span<Int>, count: Int) {
            self.rows = rows
            self.pedals = pedals
            self.count = count
        }

        /// The torque in 0.25 Nm at a pedal position in 0.1 % and a speed in rpm of either direction.
        func torque(pedal: Int, speed: Int) -> Int {
            guard count > 0 else { return 0 }
            if pedal <= pedals[0] { return rows[0].lines.torque(at: speed) }
            for index in 1..<count where pedal <= pedals[index] {
                let low = rows[index - 1].lines.torque(at: speed)
                let rise = (rows[index].lines.torque(at: speed) - low) * (pedal - pedals[index - 1])
                return low + rise / (pedals[index] - pedals[index - 1])
            }
            return rows[count - 1].lines.torque(at: speed)
        }
    }
}
