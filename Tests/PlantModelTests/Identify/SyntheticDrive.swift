import Foundation
import PlantModel
import VehicleModel

/// A drive of a made-up car whose coefficients are known, recorded as coarsely as a LEAF tells it.
struct SyntheticDrive {
    /// The losses of each drive unit.
    var losses = MotorLosses(
        copper: 0.15,
        fieldWeakening: 0.4,
        knee: 480,
        constant: 300,
        linear: 3,
        quadratic: 0.002
    )
    /// How many drive units share the torque.
    var units = 1
    /// What the auxiliaries take, W.
    var auxiliary = 400.0
    /// Open-circuit voltage over the whole drive, V.
    var openCircuit = 380.0
    /// Resistances, ohm, and the slow one's time constant, s.
    var resistance = (series: 0.05, slow: 0.03, time: 4.0)
    /// How late voltage and current are told, s.
    var report = (delay: 0.024, lag: 0.035)
    /// Steps of what is told, Nm, rpm, V and A; and noise of the current, A.
    var steps = (torque: 0.5, speed: 1.0, voltage: 0.5, current: 0.5, noise: 0.5)
    /// How long it lasts, s.
    var seconds = 40.0

    /// A battery whose curve is as flat as this drive's.
    var base: BatteryParameters {
        get throws {
            var base = try prototype().battery
            base.heat = BatteryHeatParameters()
            base.cells = 100
            base.openCircuit = [
                OpenCircuitPoint(stateOfCharge: 0, voltage: 3.7),
                OpenCircuitPoint(stateOfCharge: 1, voltage: 3.7),
            ]
            return base
        }
    }

    /// Torque of each unit, Nm, and speed, rad/s, at a time: pulls and lifts of several heights up
    /// to full speed.
    private func motion(_ time: Double) -> (torque: Double, speed: Double) {
        let speed = 420 + 400 * sin(time * 0.31) - 10 * cos(time * 1.7)
        let pull = 160 + 190 * sin(time * 1.13) + 60 * sin(time * 2.9)
        let lift = sin(time * 0.47) > 0.4
        return (lift ? -30 - 20 * sin(time * 3) : max(-50, min(340, pull)), max(0, speed))
    }

    /// The recording.
    func record() -> DriveRecord {
        var record = DriveRecord(motors: .init(repeating: [], count: units), stateOfCharge: 0.8)
        let step = 0.001
        var slow = 0.0
        var noise = Noise()
        var voltage = LaggedSignal(
            delay: report.delay,
            lag: report.lag,
            timeStep: step,
            start: openCircuit
        )
        var current = LaggedSignal(delay: report.delay, lag: report.lag, timeStep: step)
        for index in 0..<Int(seconds / step) {
            let time = Double(index) * step
            let (whole, speed) = motion(time)
            let torque = whole / Double(units)
            let over = max(0, speed / losses.knee - 1)
            let loss =
                (losses.copper + losses.fieldWeakening * over * over) * torque * torque
                + losses.constant + losses.linear * speed + losses.quadratic * speed * speed
            let power = Double(units) * (torque * speed + loss) + auxiliary
            let source = openCircuit - slow
            let root = (source * source - 4 * resistance.series * power).squareRoot()
            let drawn = 2 * power / (source + root)
            slow += (drawn * resistance.slow - slow) * (1 - exp(-step / resistance.time))
            voltage.step(source - drawn * resistance.series)
            current.step(drawn)
            if index % 10 == 3 {
                for unit in record.motors.indices {
                    record.motors[unit].append(
                        DriveRecord.MotorSample(
                            time: time,
                            torque: Self.coarse(torque, steps.torque),
                            speed: Self.coarse(speed, steps.speed * .pi / 30)
                        )
                    )
                }
            }
            if index % 10 == 8 {
                record.battery.append(
                    DriveRecord.BatterySample(
                        time: time,
                        voltage: Self.coarse(voltage.output, steps.voltage),
                        current: Self.coarse(
                            current.output + noise.next() * steps.noise,
                            steps.current
                        )
                    )
                )
            }
        }
        return record
    }

    private static func coarse(_ value: Double, _ step: Double) -> Double {
        step > 0 ? (value / step).rounded() * step : value
    }

    /// Even noise of mean 0 and variance 1; the same each time.
    private struct Noise {
        private var state: UInt64 = 42

        mutating func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (Double(state >> 11) / Double(UInt64(1) << 53) - 0.5) * 12.0.squareRoot()
        }
    }
}
