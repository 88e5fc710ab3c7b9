import ControlCore
import Testing
import VehicleModel

@Suite("GearSelection")
struct GearSelectionTests {
    /// What the driver and the car do while the selector moves.
    struct Scene: Sendable, CustomStringConvertible {
        var from: Gear
        var to: Gear
        var speed: Double? = 0
        var isBraking: Bool? = true
        var pedal: Double? = 0
        var expected: Gear

        var description: String {
            "\(from) to \(to) at \(speed ?? .nan) km/h, brake \(isBraking ?? false)"
        }
    }

    private func inputs(_ scene: Scene, selector: Gear?) -> ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.selector = selector
        inputs.speed = scene.speed.map { Speed(kilometresPerHour: $0) }
        inputs.isBraking = scene.isBraking
        inputs.pedal = scene.pedal
        return inputs
    }

    /// A selection with a gear in force, brought there at standstill with the brake pressed.
    private func selection(in gear: Gear) -> GearSelection {
        var selection = GearSelection()
        var rest = ConditionedInputs()
        rest.selector = gear
        rest.speed = .zero
        rest.isBraking = true
        rest.pedal = 0
        _ = selection.step(rest)
        return selection
    }

    @Test("wheels that say zero grant no direction while a motor turns", arguments: [2.9, 3, 3.1])
    func motorsTurn(pace: Double) {
        var selection = selection(in: .drive)
        let scene = Scene(from: .drive, to: .reverse, expected: .reverse)
        var turning = inputs(scene, selector: .reverse)
        turning.motorPace = Speed(kilometresPerHour: pace)
        #expect(selection.step(turning) == (pace < 3 ? .reverse : .drive))
    }

    @Test(
        "a driving gear needs walking pace and the brake, and out of park a released pedal",
        arguments: [
            Scene(from: .park, to: .drive, expected: .drive),
            Scene(from: .park, to: .reverse, expected: .reverse),
            Scene(from: .park, to: .drive, isBraking: false, expected: .park),
            Scene(from: .park, to: .drive, isBraking: nil, expected: .park),
            Scene(from: .park, to: .drive, pedal: 0.019, expected: .drive),
            Scene(from: .park, to: .drive, pedal: 0.02, expected: .park),
            Scene(from: .park, to: .drive, pedal: nil, expected: .park),
            Scene(from: .park, to: .drive, speed: nil, expected: .park),
            Scene(from: .park, to: .drive, speed: 50, expected: .neutral),
            Scene(from: .park, to: .reverse, speed: -3, isBraking: false, expected: .neutral),
            Scene(from: .drive, to: .reverse, speed: 2.99, expected: .reverse),
            Scene(from: .drive, to: .reverse, speed: 3, expected: .drive),
            Scene(from: .drive, to: .reverse, speed: 3.01, expected: .drive),
            Scene(from: .drive, to: .reverse, speed: -2.99, expected: .reverse),
            Scene(from: .drive, to: .reverse, speed: -3.01, expected: .drive),
            Scene(from: .drive, to: .reverse, speed: .nan, expected: .drive),
            Scene(from: .drive, to: .reverse, speed: 0, isBraking: false, expected: .drive),
            Scene(from: .drive, to: .reverse, pedal: 0.5, expected: .reverse),
            Scene(from: .reverse, to: .drive, speed: -2.99, expected: .drive),
            Scene(from: .reverse, to: .drive, speed: -3.01, expected: .reverse),
            Scene(from: .brake, to: .reverse, speed: 50, expected: .brake),
            Scene(from: .reverse, to: .brake, speed: 0, expected: .brake),
            Scene(from: .neutral, to: .reverse, speed: 50, expected: .neutral),
            Scene(from: .neutral, to: .drive, speed: 1, expected: .drive),
            Scene(from: .neutral, to: .drive, speed: 1, isBraking: false, expected: .neutral),
        ]
    )
    func drivingGears(scene: Scene) {
        var selection = selection(in: scene.from)
        #expect(selection.gear == scene.from)
        let gear = selection.step(inputs(scene, selector: scene.to))
        #expect(gear == scene.expected)
        #expect(selection.isRejected == (scene.expected != scene.to))
    }

    @Test("park and neutral are granted from every gear at any speed", arguments: Gear.allCases)
    func restIsAlwaysGranted(from: Gear) {
        for to in [Gear.park, .neutral] {
            var selection = selection(in: from)
            let scene = Scene(
                from: from,
                to: to,
                speed: 130,
                isBraking: nil,
                pedal: 1,
                expected: to
            )
            #expect(selection.step(inputs(scene, selector: to)) == to)
            #expect(!selection.isRejected)
        }
    }

    @Test("D and B change into each other at any speed without the brake")
    func driveAndBrakeMix() {
        let fast = Scene(from: .drive, to: .brake, speed: 120, isBraking: false, expected: .brake)
        var selection = selection(in: .drive)
        #expect(selection.step(inputs(fast, selector: .brake)) == .brake)
        #expect(selection.step(inputs(fast, selector: .drive)) == .drive)
    }

    @Test("an unknown selector keeps the gear", arguments: Gear.allCases)
    func unknownKeeps(gear: Gear) {
        var selection = selection(in: gear)
        let scene = Scene(from: gear, to: gear, expected: gear)
        #expect(selection.step(inputs(scene, selector: nil)) == gear)
    }

    @Test("a rejected gear is granted once the car is slow and the brake is pressed")
    func rejectionEnds() {
        var selection = selection(in: .drive)
        var scene = Scene(from: .drive, to: .reverse, speed: 10, expected: .drive)
        #expect(selection.step(inputs(scene, selector: .reverse)) == .drive)
        #expect(selection.isRejected)
        scene.speed = 2
        #expect(selection.step(inputs(scene, selector: .reverse)) == .reverse)
        #expect(!selection.isRejected)
    }

    @Test("a rejection ends where the selector goes back to the gear in force")
    func rejectionTakenBack() {
        var selection = selection(in: .drive)
        let scene = Scene(from: .drive, to: .reverse, speed: 10, expected: .drive)
        _ = selection.step(inputs(scene, selector: .reverse))
        #expect(selection.rejection == .speed)
        #expect(selection.step(inputs(scene, selector: .drive)) == .drive)
        #expect(selection.rejection == nil)
    }
}
