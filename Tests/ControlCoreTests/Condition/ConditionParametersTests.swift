import ControlCore
import Testing
import VehicleModel

@Suite("ConditionParameters")
struct ConditionParametersTests {
    private let parameters = ConditionParameters()

    @Test("faults mature and heal after the control design's times")
    func debounce() {
        for (found, mature, heal) in [
            (parameters.pedal, 100, 500), (parameters.voltage, 200, 1000),
            (parameters.speed, 200, 1000),
        ] as [(TimeDebounce, Int, Int)] {
            #expect(found.mature == .milliseconds(mature))
            #expect(found.heal == .milliseconds(heal))
        }
        #expect((parameters.frames.badFrames, parameters.frames.goodFrames) == (2, 10))
    }

    @Test("a speed is stuck after 0.5 s, a pedal after 2 s, where the rest moved by 5 %")
    func stuck() {
        for (found, milliseconds) in [
            (parameters.stuckSpeed, 500), (parameters.stuckPedal, 2000),
        ] as [(StuckLimit, Int)] {
            #expect(found.part == 0.05)
            #expect(found.time == .milliseconds(milliseconds))
        }
        #expect(parameters.stuckSpeedFloor == Speed(0.5))
    }

    @Test("the differences that are no fault are the control design's")
    func tolerances() {
        #expect((parameters.pedalTolerance, parameters.pedalAgreement) == (0.10, 0.05))
        #expect(parameters.voltageTolerance == Voltage(10))
        #expect(parameters.speedTolerance == 0.30)
        #expect(parameters.leastComparedSpeed == Speed(2))
    }

    @Test("the vehicle's speed is estimated by the control design's numbers")
    func estimator() {
        let estimator = parameters.estimator
        #expect(estimator.gain == 2 && estimator.agreement == Acceleration(1))
        #expect(estimator.nearness == 0.12 && estimator.nearnessFloor == Speed(0.3))
        #expect(estimator.steadiness == Acceleration(5))
        #expect(estimator.greatestUndershoot == Speed(2))
        #expect(estimator.time == .milliseconds(100))
        #expect(estimator.smoothing == .milliseconds(50))
        #expect(estimator.leastTorque == Torque(5) && estimator.leastWheelSpeed == Speed(1.5))
        #expect(estimator.standstill == Speed(0.05) && estimator.greatestStop == Speed(1))
        #expect(estimator.biasTime == .seconds(1) && estimator.slopeTime == .seconds(3))
        #expect(estimator.greatestBias == Acceleration(4))
    }
}
