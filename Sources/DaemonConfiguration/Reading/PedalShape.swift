import Foundation

/// The pedal's shape as a table.
enum PedalShape {
    /// The part of torque by part of travel: travel to the power of `exponent`, at 33 points.
    static func points(exponent: Double) -> [33 of Double] {
        [33 of Double] { pow(Double($0) / 32, exponent) }
    }
}
