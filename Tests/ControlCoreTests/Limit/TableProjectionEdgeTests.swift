import Testing
import VehicleModel

@testable import ControlCore

@Suite("TableProjection at its edges")
struct TableProjectionEdgeTests {
    /// The width of a bracket's last half, as a part of the bracket.
    private static let grain = 1.0 / 16_777_216

    private func axle(_ torque: Double, _ speed: Double, _ torqueLoss: Double) -> ProjectedAxle {
        ProjectedAxle(
            torque: Torque(torque),
            speed: RotationalSpeed(speed),
            torqueLoss: torqueLoss,
            idleLoss: .zero
        )
    }

    private var still: ProjectedAxle { axle(0, 0, 0.125) }

    /// By formulas on both axles; the factor on what they draw.
    private func drive(
        _ front: ProjectedAxle,
        _ rear: ProjectedAxle,
        left: Double
    ) -> Double {
        var projection = TableProjection(
            AxlePair(front: front, rear: rear),
            rows: AxlePair(both: nil)
        )
        return projection.driveFactor(limit: Power(left), auxiliary: .zero)
    }

    private func charge(
        _ front: ProjectedAxle,
        _ rear: ProjectedAxle,
        limit: Double
    ) -> Double {
        var projection = TableProjection(
            AxlePair(front: front, rear: rear),
            rows: AxlePair(both: nil)
        )
        return projection.chargeFactor(limit: Power(limit))
    }

    /// One axle by a table, W by Nm at any speed.
    private func tabled(
        _ torque: Double,
        _ speed: Double,
        _ loss: (Double) -> Double
    ) -> TableProjection {
        var losses = AxleLosses.make { _, torque in loss(torque) }
        let speed = RotationalSpeed(speed)
        let row = losses.row(speed, speed, returning: false)
        let counted = losses.counted(Torque(torque), speed, speed, returning: false)
        return TableProjection(
            AxlePair(front: axle(torque, speed.rawValue, counted.torque), rear: still),
            rows: AxlePair(front: row, rear: nil)
        )
    }

    @Test(
        "the drive factor is the last of 2^24 steps between two powers of two that still fits",
        arguments: [
            (1 / 3.0, 1), (0.5, 1), (2 / 3.0, 1), (4 / 3.0, 1), (8 / 3.0, 2), (10 / 3.0, 2),
            (16 / 3.0, 4),
        ] as [(Double, Double)]
    )
    func driveGrain(factor: Double, width: Double) {
        // At standstill copper alone: 0.125 x 120^2 = 1800 W.
        let step = width * Self.grain
        let expected = (factor / step).rounded(.down) * step
        let found = drive(axle(120, 0, 0.125), still, left: 1800 * factor * factor)
        #expect(found == expected)
        let other = drive(still, axle(-120, 0, 0.125), left: 1800 * factor * factor)
        #expect(other == expected)
        // Braking that draws, because the copper takes more than the shaft returns.
        let slow = drive(axle(-120, 2, 0.125), still, left: 1800 * factor * factor)
        #expect(slow == expected)
        // What the other axle returns neither draws nor earns.
        let beside = drive(
            axle(120, 0, 0.125),
            axle(-100, 500, 0.125),
            left: 1800 * factor * factor
        )
        #expect(beside == expected)
    }

    @Test(
        "the charge factor is the last of 2^24 steps that still fits",
        arguments: [1 / 3.0, 0.5, 2 / 3.0]
    )
    func chargeGrain(factor: Double) {
        // 12 W at the shaft, 1 W of it lost.
        let (braking, driving) = (axle(-2, 6, 0.25), axle(90, 50, 0.125))
        let limit = 12 * factor - factor * factor
        let expected = (factor / Self.grain).rounded(.down) * Self.grain
        for other in [still, driving] {
            let front = charge(braking, other, limit: limit)
            let rear = charge(other, braking, limit: limit)
            #expect(front == expected)
            #expect(rear == expected)
        }
        let both = charge(braking, braking, limit: 2 * limit)
        #expect(both == expected)
    }

    @Test("beyond 1 the charge factor is a step of the way to where braking returns most")
    func chargeBeyondOne() {
        // It returns most at 6 times the torque: 36 W. The bracket is 5 wide.
        let braking = axle(-2, 6, 0.25)
        for factor in [1.25, 4 / 3.0, 3.3] {
            let limit = 12 * factor - factor * factor
            let step = 5 * Self.grain
            let expected = 1 + ((factor - 1) / step).rounded(.down) * step
            let found = charge(braking, still, limit: limit)
            #expect(found == expected)
        }
        let (most, less) = (
            charge(braking, still, limit: 36), charge(braking, still, limit: 35.999)
        )
        #expect(most == 6)
        #expect(less < 6)
        let exact = charge(braking, still, limit: 11)
        #expect(exact == 1)
    }

    @Test("how hard an axle that draws could brake does not bound the charge factor")
    func risesAlone() {
        let (driving, braking) = (axle(300, 300, 0.125), axle(-10, 300, 0.125))
        let front = charge(driving, braking, limit: 1e9)
        let rear = charge(braking, driving, limit: 1e9)
        #expect(front == 120)
        #expect(rear == 120)
        let sooner = charge(axle(-20, 300, 0.125), braking, limit: 1e9)
        #expect(sooner == 60)
    }

    @Test("a factor is found up to 2^24, and from there on there is no limit")
    func greatest() {
        let small = axle(1, 0, 0.125)
        let near = 12_582_912.0
        let found = drive(small, still, left: 0.125 * near * near)
        #expect(found == near)
        let last = 16_777_215.0
        let almost = drive(small, still, left: 0.125 * last * last)
        #expect(almost == last)
        let beyond = drive(small, still, left: 0.125 * 16_777_216 * 16_777_216)
        #expect(beyond == .infinity)
    }

    @Test("exactly what fits is no limit, and half a watt is something")
    func fits() {
        let launch = axle(120, 0, 0.125)
        let whole = drive(launch, still, left: 1800)
        let little = drive(launch, still, left: 0.5)
        let nothing = drive(launch, still, left: 0)
        #expect(whole == 1)
        #expect(abs(little - 1 / 60) < Self.grain)
        #expect(nothing == 0)
    }

    @Test("torque that costs nothing is not limited, and does not count where nothing is left")
    func free() {
        var costless = tabled(100, 0) { max(0, $0 - 100) }
        let unlimited = costless.driveFactor(limit: Power(50), auxiliary: .zero)
        #expect(unlimited == .infinity)
        var costly = tabled(200, 0) { max(0, $0 - 100) }
        let none = costly.driveFactor(limit: .zero, auxiliary: .zero)
        let some = costly.driveFactor(limit: Power(50), auxiliary: .zero)
        #expect(none == 0)
        #expect(abs(some - 0.75) <= Self.grain)
    }

    @Test("a charge limit of zero lets nothing return, though a little braking would draw")
    func noCharge() {
        // 5 W/Nm at the shaft; the first 25 Nm lose 8 W/Nm, what is beyond nothing more.
        var braking = tabled(-100, 5) { $0 > 0 ? 200 : 0 }
        let (none, below) = (
            braking.chargeFactor(limit: .zero), braking.chargeFactor(limit: Power(-1))
        )
        #expect(none == 0)
        #expect(below == 0)
        let some = braking.chargeFactor(limit: Power(50))
        #expect(abs(some - 0.5) <= Self.grain)
    }

    @Test(
        "by a table the charge factor ends exactly at the last torque",
        arguments: [104_000, 1e9]
    )
    func tableEnd(limit: Double) {
        // 300 W/Nm at the shaft, 0.1 W/Nm² lost: 104 kW at 400 Nm.
        var braking = tabled(-100, 300) { 0.1 * $0 * $0 }
        let found = braking.chargeFactor(limit: Power(limit))
        #expect(found == 4)
        let below = braking.chargeFactor(limit: Power(103_999))
        #expect(below < 4)
    }

    @Test("by formulas too, what is not finite leaves no torque", arguments: notFinite)
    func bad(bad: Double) {
        let (driving, braking) = (axle(100, 300, 0.125), axle(-100, 300, 0.125))
        for broken in [axle(bad, 300, 0.125), axle(100, bad, 0.125), axle(100, 300, bad)] {
            #expect(drive(broken, driving, left: 1e4) == 0)
            #expect(drive(driving, broken, left: 1e4) == 0)
            #expect(charge(broken, braking, limit: 1e4) == 0)
            #expect(charge(braking, broken, limit: 1e4) == 0)
        }
    }
}
