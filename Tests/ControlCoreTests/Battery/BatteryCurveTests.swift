@testable import ControlCore
import Testing

@Suite("BatteryCurve")
struct BatteryCurveTests {
    private let curve = BatteryCurve.of((0, 10), (1, 30), (3, 20))

    @Test(
        "values are read linearly and held beyond the ends",
        arguments: [
            (-1, 10), (0, 10), (0.5, 20), (1, 30), (1.5, 27.5), (2, 25), (3, 20), (9, 20),
        ] as [(Double, Double)]
    )
    func values(place: Double, value: Double) {
        #expect(curve.value(at: place) == value)
    }

    @Test("what is not finite gets the least value", arguments: notFinite)
    func least(bad: Double) {
        #expect(curve.value(at: bad) == 10)
        #expect(curve.slope(below: bad) == 0)
        #expect(curve.slope(above: bad) == 0)
    }

    @Test("at a corner the slope is the asked side's, outside it is none")
    func slopes() {
        #expect(curve.slope(below: 1) == 20)
        #expect(curve.slope(above: 1) == -5)
        #expect(curve.slope(below: 0) == 0)
        #expect(curve.slope(above: 0) == 20)
        #expect(curve.slope(below: 3) == -5)
        #expect(curve.slope(above: 3) == 0)
        #expect(curve.slope(below: 3.1) == 0)
        #expect(curve.slope(above: -0.1) == 0)
        #expect((curve.firstPlace, curve.lastPlace, curve.least) == (0, 3, 10))
    }

    @Test(
        "places that do not rise, bad numbers and a wrong count are refused",
        arguments: notFinite
    )
    func refused(bad: Double) {
        #expect(BatteryCurve.through([(0, 1), (0, 2)]) == nil)
        #expect(BatteryCurve.through([(1, 1), (0, 2)]) == nil)
        #expect(BatteryCurve.through([]) == nil)
        #expect(BatteryCurve.through([(0, -1)]) == nil)
        #expect(BatteryCurve.through([(bad, 1)]) == nil)
        #expect(BatteryCurve.through([(0, bad)]) == nil)
        #expect(BatteryCurve(constant: 5)?.value(at: 77) == 5)
        #expect(BatteryCurve(constant: bad) == nil)
        let sixteen = BatteryCurve.through((0..<16).map { (Double($0), Double($0)) })
        #expect(sixteen?.value(at: 14.5) == 14.5)
        let many = [16 of Double](repeating: 0)
        #expect(BatteryCurve(places: many, values: many, count: 17) == nil)
    }
}
