/// Friction on the two wheels of an axle, which the differential couples by the rotor's inertia.
///
/// Friction can stop a wheel within a step, never turn it round.
struct WheelFriction {
    /// Change of a wheel's speed by an impulse on it, 1/(kg m2).
    let own: Double
    /// Change of the other wheel's.
    let cross: Double
    /// The greatest impulse on the left wheel in a step, Nm s; 0 or more.
    let left: Double
    /// The greatest impulse on the right wheel in a step, Nm s; 0 or more.
    let right: Double

    /// Speeds after the friction, rad/s, and its impulses, Nm s, against the speeds' direction.
    struct Stopped {
        var left: Double
        var right: Double
        var leftImpulse: Double
        var rightImpulse: Double
    }

    /// Lets friction act on wheels that would have these speeds without it, rad/s.
    func stop(left l: Double, right r: Double) -> Stopped {
        let sliding = moved(l, r, copysigned(left, l), copysigned(right, r))
        if sliding.left * l > 0, sliding.right * r > 0 { return sliding }
        let determinant = own * own - cross * cross
        let holding = (
            (own * l - cross * r) / determinant, (own * r - cross * l) / determinant
        )
        if abs(holding.0) <= left, abs(holding.1) <= right {
            return Stopped(
                left: 0,
                right: 0,
                leftImpulse: holding.0,
                rightImpulse: holding.1
            )
        }
        return search(l, r)
    }

    /// One wheel slides and one may hold: each impulse in turn, until both are what the other allows.
    private func search(_ l: Double, _ r: Double) -> Stopped {
        var (p, q) = (0.0, 0.0)
        for _ in 0..<40 {
            p = min(max((l - cross * q) / own, -left), left)
            q = min(max((r - cross * p) / own, -right), right)
        }
        var stopped = moved(l, r, p, q)
        if abs(p) < left { stopped.left = 0 }
        if abs(q) < right { stopped.right = 0 }
        return stopped
    }

    private func moved(_ l: Double, _ r: Double, _ p: Double, _ q: Double) -> Stopped {
        Stopped(
            left: l - own * p - cross * q,
            right: r - own * q - cross * p,
            leftImpulse: p,
            rightImpulse: q
        )
    }

    private func copysigned(_ size: Double, _ sign: Double) -> Double {
        Double(signOf: sign, magnitudeOf: size)
    }
}
