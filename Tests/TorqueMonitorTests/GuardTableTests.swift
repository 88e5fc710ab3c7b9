import Testing
import TorqueMonitor

@Suite struct GuardTableTests {
    @Test(
        "an envelope's point has a speed of 0 to 32767 rpm and a torque of 0 to 4094 counts",
        arguments: [
            (0, 0, true), (-1, 0, false), (32_767, 0, true), (32_768, 0, false), (0, -1, false),
            (0, 4094, true), (0, 4095, false),
        ]
    )
    func point(speed: Int, torque: Int, isRight: Bool) {
        var envelope = Envelope()
        let isIn = envelope.append(speed: speed, torque: torque)
        #expect(isIn == isRight)
        #expect(envelope.isUsable == isRight)
    }

    @Test("an envelope's speeds rise", arguments: [(999, false), (1000, false), (1001, true)])
    func risingSpeeds(speed: Int, isRight: Bool) {
        var envelope = makeCurve([(0, 20), (1000, 10)])
        let isIn = envelope.append(speed: speed, torque: 400)
        #expect(isIn == isRight)
        #expect(envelope.torque(at: 2000) == (isRight ? 400 : 10))
    }

    @Test("an envelope has sixteen points, and no seventeenth")
    func envelopeCapacity() {
        var envelope = Envelope()
        for index in 0..<16 {
            let isIn = envelope.append(speed: index * 10, torque: index)
            #expect(isIn)
        }
        let isIn = envelope.append(speed: 1000, torque: 4000)
        #expect(!isIn)
        #expect(envelope.torque(at: 2000) == 15)
        #expect(envelope.peak == 15)
    }

    @Test("without points nothing is allowed")
    func empty() {
        for speed in [0, 1, -1000] { #expect(Envelope().torque(at: speed) == 0) }
        #expect(Envelope().peak == 0)
        #expect(!Envelope().isUsable)
        #expect(PedalTable().torque(pedal: 1000, speed: 0) == 0)
        #expect(!PedalTable().isUsable)
    }

    @Test(
        "an envelope is flat up to its first point, straight between points, flat after the last",
        arguments: [
            (0, 100), (10, 100), (11, 110), (19, 190), (20, 200), (21, 198), (35, 170), (69, 102),
            (70, 100), (71, 100), (500, 100), (-20, 200), (-35, 170),
        ]
    )
    func straight(speed: Int, torque: Int) {
        let envelope = makeCurve([(10, 100), (20, 200), (70, 100)])
        #expect(envelope.torque(at: speed) == torque)
        #expect(envelope.peak == 200)
    }

    @Test(
        "a row stands at a pedal of 0 to 100 %, above the row before",
        arguments: [(-1, false), (0, true), (1000, true), (1001, false)]
    )
    func row(pedal: Int, isRight: Bool) {
        var table = PedalTable()
        let isIn = table.append(pedal: pedal, makeCurve([(0, 10)]))
        #expect(isIn == isRight)
        #expect(table.isUsable == isRight)
        let isAgain = table.append(pedal: pedal, makeCurve([(0, 10)]))
        #expect(!isAgain)
        let isNext = table.append(pedal: pedal + 1, makeCurve([(0, 10)]))
        #expect(isNext == (0...1000).contains(pedal + 1))
    }

    @Test("a row without points is refused, and so is the ninth")
    func rows() {
        var table = PedalTable()
        var isIn = table.append(pedal: 0, Envelope())
        #expect(!isIn)
        for index in 0..<8 {
            isIn = table.append(pedal: index * 10, makeCurve([(0, index)]))
            #expect(isIn)
        }
        isIn = table.append(pedal: 1000, makeCurve([(0, 4000)]))
        #expect(!isIn)
        #expect(table.torque(pedal: 1000, speed: 0) == 7)
    }

    // Rows at 10 and 20 % and 50 %, of 100 and 200 and 50 counts, each half of it from 1000 rpm on.
    @Test(
        "a table is straight between its rows and its points, and flat beyond them",
        arguments: [
            (0, 0, 100), (100, 0, 100), (101, 0, 101), (150, 0, 150), (200, 0, 200), (202, 0, 199),
            (350, 0, 125), (500, 0, 50), (1000, 0, 50), (150, 1000, 75), (150, -500, 112),
            (100, 500, 75), (1000, 2000, 25),
        ]
    )
    func pedal(pedal: Int, speed: Int, torque: Int) {
        var table = PedalTable()
        for (pedal, full) in [(100, 100), (200, 200), (500, 50)] {
            let isIn = table.append(pedal: pedal, makeCurve([(0, full), (1000, full / 2)]))
            #expect(isIn)
        }
        #expect(table.torque(pedal: pedal, speed: speed) == torque)
    }
}
