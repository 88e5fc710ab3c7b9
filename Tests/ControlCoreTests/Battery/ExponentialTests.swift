@testable import ControlCore
import Foundation
import Testing

@Suite("exponential")
struct ExponentialTests {
    @Test("it is within 1e-15 of the C library's", arguments: 0..<20)
    func agrees(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<2000 {
            let exponent = random.one(of: [random.number(-2...2), random.number(-700...700)])
            let exact = exp(exponent)
            #expect(abs(exponential(exponent) - exact) <= 1e-15 * exact, "\(exponent)")
        }
        #expect(exponential(0) == 1)
    }

    @Test("the ends are zero, infinite and not a number")
    func ends() {
        #expect(exponential(-.infinity) == 0)
        #expect(exponential(-1000) == 0)
        #expect(exponential(.infinity) == .infinity)
        #expect(exponential(1000) == .infinity)
        #expect(exponential(.nan).isNaN)
        #expect(exponential(709) == .infinity)
        #expect(exponential((709.0).nextDown).isFinite)
        #expect(exponential(-708) == 0)
        #expect(exponential((-708.0).nextUp) > 0)
    }

    @Test("what is left after a time is e to minus its ratio")
    func decay() {
        #expect(abs(Duration.seconds(10).decay(of: .seconds(6)) - exp(-10.0 / 6)) < 1e-15)
        #expect(Duration.zero.decay(of: .seconds(6)) == 1)
    }

    @Test("remembered, it is the same to the last bit, whatever was asked before")
    func remembered() {
        var steady = SteadyExponential()
        var random = SplitMix(seed: 1)
        var exponent = 0.0
        for _ in 0..<2000 {
            let isNew = random.happens(onceIn: 3)
            if isNew { exponent = random.one(of: [0, .nan, random.number(-2...2)]) }
            let value = steady(exponent)
            #expect(value == exponential(exponent) || (value.isNaN && exponent.isNaN))
        }
    }

    @Test("a decay that is remembered is the one of its times, whichever of them changed")
    func rememberedDecay() {
        var steady = SteadyDecay()
        var random = SplitMix(seed: 2)
        var (length, constant) = (Duration.zero, Duration.seconds(1))
        for _ in 0..<2000 {
            if random.happens(onceIn: 3) {
                length = random.one(of: [.zero, .milliseconds(10), .milliseconds(500)])
            }
            if random.happens(onceIn: 3) {
                constant = random.one(of: [.milliseconds(50), .seconds(1), .seconds(60)])
            }
            #expect(steady(length, of: constant) == length.decay(of: constant))
        }
    }
}
