import Testing
import VehicleModel

@testable import ControlCore

@Suite("FaultParameters")
struct FaultParametersTests {
    private let parameters = FaultParameters()

    @Test("the thresholds are the safety concept's")
    func thresholds() {
        #expect(!parameters.goesOnWithOneAxle)
        #expect(parameters.pressedPedal == 0.10 && parameters.releasedPedal == 0.05)
        #expect(parameters.standstill == Speed(0.2))
    }

    @Test("the times are the safety concept's")
    func times() {
        #expect(parameters.period == .milliseconds(10))
        #expect(parameters.holdAge == .milliseconds(30))
        #expect(parameters.batteryLateAge == .milliseconds(100))
        #expect(parameters.batterySilentAge == .milliseconds(500))
        #expect(parameters.holdTime == .milliseconds(500))
        #expect(parameters.lostBusTime == .seconds(1))
        #expect(parameters.keyOffTime == .milliseconds(500))
    }

    @Test("torque and power may differ by the safety concept's numbers")
    func tolerances() {
        let tracking = parameters.tracking
        #expect(tracking.tolerance == Torque(15) && tracking.share == 0.05)
        #expect(tracking.runaway == Torque(50))
        #expect(tracking.latency == .milliseconds(30) && tracking.spread == .milliseconds(20))
        let deviation = parameters.deviation
        #expect(deviation.share == 0.08 && deviation.least == Power(5000))
        #expect(deviation.latency == .milliseconds(65) && deviation.spread == .milliseconds(5))
        let overLimit = parameters.overLimit
        #expect(overLimit.factor == 1.05 && overLimit.peakFactor == 1.15)
        #expect(overLimit.least == Power(5000) && overLimit.scale == 0.8)
    }

    @Test("the ladder's steps leave the safety concept's parts")
    func ladder() {
        let ladder = parameters.ladder
        #expect(ladder.healTime == .seconds(2))
        #expect(ladder.reducedTorque == 0.6 && ladder.reducedPower == Power(100_000))
        #expect(ladder.singleTorque == AxlePair(front: 0.5, rear: 0.35))
        #expect(ladder.singleSpeed == Speed(kilometresPerHour: 80))
        #expect(ladder.limpTorque == 0.3 && ladder.limpPower == Power(30_000))
        #expect(ladder.limpSpeed == Speed(kilometresPerHour: 40))
    }

    @Test("the detectors go by the same numbers")
    func detection() {
        var other = FaultParameters()
        other.batteryLateAge = .milliseconds(1)
        other.batterySilentAge = .milliseconds(2)
        other.tracking.share = 3
        other.deviation.share = 4
        other.overLimit.scale = 5
        other.pressedPedal = 6
        let detection = other.detection
        #expect(detection.batteryLateAge == .milliseconds(1))
        #expect(detection.batterySilentAge == .milliseconds(2))
        #expect(detection.tracking.share == 3 && detection.deviation.share == 4)
        #expect(detection.overLimit.scale == 5 && detection.pressedPedal == 6)
    }

    @Test("at first no evidence is there, and no power was predicted")
    func evidence() {
        let evidence = FaultEvidence()
        #expect(evidence.pedalArrival == nil && evidence.batteryArrival == nil)
        #expect(evidence.inverterArrivals.front == nil && evidence.inverterArrivals.rear == nil)
        #expect(!evidence.arePedalsInvalid && !evidence.hasInvalidValue)
        #expect(!evidence.isControlling && !evidence.isArmed && !evidence.hasExpiredRequest)
        #expect(evidence.dischargeLimit == .zero && evidence.given == AxlePair(both: .zero))
        #expect(evidence.predictedPower.rawValue.isNaN)
    }

    @Test("at first nothing is done about faults, and the ladder leaves everything")
    func effects() {
        let effects = FaultEffects()
        #expect(effects.axles == AxlePair(both: .none) && effects.powerFactor == 1)
        #expect(!effects.isSplitEven && !effects.withholdsTorque && !effects.endsArming)
        let left = effects.ladder
        #expect(left.torqueFactors == AxlePair(both: 1))
        #expect(left.powerCap == Power(.infinity) && left.speedCap == Speed(.infinity))
        #expect(left.allowsComfort && left.allowsCruise && !left.isZeroTorque)
        let ladder = DegradationLadder()
        #expect(ladder.level == .full && ladder.excluded == AxlePair(both: false))
    }
}
