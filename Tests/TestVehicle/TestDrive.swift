public import CANFrames
public import VehicleBinding

/// Four seconds of driving that can be repeated without end: stand with the brake pressed, let go,
/// press the pedal fully, meet the battery's limit falling to 60 kW, let go, roll to a stop.
///
/// Alive counters run on over the seam: every message's period and counter fit into the length.
public struct TestDrive: Sendable {
    /// How many cycles it has.
    public static let length = 400
    /// The brake is released from here on.
    public static let release = 40
    /// The pedal goes down from here on.
    public static let press = 120

    /// The frames of each cycle; stamps and arrivals are 0.
    public let cycles: [[ReceivedFrame]]

    /// Builds the frames from the buses' databases.
    public init(_ buses: [BoundBus]) throws(TestVehicle.Mismatch) {
        var vehicle = try TestVehicle(buses)
        var cycles: [[ReceivedFrame]] = []
        for cycle in 0..<Self.length {
            cycles.append(try vehicle.frames(Self.moment(cycle), at: 0))
        }
        self.cycles = cycles
    }

    /// What the car does in a cycle.
    public static func moment(_ cycle: Int) -> TestVehicle.Moment {
        let place = Double(cycle % length)
        var moment = TestVehicle.Moment()
        moment.isBraking = place < Double(release)
        let down = (place - Double(press)) / 40
        let up = (320 - place) / 40
        moment.pedal = (max(0, min(1, min(down, up))) * 200).rounded() / 2
        let rising = (place - Double(press)) * 25
        let falling = (390 - place) * 35
        moment.motorSpeed = max(0, min(rising, falling)).rounded()
        moment.dischargeLimit = (220..<280).contains(cycle % length) ? 60 : 240
        return moment
    }
}
