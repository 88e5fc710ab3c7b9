import ControlCore
import Testing
import VehicleModel

@Suite("SplitParameters")
struct SplitParametersTests {
    @Test("by the load alone, every term is off")
    func loadOnly() {
        let split = SplitParameters.loadOnly
        #expect(split.slipGain == 0 && split.slipBound == 0)
        #expect(split.slipSpeedFloor == Speed(1))
        #expect(split.corneringGain == 0 && split.corneringBound == 0)
        #expect(split.pitchGain == 0 && split.pitchGradient == 0 && split.pitchBound == 0)
        #expect(split.wetReserve == 0)
    }

    @Test("a report of nothing is half and half, without a term or a bound")
    func emptyReport() {
        let report = SplitReport()
        #expect(report.load == 0.5 && report.share == 0.5)
        #expect(report.slip == 0 && report.cornering == 0 && report.pitch == 0)
        #expect(report.leastShare == 0 && report.greatestShare == 1)
        #expect(report.torques == AxlePair(both: .zero))
    }

    @Test("of a split's input only the total and the gear are known at first")
    func emptyInput() {
        let input = SplitInput(total: Torque(100), direction: -1)
        #expect(input.total == Torque(100) && input.direction == -1)
        #expect(input.acceleration == nil && input.lateralAcceleration == nil)
        #expect(input.pitchRate == nil && input.referenceSpeed == nil)
        #expect(input.motorSpeeds.front == nil && input.motorSpeeds.rear == nil)
        #expect(!input.isStabilityActive && !input.isWet && input.terms == .all)
    }
}
