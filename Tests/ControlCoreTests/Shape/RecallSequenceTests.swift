import ControlCore
import Testing
import VehicleModel

@Suite("Sequences from demand to shaping")
struct RecallSequenceTests {
    @Test(
        "recall 23V-494: cruise on and off, a change of mode, pedal pressed and released within 8 s leave creep at most after 400 ms",
        arguments: 0..<100
    )
    func recall(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for variant in 0..<100 {
            var chain = DemandChain(notch: TotalShapingTests.notch ?? .none)
            chain.inputs.speed = Speed(kilometresPerHour: random.number(0...130))
            for _ in 0..<(10 + Int(random.next() % 100)) {
                chain.setCruise(random.number(50...400))
                chain.step()
            }
            if random.happens(onceIn: 2) { chain.requests.withdraw(.cruise, .setpoint) }
            chain.run(Int(random.next() % 100))
            for _ in 0..<3 {
                switch random.next() % 4 {
                case 0: chain.inputs.selector = .brake
                case 1: chain.inputs.isEco = true
                case 2: chain.inputs.isOnePedal = true
                default: chain.inputs.pedal = random.number(0...1)
                }
                chain.run(Int(random.next() % 60))
            }
            chain.inputs.pedal = random.number(0.1...1)
            chain.run(1 + Int(random.next() % 150))
            chain.inputs.pedal = random.number(0...0.02)
            chain.run(40)
            for _ in 0..<20 {
                #expect(chain.total <= 40 + 1e-9, "seed \(seed), variant \(variant)")
                chain.step()
            }
        }
    }

    @Test("random driving keeps the rates, the brake's and the gear's rules", arguments: 0..<100)
    func randomDriving(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var chain = DemandChain(notch: TotalShapingTests.notch ?? .none)
        var (braked, released, unready) = (0, 0, 0)
        for _ in 0..<2000 {
            switch random.next() % 40 {
            case 0: chain.inputs.pedal = random.one(of: [0, 0.02, random.number(0...1), 1, .nan])
            case 1: chain.inputs.isBraking = random.one(of: [true, false, false])
            case 2: chain.inputs.selector = random.one(of: Gear.allCases + [.drive, .drive])
            case 3: chain.inputs.speed = Speed(random.one(of: [0, 0.5, 15, 30, .nan]))
            case 4: chain.setCruise(random.one(of: [100, 300, -100, .nan, .infinity]))
            case 5: chain.requests.withdraw(.cruise, .setpoint)
            case 6: chain.inputs.isOnePedal = random.happens(onceIn: 2)
            case 7: chain.inputs.isRelayPermitted = !random.happens(onceIn: 4)
            case 8: chain.inputs.brakeRegeneration = Torque(random.one(of: [0, 80, .nan]))
            default: break
            }
            let before = chain.sent
            chain.step()
            for axle in Axle.allCases {
                let grown = chain.sent[axle].magnitude - before[axle].magnitude
                #expect(grown <= Torque(12 + 1e-9), "seed \(seed)")
            }
            let product = chain.sent.front.rawValue * chain.sent.rear.rawValue
            let least = min(chain.sent.front.magnitude, chain.sent.rear.magnitude)
            #expect(product >= 0 || least <= Torque(12), "seed \(seed)")
            braked = chain.inputs.isBraking == true ? braked + 1 : 0
            if braked > 1 {
                #expect(max(0, chain.total) <= max(0, before.total.rawValue) + 1e-9, "seed \(seed)")
            }
            if braked > 30 { #expect(chain.total <= 1e-9, "seed \(seed)") }
            let isCruising = (0..<RequestSet.capacity).contains { chain.requests[$0] != nil }
            let isReleased = chain.inputs.pedal.map { $0 <= 0.02 } ?? true
            released = isReleased && !isCruising ? released + 1 : 0
            if released > 40 { #expect(chain.total <= 40 + 1e-9, "seed \(seed)") }
            unready = chain.hindrance == nil ? 0 : unready + 1
            if unready > 40 { #expect(abs(chain.total) < 0.02, "seed \(seed)") }
        }
    }

    @Test("more pedal never gives less in the end", arguments: [5.0, 50, 120])
    func steadyState(speed: Double) {
        var last = -Double.infinity
        for step in 0...20 {
            var chain = DemandChain(notch: TotalShapingTests.notch ?? .none)
            chain.inputs.speed = Speed(kilometresPerHour: speed)
            chain.inputs.pedal = Double(step) / 20
            chain.run(300)
            #expect(chain.total >= last - 0.1, "at \(step)")
            last = chain.total
        }
        #expect(abs(last - 680) < 1)
    }
}
