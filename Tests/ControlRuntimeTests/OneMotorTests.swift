import CANFrames
import GuardLink
import Testing
import TestVehicle
import VehicleModel

@testable import ControlRuntime

@Suite struct OneMotorTests {
    private func driven() throws -> DrivenPipeline {
        try DrivenPipeline(Shipped.oneMotor.get().plan.pipeline, on: Shipped.drive.get())
    }

    @Test("no frame is made for the axle without a motor, and the other one drives")
    func commands() throws {
        var driven = try driven()
        var frames: [Int: Int] = [:]
        var most = 0
        for _ in 0..<220 {
            // Whatever another inverter said on that bus is nobody's.
            driven.silence { $0.bus == 1 }
            let command = driven.run()
            guard command.armingID != 0 else { continue }
            frames[command.count, default: 0] += 1
            for index in 0..<command.count { #expect(command.frame(at: index)?.axle == .front) }
            most = max(most, command.rawTorque(.front) ?? 0)
            #expect(command.rawTorque(.rear) == nil)
        }
        // Torque and gear, and the state with every tenth.
        #expect(Set(frames.keys) == [2, 3])
        #expect(most > 4 * 150)
        let report = driven.pipeline.report
        #expect(report.undriven == .rear && report.axles.rear.given == .zero)
        #expect(report.faults[.rearInverterLost].occurrences == 0)
    }

    @Test("its memory is whole: another pipeline goes on as it would")
    func memory() throws {
        var here = try driven()
        for _ in 0..<150 { _ = here.run() }
        var there = here
        var fresh = try Shipped.oneMotor.get().plan.pipeline
        fresh.wholeMemory = here.pipeline.wholeMemory
        there.pipeline = fresh
        for _ in 0..<50 {
            let (one, other) = (here.run(), there.run())
            #expect(one.count == other.count)
            for index in 0..<one.count {
                #expect(one.frame(at: index)?.frame == other.frame(at: index)?.frame)
            }
        }
    }
}
