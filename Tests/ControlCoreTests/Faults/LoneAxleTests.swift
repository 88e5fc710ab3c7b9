import Testing
import VehicleModel

@testable import ControlCore

@Suite("LoneAxle")
struct LoneAxleTests {
    @Test("an axle that is left alone is held until the pedal is let go, or the other is back")
    func held() {
        var axle = LoneAxle()
        axle.step(isAlone: false, isReleased: false)
        #expect(!axle.isHeld)
        axle.step(isAlone: true, isReleased: false)
        #expect(axle.isHeld)
        axle.step(isAlone: true, isReleased: false)
        #expect(axle.isHeld)
        axle.step(isAlone: true, isReleased: true)
        #expect(!axle.isHeld)
        axle.step(isAlone: true, isReleased: false)
        #expect(!axle.isHeld)
        axle.step(isAlone: false, isReleased: false)
        axle.step(isAlone: true, isReleased: false)
        #expect(axle.isHeld)
        axle.step(isAlone: false, isReleased: false)
        #expect(!axle.isHeld)
    }

    @Test("with the pedal released the loss holds nothing")
    func released() {
        var axle = LoneAxle()
        axle.step(isAlone: true, isReleased: true)
        #expect(!axle.isHeld)
        axle.step(isAlone: true, isReleased: false)
        #expect(!axle.isHeld)
    }

    @Test("an axle that is alone from the first cycle on is held, and before it nothing is")
    func first() {
        var axle = LoneAxle()
        #expect(!axle.isHeld)
        axle.step(isAlone: true, isReleased: false)
        #expect(axle.isHeld)
    }
}
