public import VehicleModel

/// Why a pedal map is refused, with the place.
public enum PedalMapProblem: Error, Equatable, Sendable {
    /// One of the map's two tables.
    public enum Table: UInt8, Sendable, BitwiseCopyable { case shape, liftShape }
    /// One of the map's numbers.
    public enum Number: UInt8, Sendable, BitwiseCopyable {
        case zeroPoint, zeroPointFade, liftTorque, liftFade, creepTorque, creepSpeed, creepGain
    }

    /// A table does not run from 0 to 1.
    case ends(Table)
    /// A table's point is not finite.
    case notFinite(Table, point: Int)
    /// A table falls from the point before to this one.
    case falls(Table, point: Int)
    /// A table rises by more than a quarter from the point before to this one.
    case jumps(Table, point: Int)
    /// A number is not finite or outside its range.
    case number(Number)
    /// More pedal asks for less, or for no number, at this speed and pedal (0 to 1).
    case notMonotone(speed: Speed, pedal: Double)
    /// The demand steps at this speed and pedal (0 to 1).
    case notContinuous(speed: Speed, pedal: Double)
}

extension PedalMap {
    /// The largest rise between two points of a table.
    private static let greatestRise = 0.25

    static func problem(
        in points: borrowing Span<Double>,
        of table: PedalMapProblem.Table
    )
        -> PedalMapProblem?
    {
        for index in 0..<33 {
            guard points[index].isFinite else { return .notFinite(table, point: index) }
        }
        guard points[0] == 0, points[32] == 1 else { return .ends(table) }
        for index in 1..<33 {
            if points[index] < points[index - 1] { return .falls(table, point: index) }
            if points[index] - points[index - 1] > greatestRise {
                return .jumps(table, point: index)
            }
        }
        return nil
    }

    /// The first speed and pedal at which the finished map falls or steps; nil for none.
    ///
    /// To 250 km/h in steps of 1 km/h and of 0.125 km/h below 10 km/h, in 200 steps of pedal.
    ///
    /// Against the gear the map has no other numbers: what is steep there is steep at standstill.
    func problemOnGrid() -> PedalMapProblem? {
        for step in 0...320 {
            let speed = step < 80 ? Double(step) / 8 : Double(step - 70)
            if let problem = problem(at: Speed(kilometresPerHour: speed)) { return problem }
        }
        return nil
    }

    /// Probes a full torque of 1000 Nm and a present one of 300 Nm, so that the blend is seen too.
    private func problem(at speed: Speed) -> PedalMapProblem? {
        var last = Torque(-.infinity)
        for step in 0...200 {
            let pedal = Double(step) / 200
            let asked = probe(pedal, speed)
            // False for what is no number, too.
            guard asked >= last else {
                return .notMonotone(speed: speed, pedal: pedal)
            }
            last = asked
            let near = probe(pedal + 1e-7, speed)
            let faster = probe(pedal, speed + Speed(1e-7))
            guard (near - asked).magnitude < Torque(0.1), (faster - asked).magnitude < Torque(0.1)
            else { return .notContinuous(speed: speed, pedal: pedal) }
        }
        return nil
    }

    private func probe(_ pedal: Double, _ speed: Speed) -> Torque {
        demand(
            pedal: pedal,
            speed: speed,
            available: Torque(1000),
            present: Torque(300),
            isBraking: false
        )
    }
}
