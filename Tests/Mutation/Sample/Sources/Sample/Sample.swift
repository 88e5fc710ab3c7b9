/// Code of which every mutant's end is known; `expected.txt` has them.
public struct Sample {
    /// The greatest number that is let through.
    public var greatest = 10
    /// How many were let through.
    public private(set) var count = 0

    /// Starts at none.
    public init() {}

    /// Lets a number through up to the greatest; nil where it is negative.
    public mutating func step(_ number: Int) -> Int? {
        guard number >= 0 else { return nil }
        count += 1
        return min(number, greatest)
    }

    /// The sum of four numbers: one place more would be outside.
    public static func sum(_ numbers: [4 of Int]) -> Int {
        var sum = 0
        for index in 0..<4 { sum += numbers[index] }
        return sum
    }

    /// Halves until nothing is left: some mutants never end.
    public static func halvings(of number: Int) -> Int {
        var left = number
        var count = 0
        while left > 0 {
            left /= 2
            count += 1
        }
        return count
    }

    /// Called by no test.
    public func isEmpty(_ other: borrowing Sample) -> Bool { count == 0 && !other.hasAny }

    private var hasAny: Bool { count > 0 }
}
