import VehicleModel

/// Notices that the vehicle was switched off and on again.
///
/// Off is where both inverters say that they are not ready, for a time, at standstill and with nothing
/// armed; silence is no off. On is where both say that they are ready after it.
struct KeyCycle: Sendable {
    private var off = Persistence()
    private var wasOff = false

    /// True in the one cycle in which the vehicle is on again.
    mutating func step(
        isReady: AxlePair<Bool?>,
        isStanding: Bool,
        isArmed: Bool,
        at now: Instant,
        offTime: Duration
    ) -> Bool {
        let isOff = isReady.front == false && isReady.rear == false && isStanding && !isArmed
        if let time = off.step(isOff, at: now), time >= offTime { wasOff = true }
        guard wasOff, isReady.front == true, isReady.rear == true else { return false }
        wasOff = false
        return true
    }
}
