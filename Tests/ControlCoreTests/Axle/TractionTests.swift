import Testing
import VehicleModel

@testable import ControlCore

/// What a launch or a change of grip showed.
struct TractionRun {
    /// The greatest slip of either axle, m/s.
    var greatestSlip = 0.0
    /// For how long a slip was above 1.5 m/s, s.
    var slippingTime = 0.0
    /// From the start of watching to the last slip above 1.5 m/s, s.
    var settlingTime = 0.0
    /// When 50 km/h were reached, s; infinite for never.
    var reached = Double.infinity
    /// The least total torque after the start of watching, Nm.
    var leastTorque = Double.infinity
    /// The speed at the end, m/s.
    var speed = 0.0

    /// Runs `model` until `end` s and watches from `start` s.
    init(_ model: TractionModel, from start: Double = 0, until end: Double) {
        var car = model
        while car.time < end - 1e-9 {
            car.cycle()
            let slip = max(abs(car.slip(.front)), abs(car.slip(.rear)))
            if car.time > start {
                greatestSlip = max(greatestSlip, slip)
                leastTorque = min(leastTorque, car.given.total.rawValue)
                if slip > 1.5 {
                    slippingTime += 0.01
                    settlingTime = car.time - start
                }
            }
            if car.speed >= 50 / 3.6 { reached = min(reached, car.time) }
        }
        speed = car.speed
    }
}

@Suite("Traction in a closed loop")
struct TractionTests {
    /// A model with a dead time, and slip control that knows it.
    private func model(
        transport: Int = 12,
        _ grip: @escaping (Double) -> AxlePair<Double>
    ) -> TractionModel {
        var model = TractionModel(grip: grip)
        model.transport = transport
        // The lag, and half a cycle of measuring, come on top.
        model.slip.latency = .milliseconds(transport + 20)
        return model
    }

    private func model(transport: Int = 12, _ grip: Double) -> TractionModel {
        model(transport: transport) { _ in AxlePair(both: grip) }
    }

    @Test(
        "V8: a launch at full pedal on 0.3 stays on its tyres, forward and backward",
        arguments: [1, -1] as [Double]
    )
    func launch(direction: Double) {
        var car = model(transport: 20, 0.3)
        car.direction = direction
        let run = TractionRun(car, until: 7)
        #expect(run.reached < 6.2)
        #expect(run.greatestSlip < 2.6)
        #expect(run.slippingTime <= 0.15)
        let quick = TractionRun(model(transport: 10, 0.3), until: 7)
        #expect(quick.greatestSlip < 2.1)
        #expect(quick.slippingTime < 0.1)
    }

    @Test("V8: without slip control the wheels spin away")
    func launchWithout() {
        var car = model(0.3)
        car.slip = .off
        #expect(TractionRun(car, until: 7).greatestSlip > 20)
    }

    @Test("V9: slip grows with dead time and stays below the table's")
    func latencies() {
        var last = 0.0
        for (transport, most) in [(2, 1.4), (10, 1.7), (20, 2.6), (40, 4.5), (60, 6.8)] {
            let run = TractionRun(model(transport: transport, 0.3), until: 8)
            #expect(run.greatestSlip > last)
            #expect(run.greatestSlip < most)
            #expect(run.reached < 8)
            last = run.greatestSlip
        }
    }

    @Test(
        "V10: grip that falls from 0.9 to 0.2 is caught",
        arguments: [(10, 6.0, 0.25), (20, 8.9, 0.32)]
    )
    func drop(transport: Int, slip: Double, time: Double) {
        let car = model(transport: transport) { AxlePair(both: $0 < 1 ? 0.9 : 0.2) }
        let run = TractionRun(car, from: 1, until: 4)
        #expect(run.greatestSlip < slip)
        #expect(run.settlingTime <= time)
        #expect(run.greatestSlip > 3)
    }

    @Test(
        "V11: with one axle on ice the other one drives, forward and backward",
        arguments: [(0.1, 0.9, 1), (0.9, 0.1, 1), (0.1, 0.9, -1), (0.9, 0.1, -1)]
            as [(Double, Double, Double)]
    )
    func ice(front: Double, rear: Double, direction: Double) {
        var car = model { _ in AxlePair(front: front, rear: rear) }
        car.direction = direction
        // The load moves away from where the car goes to: on ice there it is the better case.
        let isLeadingOnIce = (front < rear) == (direction > 0)
        let icy = front < rear ? Axle.front : .rear
        for redistributes in [false, true] {
            car.redistributes = redistributes
            var slip = 0.0
            var other = car
            other.run(until: 6) { slip = max(slip, abs($0.slip(icy))) }
            #expect(slip < 2)
            // What ice leaves over drives the unloaded axle beyond its tyres, and slip control gives
            // it back slowly.
            let longest = isLeadingOnIce ? 3.5 : redistributes ? 5.6 : 4.4
            #expect(TractionRun(car, until: 6).reached < longest)
        }
    }

    /// Grip that falls at 1 s and once more at 1.6 s.
    private var twice: TractionModel {
        model { AxlePair(both: $0 < 1 ? 0.9 : $0 < 1.6 ? 0.7 : 0.2) }
    }

    @Test("a second drop of grip is caught in 0.25 s")
    func secondDrop() {
        let run = TractionRun(twice, from: 1.6, until: 6)
        #expect(run.settlingTime <= 0.25)
        #expect(run.greatestSlip > 1.5)
    }

    @Test("variant 3: without a new beginning slip persists after a second drop")
    func withoutRenewal() {
        var car = twice
        car.slip.renewalExcess = RotationalSpeed(.infinity)
        #expect(TractionRun(car, from: 1.6, until: 6).settlingTime > 1)
    }

    @Test("variant 4: beginning anew in every cycle lets torque collapse")
    func renewingAlways() {
        var car = model(0.3)
        let once = TractionRun(car, from: 0.5, until: 4)
        car.slip.renewalPause = .zero
        car.slip.renewalExcess = .zero
        car.slip.renewalAcceleration = -.infinity
        let always = TractionRun(car, from: 0.5, until: 4)
        #expect(always.leastTorque < once.leastTorque * 0.8)
        #expect(always.speed < once.speed * 0.9)
    }

    @Test("regeneration on ice is the launch, mirrored: wheels do not lock")
    func regeneration() {
        for direction in [1.0, -1] {
            var car = model(0.15)
            car.direction = direction
            car.roll(at: 20)
            car.demand = Torque(-300)
            var off = car
            off.slip = .off
            let run = TractionRun(car, until: 3)
            let spun = TractionRun(off, until: 3)
            #expect(run.greatestSlip < 2)
            #expect(spun.greatestSlip > 10)
        }
    }

    @Test(
        "an axle is never above its cap, but for what falls at the rate of slip control",
        arguments: 0..<20
    )
    func stayBelow(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let grips = (0..<40).map { _ in random.number(0.05...1) }
        var car = model { AxlePair(both: grips[min(39, Int($0 * 10))]) }
        var active = 0
        while car.time < 4 - 1e-9 {
            let before = car.given
            car.cycle()
            for axle in Axle.allCases where car.caps[axle].drive.isFinite {
                active += 1
                let falling = max(.zero, before[axle] - Torque(80))
                #expect(car.given[axle] <= max(car.caps[axle].drive, falling))
            }
        }
        #expect(active > 50)
    }
}
