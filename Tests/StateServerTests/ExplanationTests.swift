import StateProtocol
import Testing
import VehicleModel

@Suite("Explanation")
struct ExplanationTests {
    private func report() -> CycleReport {
        var report = CycleReport()
        report.vehicleSpeed = Speed(kilometresPerHour: 43.21)
        report.gear = .drive
        report.pedal = 1
        report.driverDemand = Torque(680)
        report.dischargeLimit = Power(kilowatts: 250)
        report.dischargeLimits.add(.broadcast, Power(kilowatts: 250))
        report.predictedPower = Power(kilowatts: 249.3)
        report.axles.front.asked = Torque(299.2)
        report.axles.front.given = Torque(262.75)
        report.axles.front.binding = .discharge
        report.axles.front.margins[Int(BindingLimit.envelope.rawValue)] = Torque(18.2)
        report.axles.rear.asked = Torque(380.8)
        report.axles.rear.given = Torque(340)
        report.axles.rear.binding = .envelope
        report.axles.rear.margins[Int(BindingLimit.envelope.rawValue)] = Torque(0)
        return report
    }

    @Test("what was asked, given, what bound and what would bind next are in one sentence")
    func whole() {
        #expect(
            Explanation(report()).sentence == """
                At 43.2 km/h in D the pedal at 100 % asked for 680 Nm and 602.8 Nm were given: \
                the front had 262.8 of 299.2 Nm because of discharge (broadcast 250 kW, \
                249.3 kW predicted), the rear had 340 of 380.8 Nm because of envelope; \
                next would bind envelope at the front, 18.2 Nm further.
                """
        )
    }

    @Test("an axle without a motor is left out", arguments: [Axle.front, .rear])
    func oneMotor(undriven: Axle) {
        var report = report()
        report.undriven = undriven
        report.axles[undriven] = AxleReport()
        // Its envelope is nothing, and what others may have there is no next limit.
        report.axles[undriven].margins[Int(BindingLimit.slip.rawValue)] = Torque(1)
        let sentence = Explanation(report).sentence ?? ""
        #expect(!sentence.contains(undriven == .front ? "front" : "rear"))
        let part =
            undriven == .rear
            ? "262.8 Nm were given: the front had 262.8 of 299.2 Nm because of discharge"
            : "340 Nm were given: the rear had 340 of 380.8 Nm because of envelope"
        #expect(sentence.contains(part), "\(sentence)")
    }

    @Test("a limit that binds is not the one that would bind next")
    func next() {
        var report = report()
        report.axles.front.margins[Int(BindingLimit.discharge.rawValue)] = Torque(1)
        report.axles.rear.margins[Int(BindingLimit.slip.rawValue)] = Torque(7)
        #expect(Explanation(report).sentence?.hasSuffix("slip at the rear, 7 Nm further.") == true)
    }

    @Test("without a limit everything was given as asked")
    func free() {
        var report = report()
        report.axles.front.binding = .none
        report.axles.rear.binding = .none
        report.axles.front.given = report.axles.front.asked
        report.axles.rear.given = report.axles.rear.asked
        #expect(Explanation(report).sentence?.contains("and 680 Nm were given, as asked") == true)
    }

    @Test("requests beside the driver's are told apart, and a step of the ladder is said")
    func others() {
        var report = report()
        report.driverDemand = Torque(100)
        report.ladder = .limp
        let sentence = Explanation(report).sentence ?? ""
        #expect(sentence.contains("asked for 100 Nm, all requests together for 680 Nm"))
        #expect(sentence.contains("in D, ladder at limp"))
    }

    @Test("the operator's ceilings are told with what they are")
    func ceilings() {
        var report = report()
        report.axles.front.binding = .operatorCeiling
        #expect(Explanation(report).sentence?.contains("because of operator-ceiling, the") == true)
        report.ceilings.torque = Torque(100)
        let torque = "because of operator-ceiling (100 Nm a motor), the"
        #expect(Explanation(report).sentence?.contains(torque) == true)
        report.ceilings.speed = Speed(kilometresPerHour: 50)
        let both = "because of operator-ceiling (100 Nm a motor, 50 km/h), the"
        #expect(Explanation(report).sentence?.contains(both) == true)
    }

    @Test("what is not known is said to be so, and no cycle has no sentence")
    func unknown() {
        var report = report()
        report.vehicleSpeed = Speed(.nan)
        report.pedal = .nan
        #expect(
            Explanation(report).sentence?.hasPrefix("At an unknown speed in D no pedal") == true
        )
        #expect(Explanation(values: [:]).sentence == nil)
        #expect(Explanation(values: ["axle.front.asked_Nm": 1]).sentence == nil)
    }
}
