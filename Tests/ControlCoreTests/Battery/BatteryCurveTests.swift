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
        #expect(BatteryCurve(constant: bad) == nil)
    }

    @Test("one value holds everywhere, from 0 and up to 0")
    func constant() throws {
        let constant = try #require(BatteryCurve(constant: 5))
        for place in [-77, 0, 77] as [Double] {
            #expect(constant.value(at: place) == 5)
            #expect(constant.slope(below: place) == 0)
            #expect(constant.slope(above: place) == 0)
        }
        #expect((constant.firstPlace, constant.lastPlace, constant.least) == (0, 0, 5))
    }

    @Test("16 points are read to the last, and no more are taken")
    func sixteen() throws {
        let points = (0...16).map { (Double($0), Double(20 - $0)) }
        let sixteen = try #require(BatteryCurve.through(points.dropLast()))
        #expect(sixteen.value(at: 14.5) == 5.5)
        #expect(sixteen.value(at: 99) == 5)
        #expect((sixteen.slope(below: 15), sixteen.slope(above: 15)) == (-1, 0))
        #expect((sixteen.slope(below: 99), sixteen.slope(above: 99)) == (0, 0))
        #expect(BatteryCurve.through(points) == nil)
    }

    @Test("at a point the value is the point's to the last bit, however steep the way to it")
    func exact() {
        let steep = BatteryCurve.of((0, 1e17), (1, 1), (2, 3), (3, 1e17))
        for (place, value) in [(0, 1e17), (1, 1), (2, 3)] as [(Double, Double)] {
            #expect(steep.value(at: place) == value)
        }
    }

    @Test(
        "the least value is found wherever it stands, and only among the points",
        arguments: [
            ([(1, 2)], 2), ([(1, 2), (2, 3)], 2), ([(1, 3), (2, 2)], 2),
            ([(1, 3), (2, 2), (3, 4)], 2), ([(1, 4), (2, 3), (3, 2)], 2),
        ] as [([(Double, Double)], Double)]
    )
    func leastOfAll(points: [(Double, Double)], least: Double) throws {
        let curve = try #require(BatteryCurve.through(points))
        #expect((curve.least, curve.value(at: .nan)) == (least, least))
    }
}
