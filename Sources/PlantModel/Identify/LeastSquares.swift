/// A linear least-squares problem as its sums: rows are added one by one, and none is kept.
struct LeastSquares {
    /// How many coefficients are looked for.
    let count: Int
    /// Rows added.
    private(set) var rows = 0

    private var matrix: [Double]
    private var right: [Double]
    private var square = 0.0

    /// A pivot below this, of columns of length 1, is a column that the others make up.
    private static let leastPivot = 1e-12

    /// A problem without rows.
    init(count: Int) {
        self.count = count
        matrix = .init(repeating: 0, count: count * count)
        right = .init(repeating: 0, count: count)
    }

    /// Adds a row whose coefficients are to give `target`.
    mutating func add(_ row: [Double], _ target: Double) {
        for one in 0..<count {
            for other in 0...one { matrix[one * count + other] += row[one] * row[other] }
            right[one] += row[one] * target
        }
        square += target * target
        rows += 1
    }

    /// The coefficients that leave the least square of what is not explained, those that must not
    /// be negative not negative (Lawson and Hanson's way); nil without rows.
    func solution(nonNegative: [Bool]) -> LeastSquaresSolution? {
        guard rows > 0 else { return nil }
        let scales = (0..<count).map { column in
            let own = matrix[column * count + column]
            return own > 0 ? 1 / own.squareRoot() : 0
        }
        var search = ActiveSet(self, scales, nonNegative)
        search.run()
        return search.solution
    }

    /// An entry of the matrix of products.
    fileprivate func product(_ one: Int, _ other: Int) -> Double {
        one >= other ? matrix[one * count + other] : matrix[other * count + one]
    }

    /// A search for the columns that take part.
    private struct ActiveSet {
        private let problem: LeastSquares
        private let scales: [Double]
        private let nonNegative: [Bool]
        private var isIn: [Bool]
        private var values: [Double]
        private var inverse: [[Double]] = []

        init(_ problem: LeastSquares, _ scales: [Double], _ nonNegative: [Bool]) {
            self.problem = problem
            self.scales = scales
            self.nonNegative = nonNegative
            isIn = zip(scales, nonNegative).map { $0 > 0 && !$1 }
            values = .init(repeating: 0, count: problem.count)
        }

        mutating func run() {
            settle()
            var excluded: Set<Int> = []
            for _ in 0..<(4 * problem.count) {
                let gains = gains()
                let best = values.indices
                    .filter { !isIn[$0] && scales[$0] > 0 && !excluded.contains($0) }
                    .max { gains[$0] < gains[$1] }
                guard let best, gains[best] > 1e-10 * problem.square.squareRoot() else { break }
                isIn[best] = true
                if !settle() || !isIn[best] {
                    isIn[best] = false
                    excluded.insert(best)
                    settle()
                }
            }
        }

        /// How much each column, of length 1, would still explain.
        private func gains() -> [Double] {
            values.indices.map { one in
                let explained = values.indices.reduce(0) {
                    $0 + scaled(one, $1) * values[$1]
                }
                return problem.right[one] * scales[one] - explained
            }
        }

        private func scaled(_ one: Int, _ other: Int) -> Double {
            problem.product(one, other) * scales[one] * scales[other]
        }

        /// Solves for the columns that take part, and lets go of those that would be negative;
        /// false where one of them is made up by the others.
        @discardableResult
        private mutating func settle() -> Bool {
            while true {
                let columns = values.indices.filter { isIn[$0] }
                let part = columns.map { one in columns.map { scaled(one, $0) } }
                guard let found = LeastSquares.inverse(part) else { return false }
                inverse = found
                let target = columns.map { problem.right[$0] * scales[$0] }
                let wanted = found.map { zip($0, target).reduce(0) { $0 + $1.0 * $1.1 } }
                let wrong = zip(columns, wanted).filter { nonNegative[$0] && $1 <= 0 }
                // As far towards the solution as none becomes negative.
                let way = wrong.reduce(1.0) { way, one in
                    let now = values[one.0]
                    return min(way, now > one.1 ? now / (now - one.1) : 0)
                }
                for (column, value) in zip(columns, wanted) {
                    values[column] += way * (value - values[column])
                }
                guard !wrong.isEmpty else { return true }
                for (column, _) in wrong where values[column] <= 1e-12 {
                    isIn[column] = false
                    values[column] = 0
                }
            }
        }

        var solution: LeastSquaresSolution {
            let columns = values.indices.filter { isIn[$0] }
            let gains = gains()
            let explained = values.indices.reduce(0) {
                $0 + values[$1] * (problem.right[$1] * scales[$1] + gains[$1])
            }
            var variances = [Double?](repeating: nil, count: problem.count)
            for (place, column) in columns.enumerated() {
                variances[column] = inverse[place][place] * scales[column] * scales[column]
            }
            let part = columns.map { one in columns.map { scaled(one, $0) } }
            return LeastSquaresSolution(
                values: zip(values, scales).map { $0 * $1 },
                unexplained: max(0, problem.square - explained),
                rows: problem.rows,
                variances: variances,
                condition: (LeastSquares.norm(part) * LeastSquares.norm(inverse)).squareRoot()
            )
        }
    }

    /// The inverse of a symmetric matrix by Cholesky's factors; nil where a pivot is next to
    /// nothing.
    private static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
        let count = matrix.count
        var factor = [[Double]](repeating: .init(repeating: 0, count: count), count: count)
        for row in 0..<count {
            for column in 0...row {
                var sum = matrix[row][column]
                for inner in 0..<column { sum -= factor[row][inner] * factor[column][inner] }
                if row == column {
                    guard sum > leastPivot else { return nil }
                    factor[row][row] = sum.squareRoot()
                } else {
                    factor[row][column] = sum / factor[column][column]
                }
            }
        }
        var inverse = factor
        for unit in 0..<count {
            var solved = (0..<count).map { $0 == unit ? 1.0 : 0.0 }
            for row in 0..<count {
                for inner in 0..<row { solved[row] -= factor[row][inner] * solved[inner] }
                solved[row] /= factor[row][row]
            }
            for row in (0..<count).reversed() {
                for inner in (row + 1)..<count {
                    solved[row] -= factor[inner][row] * solved[inner]
                }
                solved[row] /= factor[row][row]
            }
            inverse[unit] = solved
        }
        return inverse
    }

    /// The largest sum of a row.
    private static func norm(_ matrix: [[Double]]) -> Double {
        matrix.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 1
    }
}

/// What a least-squares problem comes to.
struct LeastSquaresSolution {
    /// The coefficients.
    let values: [Double]
    /// The sum of the squares of what they leave unexplained.
    let unexplained: Double
    /// Rows that there were.
    let rows: Int
    /// Each coefficient's variance for noise of variance 1; nil where it is held at zero.
    let variances: [Double?]
    /// How much the columns that take part, of length 1, resemble each other; 1 is not at all.
    let condition: Double

    /// Root of the mean square of what is left.
    var deviation: Double { (unexplained / Double(rows)).squareRoot() }

    /// Each coefficient's standard error where rows follow each other with this correlation; nil
    /// where it is held at zero.
    func standardErrors(correlation: Double) -> [Double?] {
        let kept = min(max(correlation, 0), 0.999)
        let independent = max(1, Double(rows) * (1 - kept) / (1 + kept))
        let variance = unexplained / independent
        return variances.map { $0.map { (variance * $0).squareRoot() } }
    }
}
