import Testing
import VehicleModel

@Suite("Instant")
struct InstantTests {
    @Test("instants differ by durations of either sign")
    func differences() {
        let early = Instant(nanoseconds: 1_000)
        let late = Instant(nanoseconds: 2_500_001_000)
        #expect(late - early == .milliseconds(2500))
        #expect(early - late == .milliseconds(-2500))
        #expect(early + .milliseconds(2500) == late)
        #expect(late + .milliseconds(-2500) == early)
        #expect(early < late)
    }

    @Test("no stamp can stop the program: differences wrap")
    func extremes() {
        let first = Instant(nanoseconds: .min)
        let last = Instant(nanoseconds: .max)
        #expect(last - first == .nanoseconds(-1))
        #expect(first - last == .nanoseconds(1))
        #expect(last + .nanoseconds(1) == first)
    }
}
