@testable import ControlCore
import Testing
import VehicleModel

@Suite("AxleMotion")
struct AxleMotionTests {
    @Test(
        "an axle is idle below half the least torque either way, with the brake known released",
        arguments: [
            (0, false, true), (2.499, false, true), (2.5, false, false), (2.501, false, false),
            (-2.499, false, true), (-2.5, false, false), (5, false, false), (.nan, false, false),
            (0, true, false), (2.5, true, false), (100, true, false),
            (0, nil, false), (2.5, nil, false), (100, nil, false),
        ] as [(Double, Bool?, Bool)]
    )
    func idle(torque: Double, isBraking: Bool?, isIdle: Bool) {
        for other in [0.0, 100] {
            var motion = AxleMotion()
            func note(_ front: Double, _ rear: Double) {
                motion.noteIdle(
                    AxlePair(front: Torque(front), rear: Torque(rear)),
                    isBraking: isBraking,
                    leastTorque: Torque(5)
                )
            }
            let isOtherIdle = other == 0 && isBraking == false
            note(torque, other)
            #expect((motion.idle.front, motion.idle.rear) == (isIdle, isOtherIdle))
            note(other, torque)
            #expect((motion.idle.front, motion.idle.rear) == (isOtherIdle, isIdle))
        }
    }

    @Test(
        "motors push first, beyond the least torque; brakes push against the motion",
        arguments: [
            (5.001, true, 10, .forward), (-5.001, true, -10, .backward),
            (5, false, 10, .none), (-5, false, 10, .none), (5, true, 10, .backward),
            (-5, true, -10, .forward), (0, true, 0.001, .backward), (0, true, -0.001, .forward),
            (0, true, 0, .none), (0, true, nil, .none), (0, false, 10, .none),
        ] as [(Double, Bool, Double?, PushDirection)]
    )
    func push(total: Double, isBraking: Bool, speed: Double?, direction: PushDirection) {
        let push = PushDirection(
            total: Torque(total),
            isBraking: isBraking,
            speed: speed.map { Speed($0) },
            leastTorque: Torque(5)
        )
        #expect(push == direction)
    }
}

@Suite("AxleTrack")
struct AxleTrackTests {
    /// An axle at 10 m/s that nothing smooths, judged in steps of 1 s up to 3 s.
    private struct Track {
        var track = AxleTrack()
        var parameters = SpeedEstimatorParameters()

        init() {
            parameters.smoothing = .zero
            parameters.time = .seconds(3)
            parameters.nearness = 0.125
            step()
        }

        mutating func step(
            _ axle: Double? = 10,
            isIdle: Bool = true,
            estimate: Double = 10,
            acceleration: Double = 0
        ) {
            track.step(
                axle.map { Speed($0) },
                isIdle: isIdle,
                estimate: Speed(estimate),
                acceleration: Acceleration(acceleration),
                period: .seconds(1),
                with: parameters
            )
        }

        /// Agreed, steady, near and free, in s.
        var times: [Double] {
            [track.agreed, track.steady, track.near, track.free].map(\.inSeconds)
        }
    }

    @Test("its times run from the second speed on, to no more than a period beyond what counts")
    func counts() {
        var track = Track()
        #expect(track.times == [0, 0, 0, 0])
        for cycle in 1...6 {
            track.step()
            #expect(track.times == .init(repeating: Double(min(cycle, 4)), count: 4))
        }
    }

    @Test("a speed that is lost takes all it has shown with it")
    func lost() {
        var track = Track()
        track.step(acceleration: 0.5)
        #expect(track.times == [1, 1, 1, 1] && track.track.difference == -0.5)
        track.step(nil)
        #expect(track.times == [0, 0, 0, 0] && track.track.difference == 0)
        // What comes again is a first speed, not a jump from the last one.
        track.step(12, estimate: 12)
        #expect(track.times == [0, 0, 0, 0] && track.track.difference == 0)
        track.step(12, estimate: 12)
        #expect(track.times == [1, 1, 1, 1])
    }

    @Test(
        "it agrees within less than 1 m/s² and is steady within less than 5, either way",
        arguments: [
            (0, true, true), (0.999, true, true), (1, false, true), (1.001, false, true),
            (4.999, false, true), (5, false, false), (5.001, false, false),
        ] as [(Double, Bool, Bool)]
    )
    func bounds(acceleration: Double, agrees: Bool, isSteady: Bool) {
        for sign in [1.0, -1] {
            var track = Track()
            track.step(acceleration: acceleration * sign)
            let (agreed, steady) = (agrees ? 1.0 : 0, isSteady ? 1.0 : 0)
            #expect(track.times == [agreed, steady, agreed, agreed])
        }
    }

    @Test(
        "it is near within less than an eighth of its speed, and of 0.3 m/s where that is less",
        arguments: [
            (10, 8.751, true), (10, 8.75, false), (10, 8.749, false), (10, 11.249, true),
            (10, 11.25, false), (-10, -8.751, true), (-10, -8.75, false),
            (0, 0.299, true), (0, 0.3, false), (0, -0.299, true), (0, -0.3, false),
        ] as [(Double, Double, Bool)]
    )
    func nearness(axle: Double, estimate: Double, isNear: Bool) {
        var track = Track()
        track.step(axle, estimate: estimate)
        track.step(axle, estimate: estimate)
        #expect(track.times[2] == (isNear ? (axle == 10 ? 2 : 1) : 0))
    }

    @Test("it is free only while it is idle")
    func free() {
        var track = Track()
        track.step(isIdle: true)
        track.step(isIdle: false)
        #expect(track.times == [2, 2, 2, 0])
    }
}
