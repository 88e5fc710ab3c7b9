import VehicleModel

/// An axle's speed by the time that a command takes to become torque.
struct SpeedLead: Sendable, BitwiseCopyable {
    private var previous: (speed: RotationalSpeed, arrival: Instant)?
    private var acceleration = 0.0

    /// The speed looked ahead from one that came at `arrival`; nil where it is not known.
    mutating func step(
        _ speed: RotationalSpeed?,
        arrival: Instant,
        with parameters: PowerParameters
    ) -> RotationalSpeed? {
        guard let speed else {
            previous = nil
            acceleration = 0
            return nil
        }
        if let previous {
            let elapsed = (arrival - previous.arrival).inSeconds
            // The same frame again tells nothing new; the acceleration found before stands.
            if elapsed > 0.001 {
                let greatest = parameters.greatestShaftAcceleration
                let measured = (speed - previous.speed).rawValue / elapsed
                acceleration = max(-greatest, min(greatest, measured))
            }
        }
        previous = (speed, arrival)
        return speed + RotationalSpeed(acceleration * parameters.speedLead.inSeconds)
    }
}
