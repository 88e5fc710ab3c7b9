import ControlCore
import Foundation
import VehicleModel

// How torque moves within its rates.
extension VehicleReader {
    func readShaping(_ section: Section, _ period: Duration) -> ShapingParameters {
        var shaping = ShapingParameters()
        let rate = 10.0...20_000
        shaping.jerk = section.number("jerk", .torqueJerk, 1000...1e7, fallback: "100000 Nm/s2")
        shaping.lashTorque = section.torque("lash_torque", 0...200, fallback: "12 Nm")
        shaping.lashRate = section.torqueRate("lash_rate", rate, fallback: "200 Nm/s")
        shaping.stagger = section.time("stagger", 0...500, fallback: "20 ms")
        shaping.leastFall = section.torqueRate("least_fall", rate, fallback: "3500 Nm/s")
        shaping.tolerance = section.torque("tolerance", 0...50, fallback: "1 Nm")
        if let notch = section.optionalSection("notch") {
            shaping.notch = readNotch(notch, period)
        }
        section.finish()
        return shaping
    }

    /// The bilinear transform of (s² + 2 zeros ω s + ω²) / (s² + 2 poles ω s + ω²).
    private func readNotch(_ section: Section, _ period: Duration) -> PitchNotch {
        let frequency = section.number("frequency", .hertz, 0.2...10, fallback: "1.6 Hz")
        let zeros = section.number("zeros", .share, 0...100, fallback: "5 %")
        let poles = section.number("poles", .share, 10...200, fallback: "50 %")
        section.finish()
        let warped = tan(.pi * frequency * period.inSeconds)
        let square = warped * warped
        let whole = 1 + 2 * poles * warped + square
        let middle = 2 * (square - 1) / whole
        return PitchNotch(
            b0: (1 + 2 * zeros * warped + square) / whole,
            b1: middle,
            b2: (1 - 2 * zeros * warped + square) / whole,
            a1: middle,
            a2: (1 - 2 * poles * warped + square) / whole
        ) ?? .none
    }
}
