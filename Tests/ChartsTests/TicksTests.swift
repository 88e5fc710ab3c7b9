import Testing

@testable import Charts

@Suite struct TicksTests {
    @Test(
        "an axis has round numbers",
        arguments: [
            (0...100, 6, ["0", "20", "40", "60", "80", "100"]),
            (0...262, 6, ["0", "50", "100", "150", "200", "250"]),
            (-0.3...0.9, 4, ["0", "0.5"]),
            (-0.3...0.9, 7, ["−0.2", "0", "0.2", "0.4", "0.6", "0.8"]),
            (287...402, 5, ["300", "350", "400"]),
            (0...3e-12, 4, ["0", "1e−12", "2e−12", "3e−12"]),
            (-2e15...2e15, 5, ["−2e15", "−1e15", "0", "1e15", "2e15"]),
            (0...1, 3, ["0", "0.5", "1"]),
            (1000...1001, 3, ["1000", "1000.5", "1001"]),
            (0.2...0.9, 0, ["0.5"]),
        ] as [(ClosedRange<Double>, Int, [String])]
    )
    func texts(range: ClosedRange<Double>, greatest: Int, expected: [String]) {
        #expect(Ticks(in: range, atMost: greatest).ticks.map(\.text) == expected)
    }

    @Test(
        "there are some numbers and not too many, evenly apart, and all are shown",
        arguments: 0..<300
    )
    func any(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let scale = Double("1e\(Int.random(in: -280...280, using: &random))") ?? 1
        var range = AxisRange()
        range.include(Double.random(in: -1...1, using: &random) * scale)
        range.include(Double.random(in: -1...1, using: &random) * scale)
        let shown = range.roomy(hasLowerLimit: seed % 2 == 0, hasUpperLimit: seed % 3 == 0)
        let greatest = Int.random(in: 3...12, using: &random)
        let ticks = Ticks(in: shown, atMost: greatest).ticks
        #expect((1...greatest).contains(ticks.count))
        #expect(greatest < 5 || ticks.count > 1)
        let slack = 1e-5 * scale
        #expect(
            ticks.allSatisfy {
                $0.value >= shown.lowerBound - slack && $0.value <= shown.upperBound + slack
            }
        )
        let steps = Set(zip(ticks, ticks.dropFirst()).map { $1.count - $0.count })
        #expect(steps.isEmpty || steps.count == 1 && [1, 2, 5].contains(steps.first))
        #expect(Set(ticks.map(\.exponent)).count == 1)
    }
}

@Suite struct AxisRangeTests {
    private func range(_ values: Double...) -> ClosedRange<Double> {
        var range = AxisRange()
        for value in values { range.include(value) }
        return range.range
    }

    @Test("of nothing, of one value and of values that cannot be told apart there is a range too")
    func narrow() {
        #expect(range() == 0...1)
        #expect(range(.nan, .infinity, -.infinity, 1e301) == 0...1)
        #expect(range(0) == -1...1)
        #expect(range(.leastNonzeroMagnitude, -1e-300) == -1...1)
        #expect(range(50) == 45...55)
        #expect(range(-50) == -55 ... -45)
        #expect(range(1e15, 1e15 + 0.125).lowerBound < 1e15 - 1e13)
        #expect(range(3, .nan, -2) == -2...3)
    }

    @Test("room is made at both ends, more beyond a limit, but not beyond zero without one")
    func roomy() {
        func shown(_ least: Double, _ greatest: Double, _ hasLimits: Bool) -> ClosedRange<Double> {
            var range = AxisRange()
            range.include(least)
            range.include(greatest)
            return range.roomy(hasLowerLimit: hasLimits, hasUpperLimit: hasLimits)
        }
        #expect(shown(0, 100, false) == 0...105)
        #expect(shown(0, 100, true) == -12...112)
        #expect(shown(-100, 100, false) == -110...110)
        #expect(shown(-100, 0, false) == -105...0)
        #expect(shown(300, 400, true) == 288...412)
    }
}

@Suite struct NumberTextTests {
    @Test(
        "a number is written as people do, with a power of ten where it would be long",
        arguments: [
            (0, 5, "0"), (1, 0, "1"), (-15, -1, "−1.5"), (250, -2, "2.5"), (1, 5, "100000"),
            (1, 6, "1e6"), (15, 6, "1.5e7"), (-125, 7, "−1.25e9"), (5, -5, "0.00005"),
            (5, -6, "5e−6"), (12, -7, "1.2e−6"), (100, -2, "1"), (123_456, 0, "123456"),
            (1_234_567, 0, "1.234567e6"), (10_005, -1, "1000.5"),
        ]
    )
    func decimal(count: Int, exponent: Int, text: String) {
        #expect(NumberText.decimal(count, exponent: exponent) == text)
    }

    @Test(
        "a coordinate has at most a tenth",
        arguments: [
            (0.0, "0"), (12.34, "12.3"), (-0.04, "0"), (-3.25, "-3.3"), (999.96, "1000"),
            (-0.5, "-0.5"), (.nan, "0"), (1e300, "1000000"), (-.infinity, "-1000000"),
        ]
    )
    func coordinate(value: Double, text: String) {
        #expect(NumberText.coordinate(value) == text)
    }
}
