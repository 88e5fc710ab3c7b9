import Testing
import VehicleModel

@Suite("Duration")
struct DurationTests {
    /// Attoseconds around every power of two and every power of ten, and some that round either way.
    private static let sizes: [Int128] = {
        var sizes: [Int128] = [0]
        for bit in 0..<126 {
            let power = Int128(1) << bit
            sizes += [power - 1, power, power + 1, power / 3 + power, power + power >> 54]
            sizes += [power + power >> 53, power + power >> 53 + 1, power + power >> 52 + 1]
        }
        var power: Int128 = 1
        for _ in 0..<37 {
            sizes += [power, power * 3, power - 1]
            power *= 10
        }
        return sizes + sizes.map { -$0 }
    }()

    @Test("a ratio is that of the two numbers, to the last bit")
    func ratio() {
        for size in Self.sizes {
            let time = Duration(attoseconds: size)
            #expect(time / .seconds(1) == Double(size) / 1e18, "\(size)")
            #expect(time.inSeconds == Double(size) / 1e18, "\(size)")
            #expect(time / .nanoseconds(7) == Double(size) / 7e9, "\(size)")
            guard size != 0 else { continue }
            #expect(Duration.seconds(60) / time == 6e19 / Double(size), "\(size)")
        }
    }

    @Test("order is that of the numbers")
    func order() {
        for (left, right) in zip(Self.sizes, Self.sizes.dropFirst() + [0]) {
            let (one, two) = (Duration(attoseconds: left), Duration(attoseconds: right))
            #expect((one < two) == (left < right) && (one > two) == (left > right))
            #expect((one <= two) == (left <= right) && (one >= two) == (left >= right))
            #expect(one <= one && one >= one && !(one < one) && !(one > one))
        }
    }
}
