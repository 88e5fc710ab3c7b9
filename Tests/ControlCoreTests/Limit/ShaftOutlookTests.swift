import Testing
import VehicleModel

@testable import ControlCore

@Suite("ShaftOutlook")
struct ShaftOutlookTests {
    /// Up to here the prototype's motor is not weakened.
    private let slow = RotationalSpeed(480)
    /// Here its copper loses 1.284 times as much.
    private let fast = RotationalSpeed(960)

    @Test(
        "the speed that draws most counts, or returns most, and the worse of both losses",
        arguments: [false, true]
    )
    func lessFavourable(isFalling: Bool) {
        let outlook = ShaftOutlook(
            .em57,
            now: isFalling ? fast : slow,
            later: isFalling ? slow : fast
        )
        let driving = outlook.projected(Torque(100), returning: false)
        #expect(driving.torque == Torque(100) && driving.speed == fast)
        #expect(abs(driving.torqueLoss - 0.118 * 1.284) < 1e-12)
        // 150 + 2.8 x 960 + 0.0009 x 960^2.
        #expect(abs(driving.idleLoss.rawValue - 3667.44) < 1e-9)
        let braking = outlook.projected(Torque(-100), returning: true)
        #expect(braking.torque == Torque(-100) && braking.speed == fast)
        #expect(braking.torqueLoss == 0.118)
        #expect(abs(braking.idleLoss.rawValue - 3667.44) < 1e-9)
        #expect(outlook.projected(Torque(-100), returning: false).speed == slow)
        #expect(outlook.projected(Torque(100), returning: true).speed == slow)
    }

    @Test("without torque either speed draws the same: what is now counts for driving")
    func withoutTorque() {
        let outlook = ShaftOutlook(.em57, now: slow, later: fast)
        #expect(outlook.projected(.zero, returning: false).speed == slow)
        #expect(outlook.projected(.zero, returning: true).speed == fast)
    }

    @Test("where nothing else is said the axles are seen as drawing")
    func drawing() {
        let outlook = ShaftOutlook(.em57, now: slow, later: fast)
        let axles = AxlePair(both: outlook).projected(AxlePair(both: Torque(100)))
        #expect(axles.front.speed == fast && axles.rear.speed == fast)
        #expect(axles.front.torqueLoss > 0.15)
    }

    @Test("where the losses are a table, the outlook has the speeds alone")
    func tabled() {
        let outlook = ShaftOutlook(nil, now: slow, later: fast)
        #expect(outlook.now.speed == slow && outlook.later.speed == fast)
        #expect(outlook.now.torqueLoss.isNaN && outlook.later.idleLoss.rawValue.isNaN)
    }

    @Test("beside an axle with a table, a formula counts the worse losses of both speeds")
    func counted() {
        var losses = AxleLosses(.em57)
        for (now, later) in [(slow, fast), (fast, slow)] {
            let driving = losses.counted(Torque(100), now, later, returning: false)
            #expect(abs(driving.torque - 0.118 * 1.284) < 1e-12)
            #expect(abs(driving.idle.rawValue - 3667.44) < 1e-9)
            let braking = losses.counted(Torque(-100), now, later, returning: true)
            #expect(braking.torque == 0.118)
            #expect(abs(braking.idle.rawValue - 3667.44) < 1e-9)
        }
    }
}
