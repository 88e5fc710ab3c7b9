import Testing

@testable import PlantModel

@Suite struct LeastSquaresTests {
    /// A problem whose rows are noisy sums of three columns.
    private func problem(_ truth: [Double], noise: Double) -> LeastSquares {
        var problem = LeastSquares(count: 3)
        for index in 0..<200 {
            let x = Double(index) / 20
            let row = [1, x, x * x]
            let wobble = noise * (index % 2 == 0 ? 1 : -1)
            problem.add(row, zip(truth, row).reduce(wobble) { $0 + $1.0 * $1.1 })
        }
        return problem
    }

    @Test("what made the rows is found, and what is left is the noise")
    func exact() throws {
        let solution = try #require(
            problem([4, -2, 0.5], noise: 0.1).solution(nonNegative: [false, false, false])
        )
        for (found, truth) in zip(solution.values, [4, -2, 0.5]) {
            #expect(abs(found - truth) < 0.02, "\(solution.values)")
        }
        #expect(abs(solution.deviation - 0.1) < 1e-3)
        // The errors are what they are in theory: no coefficient is off by more than four of them.
        let errors = solution.standardErrors(correlation: 0)
        for (error, (found, truth)) in zip(errors, zip(solution.values, [4, -2, 0.5])) {
            let error = try #require(error)
            #expect(error > 0 && abs(found - truth) < 4 * error)
        }
        let kept = solution.standardErrors(correlation: 0.6)
        #expect(abs(try #require(kept[0]) / (try #require(errors[0])) - 2) < 1e-9)
    }

    @Test(
        "a coefficient that would be negative is held at zero, and the others make the best of it"
    )
    func held() throws {
        let solution = try #require(
            problem([4, -2, 0.5], noise: 0).solution(nonNegative: [true, true, true])
        )
        #expect(solution.values[1] == 0 && solution.variances[1] == nil)
        #expect(solution.values[0] > 0 && solution.values[2] > 0)
        // The same as without the column.
        var without = LeastSquares(count: 2)
        for index in 0..<200 {
            let x = Double(index) / 20
            without.add([1, x * x], 4 - 2 * x + 0.5 * x * x)
        }
        let other = try #require(without.solution(nonNegative: [false, false]))
        #expect(abs(solution.values[0] - max(0, other.values[0])) < 1e-6)
        #expect(abs(solution.unexplained - other.unexplained) < 1e-6 || other.values[0] < 0)
    }

    @Test("of columns that are the same or empty, one takes part")
    func dependent() throws {
        var problem = LeastSquares(count: 3)
        for index in 0..<50 { problem.add([Double(index), Double(index), 0], 3 * Double(index)) }
        let solution = try #require(problem.solution(nonNegative: [true, true, true]))
        #expect(abs(solution.values[0] + solution.values[1] - 3) < 1e-9)
        #expect(solution.values[2] == 0)
        #expect(solution.variances.count { $0 != nil } == 1)
        #expect(LeastSquares(count: 1).solution(nonNegative: [true]) == nil)
    }

    @Test("columns that resemble each other have a large condition")
    func condition() throws {
        var alike = LeastSquares(count: 2)
        var different = LeastSquares(count: 2)
        for index in 0..<100 {
            let x = Double(index % 10)
            alike.add([1, 1 + 0.001 * x], 2)
            different.add([x < 5 ? 1 : 0, x < 5 ? 0 : 1], 2)
        }
        let free = [false, false]
        #expect(try #require(alike.solution(nonNegative: free)).condition > 300)
        #expect(try #require(different.solution(nonNegative: free)).condition < 1.01)
    }
}
