import Testing

@Suite("Drives that broke a rule once")
struct KeptDriveTests {
    @Test(
        "they break none now",
        arguments: [
            rollsToStand, losesSpeed, returnsAndDraws, rollsBack, sags, locks,
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
}
