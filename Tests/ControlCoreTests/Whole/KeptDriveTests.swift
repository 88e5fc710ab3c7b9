import Testing

@Suite("Drives that broke a rule once")
struct KeptDriveTests {
    @Test(
        "they break none now",
        arguments: [
            rollsToStand, losesSpeed, returnsAndDraws, rollsBack, sags, locks,
            hidesLoad, hidesAllLoad, answersLate,
            turnsToReturn,
        ]
    )
    func hold(text: String) throws {
        let script = try #require(DriveScript(text))
        var drive = ScriptedDrive(script)
        let broken = drive.run()
        #expect(broken == nil, "\(String(describing: broken))")
        #expect(drive.cycle == script.cycles)
    }

    /// Pulling up a slope until it rolls back: the speed to come has another sign than the present one.
    private static let rollsToStand = """
        drive brake 0.0 269
        77 slope -3.850065822445142
        105 pedal 0.8011611782448692
        207 limits 2.0 173.44008843954765
        """

    /// A speed that jumps gives a look-ahead far on the other side of standstill.
    private static let losesSpeed = """
        drive drive 0.0 497
        476 limits 0.0 151.51850701559664
        496 corrupt frontMotorSpeed 0.5 80
        """

    /// One axle draws, the other returns and costs its idle losses.
    private static let returnsAndDraws = """
        drive reverse -6.694886498421769 82
        59 pedal 1.0
        72 pedal 0.5910992944394272
        77 limits 0.0 0.0
        78 calm drive
        """

    /// Rolling back, copper losses alone are the budget, and idle losses fall with the speed.
    private static let rollsBack = """
        drive reverse -0.0 306
        59 pedal 1.0
        69 silence brakePressed 80
        90 slope -3.4527680033216734
        145 calm brake
        160 brake false
        211 pedal_b 0.5976078588140554
        241 calm drive
        256 brake false
        301 pedal 1.0
        304 limits 2.0 154.87553419597145
        """

    /// The pack's voltage falls while an inverter's own is an old one.
    private static let sags = """
        drive brake 40.56572101164042 124
        109 repeat frontLinkVoltage 40
        123 voltage 247.1273749867101
        """

    /// In the lash band one axle brakes and is let go at once, while the other still drives.
    private static let locks = """
        drive drive 0.0 569
        470 pedal 1.0
        489 request stability maximum 361.15253608829914 -50.0
        518 repeat frontInverterReady 8
        538 silence frontMotorTorque 1
        552 late-guardian
        559 calm brake
        """

    /// The auxiliaries are said to draw nothing while the limit falls: 400 W are counted all the same.
    private static let hidesLoad = """
        drive brake 31.099809989904013 90
        59 pedal 0.3
        64 corrupt auxiliaryPower 0.5 80
        89 limits 30.0 0.1
        """

    /// The same in the cycle in which a rising limit binds.
    private static let hidesAllLoad = """
        drive brake 24.191446289925715 690
        623 limits 0.0 60.0
        665 pedal 1.0
        675 limits 30.0 60.0
        689 corrupt auxiliaryPower 0.5 1
        """

    /// The guardian answers for a cycle in which one axle still drove: that axle starts at zero.
    private static let answersLate = """
        drive brake 2.380433751530833 126
        59 pedal 1.0
        61 slope -3.250620764563462
        103 pedal 0.0
        105 late-guardian
        """

    /// Rolling back, half of a torque that draws returns: it is bounded as what returns from the start.
    private static let turnsToReturn = """
        drive brake 0.0 560
        411 silence chargeLimit 40
        422 present false
        445 calm brake
        460 brake false
        506 pedal 1.0
        515 slope -3.9898528773136537
        559 limits 2.0 0.0
        """
}
