import Foundation
import Testing
import VehicleModel

@testable import PlantModel

@Suite struct PowerFitTests {
    @Test("known losses and lag are found again through steps and noise", arguments: [1, 2])
    func known(units: Int) throws {
        var drive = SyntheticDrive()
        drive.units = units
        let fit = try #require(PowerFit(drive.record(), knee: drive.losses.knee))
        #expect(abs(fit.copper.value / drive.losses.copper - 1) < 0.03, "\(fit.copper)")
        #expect(abs(fit.fieldWeakening.value / drive.losses.fieldWeakening - 1) < 0.05)
        #expect(abs(fit.lag.mean - 0.059) < 0.002, "\(fit.lag)")
        #expect(abs(fit.lag.delay - 0.024) < 0.004, "\(fit.lag)")
        // What the idle losses are at each speed is sure, how they divide into coefficients less
        // so.
        for speed in [100.0, 400, 800] {
            let truth =
                drive.auxiliary
                + Double(units)
                * (drive.losses.constant + drive.losses.linear * speed
                    + drive.losses.quadratic * speed * speed)
            let found =
                fit.constant.value
                + Double(units) * (fit.linear.value * speed + fit.quadratic.value * speed * speed)
            #expect(abs(found / truth - 1) < 0.1, "\(speed): \(found), \(truth)")
        }
        #expect(fit.residuals.rootMeanSquare < 600 * Double(units))
        #expect(!fit.copper.isPoor && !fit.fieldWeakening.isPoor)
    }

    @Test("a coefficient that the car does not have stays at zero, and none is negative")
    func none() throws {
        var drive = SyntheticDrive()
        drive.losses.fieldWeakening = 0
        drive.losses.quadratic = 0
        drive.steps.noise = 2
        let fit = try #require(PowerFit(drive.record(), knee: drive.losses.knee))
        let all = [fit.copper, fit.fieldWeakening, fit.constant, fit.linear, fit.quadratic]
        #expect(all.allSatisfy { $0.value >= 0 && $0.value.isFinite })
        #expect(fit.fieldWeakening.value < 0.02)
        #expect(fit.quadratic.value < 0.0005)
    }

    @Test("what was fitted on one half explains the other")
    func halves() throws {
        let record = SyntheticDrive().record()
        let first = try #require(PowerFit(record.part(0...0.5), knee: 480))
        let whole = try #require(PowerFit(record, knee: 480))
        let other = first.residuals(on: record.part(0.5...1)).rootMeanSquare
        #expect(other < 1.5 * whole.residuals.rootMeanSquare + 50, "\(other)")
    }

    @Test("a record of less than 2 s is not fitted")
    func short() {
        var drive = SyntheticDrive()
        drive.seconds = 1.9
        #expect(PowerFit(drive.record(), knee: 480) == nil)
        #expect(PowerFit(DriveRecord(), knee: 480) == nil)
    }
}

@Suite struct BatteryFitTests {
    @Test("known resistances are found again")
    func known() throws {
        let drive = SyntheticDrive()
        let fit = try #require(BatteryFit(drive.record(), base: drive.base))
        #expect(abs(fit.series.value / drive.resistance.series - 1) < 0.05, "\(fit.series)")
        #expect(abs(fit.polarisation.value / drive.resistance.slow - 1) < 0.15, "\(fit)")
        #expect(abs(fit.time / drive.resistance.time - 1) < 0.3, "\(fit.time)")
        #expect(fit.times.lowerBound < 4.4 && fit.times.upperBound > 3.6, "\(fit.times)")
        #expect(abs(fit.openCircuitVoltage - 380) < 0.3 && abs(fit.offset.value - 10) < 0.3)
        #expect(fit.stateOfCharge == 0.8)
        #expect(abs(fit.currentDelay) < 0.006)
        #expect(fit.residuals.rootMeanSquare < 0.25, "\(fit.residuals)")
        #expect(!fit.series.isPoor)
        let again = try fit.residuals(on: drive.record(), base: drive.base)
        #expect(again == fit.residuals)
    }

    @Test("a current that is told later than the voltage does not change the resistance")
    func late() throws {
        let drive = SyntheticDrive()
        var record = drive.record()
        for index in record.battery.indices.reversed() {
            record.battery[index].current = record.battery[max(0, index - 4)].current
        }
        let fit = try #require(BatteryFit(record, base: drive.base))
        #expect(abs(fit.currentDelay - 0.04) < 0.006, "\(fit.currentDelay)")
        #expect(abs(fit.series.value / drive.resistance.series - 1) < 0.05, "\(fit.series)")
    }

    @Test("without a state of charge the base's is taken; a record of less than 2 s is not fitted")
    func charge() throws {
        var drive = SyntheticDrive()
        var record = drive.record()
        record.stateOfCharge = nil
        let base = try drive.base
        #expect(try #require(BatteryFit(record, base: base)).stateOfCharge == 0.93)
        drive.seconds = 1.9
        #expect(BatteryFit(drive.record(), base: base) == nil)
    }
}

@Suite struct OpenLoopDriveTests {
    /// The plant that a synthetic drive is of.
    private func plant(_ drive: SyntheticDrive) throws -> PlantParameters {
        var plant = try prototype()
        plant.losses = drive.losses
        plant.auxiliaryPower = drive.auxiliary
        plant.battery = try drive.base
        plant.battery.openCircuit = [
            OpenCircuitPoint(stateOfCharge: 0, voltage: 3.8),
            OpenCircuitPoint(stateOfCharge: 1, voltage: 3.8),
        ]
        plant.battery.seriesResistance = drive.resistance.series
        plant.battery.polarisationResistance = drive.resistance.slow
        plant.battery.polarisationTime = drive.resistance.time
        plant.battery.currentReportDelay = drive.report.delay
        plant.battery.currentReportLag = drive.report.lag
        return plant
    }

    @Test("the plant that was recorded explains its recording, another one does not")
    func same() throws {
        let drive = SyntheticDrive()
        let record = drive.record()
        var plant = try plant(drive)
        let same = try #require(OpenLoopDrive(plant, record))
        // The recording's voltage is as late as its current, the plant's is not.
        #expect(same.voltage.rootMeanSquare < 2, "\(same.voltage)")
        #expect(same.power.rootMeanSquare < 900, "\(same.power)")
        plant.battery.seriesResistance *= 1.5
        plant.losses.copper *= 1.3
        let other = try #require(OpenLoopDrive(plant, record))
        #expect(other.voltage.rootMeanSquare > 2 * same.voltage.rootMeanSquare)
        #expect(other.power.rootMeanSquare > 2 * same.power.rootMeanSquare)
        #expect(OpenLoopDrive(plant, DriveRecord()) == nil)
    }
}

@Suite struct DriveRecordTests {
    @Test("a hole divides a record, and the longer stretch is used")
    func hole() {
        var record = SyntheticDrive().record()
        record.battery.removeAll { (10..<10.6).contains($0.time) }
        let stretch = record.longestStretch
        #expect(abs(stretch.duration - 29.4) < 0.05, "\(stretch.duration)")
        #expect(stretch.motors[0].allSatisfy { $0.time > 10.5 })
        var bridged = SyntheticDrive().record()
        bridged.battery.removeAll { (10..<10.4).contains($0.time) }
        #expect(bridged.longestStretch.duration > 39.9)
        #expect(DriveRecord().longestStretch.duration == 0)
    }

    @Test("parts follow each other, and only the first knows the charge")
    func parts() {
        let record = SyntheticDrive().record()
        let (first, second) = (record.part(0...0.5), record.part(0.5...1))
        // The last of the battery's samples comes after the motor's last.
        #expect(first.battery.count + second.battery.count == record.battery.count - 1)
        let seconds = (record.seconds(even: true), record.seconds(even: false))
        #expect(seconds.0.battery.count + seconds.1.battery.count == record.battery.count)
        #expect(abs(seconds.0.battery.count - seconds.1.battery.count) < 3)
        #expect(seconds.0.motors == record.motors)
        #expect(first.stateOfCharge == 0.8 && second.stateOfCharge == nil)
    }

    @Test("torques and speeds are counted by their bands")
    func excitation() {
        let samples = [(-20.0, 500.0), (0, 500), (340, 7000), (340, -7000), (150, 4000)]
        let record = DriveRecord(
            motors: [
                samples.map {
                    DriveRecord.MotorSample(time: 0, torque: $0.0, speed: $0.1 * .pi / 30)
                }
            ]
        )
        let excitation = Excitation(record)
        #expect(excitation.torque == -20...340)
        #expect(abs(excitation.speed - 7000 * .pi / 30) < 1e-9)
        #expect(excitation.counts[0][0] == 1 && excitation.counts[1][0] == 1)
        #expect(excitation.counts[5][4] == 2 && excitation.counts[3][2] == 1)
    }

    @Test("the way for a turn of the motor is found where it hardly drives")
    func rolling() throws {
        var record = SyntheticDrive().record()
        let motor = record.motors[0]
        record.ground = [
            DriveRecord.GroundSpeed(
                name: "wheels",
                samples: motor.map {
                    let slip = abs($0.torque) > 60 ? 1.05 : 1
                    return DriveRecord.SpeedSample(time: $0.time, speed: $0.speed * 0.04 / slip)
                }
            ), DriveRecord.GroundSpeed(name: "few", samples: []),
        ]
        let fits = RollingFit.all(record)
        #expect(fits.count == 1 && fits[0].source == "wheels")
        #expect(abs(fits[0].way.value - 0.04) < 1e-5, "\(fits[0].way)")
    }

    @Test("residuals have their mean square, median, largest and likeness")
    func residuals() {
        let left = Residuals([1, -1, 1, -1, 5])
        #expect(abs(left.rootMeanSquare - (29.0 / 5).squareRoot()) < 1e-12)
        #expect(left.median == 1 && left.largest == 5 && left.mean == 1 && left.count == 5)
        #expect(left.correlation < 0)
        #expect(Residuals([]).rootMeanSquare == 0 && Residuals([]).count == 0)
    }
}
