/// Which torques and speeds a drive went through.
public struct Excitation: Equatable, Sendable {
    /// Lower bounds of the bands of torque but the first, Nm.
    public static let torques = [-10.0, 10, 100, 200, 300]
    /// Lower bounds of the bands of speed but the first, rpm.
    public static let speeds = [1000.0, 3000, 5000, 7000]

    /// Samples: by the band of torque, then by the band of speed without sign.
    public private(set) var counts: [[Int]]
    /// The lowest and the highest torque, Nm.
    public private(set) var torque: ClosedRange<Double>
    /// The highest speed without sign, rad/s.
    public private(set) var speed: Double

    /// Counts a record's samples.
    public init(_ record: DriveRecord) {
        let none = [Int](repeating: 0, count: Self.speeds.count + 1)
        counts = .init(repeating: none, count: Self.torques.count + 1)
        for sample in record.motors.joined() {
            let turning = abs(sample.speed) * 30 / .pi
            let row = Self.torques.count { $0 <= sample.torque }
            counts[row][Self.speeds.count { $0 <= turning }] += 1
        }
        let torques = record.motors.joined().map(\.torque)
        torque = (torques.min() ?? 0)...(torques.max() ?? 0)
        speed = record.motors.joined().map { abs($0.speed) }.max() ?? 0
    }
}
