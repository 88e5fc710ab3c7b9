/// Walks through a drive in the plant's time steps; torque and speed are on straight lines between
/// samples.
struct DriveWalk {
    /// The step that was taken last, from 0.
    private(set) var step = -1
    /// Each motor now; its time is this step's.
    private(set) var motors: [DriveRecord.MotorSample] = []
    /// The battery's sample of this step; nil where there is none.
    private(set) var sample: DriveRecord.BatterySample?

    private let record: DriveRecord
    private let start: Double
    private let end: Double
    private var nextMotors: [Int]
    private var nextBattery = 0

    /// Before the first step; the record has no long holes.
    init(_ record: DriveRecord) {
        self.record = record
        start = record.span?.lowerBound ?? 0
        end = record.span?.upperBound ?? -1
        nextMotors = .init(repeating: 0, count: record.motors.count)
    }

    /// Takes the next step; false when one of the motors or the battery has told everything.
    mutating func advance() -> Bool {
        step += 1
        let time = start + Double(step) * Plant.timeStep
        guard time <= end else { return false }
        motors.removeAll(keepingCapacity: true)
        for index in nextMotors.indices { motors.append(motor(index, at: time)) }
        sample = nil
        // A sample belongs to the step nearest to it; those before the start to none.
        let half = Plant.timeStep / 2
        while nextBattery < record.battery.count, record.battery[nextBattery].time < time + half {
            let next = record.battery[nextBattery]
            sample = next.time >= time - half ? next : nil
            nextBattery += 1
        }
        return true
    }

    private mutating func motor(_ index: Int, at time: Double) -> DriveRecord.MotorSample {
        let samples = record.motors[index]
        var next = nextMotors[index]
        while next + 1 < samples.count, samples[next].time < time { next += 1 }
        nextMotors[index] = next
        let above = samples[next]
        let below = samples[max(0, next - 1)]
        let span = above.time - below.time
        let part = span > 0 ? min(1, (time - below.time) / span) : 1
        return DriveRecord.MotorSample(
            time: time,
            torque: below.torque + part * (above.torque - below.torque),
            speed: below.speed + part * (above.speed - below.speed)
        )
    }
}
