import Foundation

/// Prints what a test has looked at, for the table that Scripts/invariants.sh makes.
///
/// `number` is the invariant's, `steps` the cycles or cases that ran, `looks` how often the rule
/// was compared with what happened.
public func printInvariant(_ number: Int, _ name: String, steps: Int, looks: Int) {
    guard ProcessInfo.processInfo.environment["AXLE_INVARIANTS"] != nil else { return }
    print("invariant \(number): \(name): \(steps) steps, \(looks) looks")
}
