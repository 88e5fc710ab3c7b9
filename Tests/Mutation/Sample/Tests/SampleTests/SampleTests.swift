import Sample
import Testing

@Suite struct SampleTests {
    @Test("numbers pass up to the greatest, and are counted")
    func passes() {
        var sample = Sample()
        let within = sample.step(3)
        let above = sample.step(11)
        #expect(within == 3)
        #expect(above == 10)
        #expect(sample.count == 2)
    }

    @Test("four numbers are added up")
    func adds() { #expect(Sample.sum([1, 2, 3, 4]) == 10) }

    @Test("10 is halved four times")
    func halves() { #expect(Sample.halvings(of: 10) == 4) }

    // Nothing tries 0: that it is let through can be changed without a failure.
    @Test("what is negative is refused")
    func refuses() {
        var sample = Sample()
        let refused = sample.step(-1)
        #expect(refused == nil)
        #expect(sample.count == 0)
    }
}
