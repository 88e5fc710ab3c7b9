import ControlCore
import Testing
import VehicleModel

@Suite("InputRule")
struct InputRuleTests {
    private let rule = InputRule(greatestAge: .milliseconds(50), minimum: -10, maximum: 20)

    private func judge(_ value: Double, age milliseconds: Double = 0) -> Quality {
        rule.judge(.valid(value, at: .at(0)), at: .at(milliseconds))
    }

    @Test(
        "a value is valid on its bounds and not one step outside",
        arguments: [
            (-10, .valid), ((-10.0).nextDown, .outOfRange), (20, .valid),
            (20.0.nextUp, .outOfRange), (0, .valid), (-0.0, .valid),
        ] as [(Double, Quality)]
    )
    func range(value: Double, quality: Quality) { #expect(judge(value) == quality) }

    @Test("a value that is not finite is out of range", arguments: notFinite)
    func notFiniteIsOut(bad: Double) {
        #expect(judge(bad) == .outOfRange)
        let wide = InputRule(greatestAge: .seconds(1), minimum: -.infinity, maximum: .infinity)
        #expect(wide.judge(.valid(bad, at: .at(0)), at: .at(0)) == .outOfRange)
    }

    @Test(
        "a value is stale one nanosecond past its age, and when it comes from the future",
        arguments: [
            (0, .valid), (50, .valid), (50.000001, .stale), (-0.000001, .stale),
            (1e9, .stale), (-1e9, .stale),
        ] as [(Double, Quality)]
    )
    func age(milliseconds: Double, quality: Quality) {
        #expect(judge(1, age: milliseconds) == quality)
    }

    @Test("stamps at the ends of the clock are stale, not a trap")
    func extremeStamps() {
        for stamp in [Int64.min, .min + 1, .max, .max - 1] {
            let sample = InputSample.valid(1, at: Instant(nanoseconds: stamp))
            #expect(rule.judge(sample, at: .at(0)) == .stale)
        }
    }

    @Test("the sender's own doubt is kept", arguments: Quality.allCases)
    func keepsQuality(quality: Quality) {
        let sample = InputSample(value: 1, arrival: .at(0), quality: quality)
        #expect(rule.judge(sample, at: .at(0)) == quality)
    }

    @Test("without a signal or without an age it is not bound, and nothing is received")
    func notBound() {
        var rule = rule
        #expect(rule.isBound)
        rule.isBound = false
        #expect(!rule.isBound)
        for quality in Quality.allCases {
            let sample = InputSample(value: 1, arrival: .at(0), quality: quality)
            #expect(rule.judge(sample, at: .at(0)) == .missing)
        }
        rule.isBound = true
        #expect(rule.isBound)
        rule.greatestAge = .zero
        #expect(!rule.isBound)
        #expect(rule.judge(.valid(1, at: .at(0)), at: .at(0)) == .missing)
        rule.greatestAge = Duration(secondsComponent: 0, attosecondsComponent: 1)
        #expect(rule.isBound)
        rule.greatestAge = .nanoseconds(1)
        #expect(rule.judge(.valid(1, at: .at(0)), at: .at(0)) == .valid)
        let without = InputRule(
            greatestAge: .seconds(1),
            minimum: 0,
            maximum: 1,
            isBound: false
        )
        #expect(!without.isBound)
    }

    @Test("a rule of one input changes no other's")
    func rulesAreApart() {
        var rules = InputRules(all: rule)
        rules[.pedalB].maximum = 99
        for quantity in InputQuantity.allCases {
            #expect(rules[quantity].maximum == (quantity == .pedalB ? 99 : 20))
        }
    }
}
