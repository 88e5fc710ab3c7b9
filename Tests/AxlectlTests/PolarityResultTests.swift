import StateProtocol
import Testing

@testable import axlectl

@Suite struct PolarityResultTests {
    @Test(
        "what moved by how much",
        arguments: [
            (30, 0, .forward), (29.9, 14.9, nil), (-14.9, 0, nil), (-15, 0, .backward),
            (0, 15, .other), (0, -15, .other), (7.4, 15, .other), (7.5, 15, .both),
            (-40, 15, .both), (.nan, 0, nil), (0, .nan, nil),
        ] as [(Double, Double, PolarityMotion?)]
    )
    func motion(own: Double, other: Double, expected: PolarityMotion?) {
        #expect(PolarityMotion(own: own, other: other) == expected)
    }

    private func result(
        _ motion: PolarityMotion = .forward,
        measured: Double? = 3.5,
        wheels: Bool? = nil
    ) -> PolarityResult {
        PolarityResult(
            axle: "rear",
            motion: motion,
            torque: 4,
            change: motion == .backward ? -16 : 35.2,
            otherChange: -18,
            seconds: 0.314,
            measured: measured,
            wheelsForward: wheels
        )
    }

    @Test("right where motor, report and wheels agree")
    func right() {
        let line = "rear: +4.0 Nm moved the motor by +35 rpm in 0.31 s"
        #expect(
            result(wheels: true).sentence == line + " and its wheels forward: polarity is right"
        )
        #expect(result(wheels: true).isRight && result().isRight)
        #expect(
            result().sentence
                == line
                + ": the motor's polarity is right; nobody was asked where its wheels turned"
        )
        #expect(result(measured: nil).isRight && result(measured: -0.9).isRight)
    }

    @Test("wrong, and what to do about it")
    func wrong() {
        let mounted = result(wheels: false)
        #expect(!mounted.isRight)
        #expect(
            mounted.sentence.contains("wheels backward: polarity is wrong; set outputs.rear.inv")
        )
        let reported = result(measured: -4)
        #expect(!reported.isRight && reported.sentence.contains("it reports -4.0 Nm: polarity is"))
        let moved = result(.backward)
        #expect(!moved.isRight)
        #expect(moved.sentence.contains("by -16 rpm in 0.31 s: polarity is wrong; command and"))
        let exchanged = result(.other)
        #expect(!exchanged.isRight)
        #expect(exchanged.sentence.contains("moved the front motor by -18 rpm in 0.31 s: wrong"))
    }

    @Test("not judged where nothing or everything moved")
    func notJudged() {
        #expect(!result(.none).isRight && !result(.both).isRight)
        #expect(
            result(.none).sentence == "rear: +4.0 Nm did not move the motor in 0.31 s: not judged"
        )
        #expect(result(.both).sentence.hasSuffix("not judged; lift the wheels of both axles"))
    }

    @Test("the line for programs")
    func json() {
        let json = result(wheels: false).json
        #expect(json["axle"] == "rear" && json["right"] == .bool(false))
        #expect(json["motion"] == "forward" && json["wheels"] == "backward")
        #expect(json["change_rpm"] == 35.2 && json["measured_Nm"] == 3.5)
        #expect(result(measured: nil).json["measured_Nm"] == .null)
        #expect(result().json["wheels"] == "not-asked")
    }
}
