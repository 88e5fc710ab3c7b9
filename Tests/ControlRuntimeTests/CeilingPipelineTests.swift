import ControlRuntime
import Testing
import TestVehicle
import VehicleModel

@Suite struct CeilingPipelineTests {
    private func set(
        _ driven: inout DrivenPipeline,
        late: Int64 = -1,
        _ change: (inout OperatorCeilings) -> Void
    ) -> ControlAnswer {
        var request = ControlRequest(
            kind: .setCeilings,
            number: 6,
            client: 9,
            lease: 0,
            deadline: Instant(nanoseconds: driven.now - late)
        )
        change(&request.ceilings)
        return driven.pipeline.handle(request, at: Instant(nanoseconds: driven.now))
    }

    private func greatest(_ driven: inout DrivenPipeline, cycles: Int) -> Double {
        var greatest = 0.0
        for _ in 0..<cycles {
            _ = driven.run()
            greatest = max(greatest, driven.pipeline.report.axles.front.given.rawValue)
        }
        return greatest
    }

    @Test(
        "a ceiling holds at once, through a drive, a disarming and a new arming, until it is lifted"
    )
    func lasts() throws {
        var driven = try DrivenPipeline()
        let answer = set(&driven) { $0.torque = Torque(60) }
        #expect(answer.outcome == .done && answer.number == 6)
        #expect(answer.ceilings.torque == Torque(60) && answer.ceilings.speed == nil)
        #expect(greatest(&driven, cycles: 300) == 60)
        #expect(driven.pipeline.report.arming == .armed)
        #expect(driven.pipeline.report.ceilings.torque == Torque(60))
        driven.hasClient = false
        while driven.pipeline.report.arming != .disarmed { _ = driven.run() }
        driven.hasClient = true
        while driven.cycle < TestDrive.length + 100 { _ = driven.run() }
        #expect(greatest(&driven, cycles: 200) == 60)
        let lifted = set(&driven) { $0.torque = Torque(.infinity) }
        #expect(lifted.ceilings == OperatorCeilings())
        while driven.cycle < 2 * TestDrive.length + 100 { _ = driven.run() }
        #expect(greatest(&driven, cycles: 200) > 200)
    }

    @Test("one that comes late changes nothing")
    func late() throws {
        var driven = try DrivenPipeline()
        let answer = set(&driven, late: 1) { $0.torque = Torque(60) }
        #expect(answer.outcome == .late && answer.ceilings == OperatorCeilings())
        #expect(greatest(&driven, cycles: 300) > 200)
    }

    @Test("a ceiling on power or speed leaves what is not named")
    func others() throws {
        var driven = try DrivenPipeline()
        _ = set(&driven) { $0.discharge = Power(kilowatts: 10) }
        let answer = set(&driven) { $0.speed = Speed(8) }
        #expect(answer.ceilings.discharge == Power(kilowatts: 10))
        #expect(answer.ceilings.speed == Speed(8))
        for _ in 0..<200 { _ = driven.run() }
        #expect(driven.pipeline.report.dischargeLimit <= Power(kilowatts: 10))
    }
}
