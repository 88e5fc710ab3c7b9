import Testing
import VehicleModel

@Suite("PowerLimits")
struct PowerLimitsTests {
    @Test("without a limit power is unlimited")
    func empty() {
        let limits = PowerLimits()
        #expect(limits.power == Power(.infinity))
        for limit in PowerLimit.allCases { #expect(limits[limit] == Power(.infinity)) }
    }

    @Test("the least limit binds, and each is kept", arguments: PowerLimit.allCases)
    func least(limit: PowerLimit) {
        var limits = PowerLimits()
        for (index, other) in PowerLimit.allCases.enumerated() {
            limits.add(other, Power(Double(100 + index)))
        }
        #expect(limits.binding == .broadcast && limits.power == Power(100))
        limits.add(limit, Power(99))
        #expect(limits.binding == limit && limits.power == Power(99) && limits[limit] == Power(99))
    }

    @Test("of equal limits the first one binds")
    func equal() {
        var limits = PowerLimits()
        limits.add(.energy, Power(7))
        limits.add(.fuse, Power(7))
        #expect(limits.binding == .energy)
    }

    @Test(
        "what is no number or negative is no power",
        arguments: [Double.nan, -1, -Double.infinity, 0]
    )
    func bad(value: Double) {
        var limits = PowerLimits()
        limits.add(.current, Power(value))
        #expect(limits.power == .zero && limits.binding == .current)
        #expect(limits[.current] == .zero)
    }
}
