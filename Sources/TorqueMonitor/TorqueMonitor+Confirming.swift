import CANFrames

// Following what was sent.
extension TorqueMonitor {
    /// What became of the frames for an axle's bus, as far as it is known by now.
    public func transmission(of axle: Axle, at now: Int64) -> Transmission {
        var transmission = transmissions[axle]
        let limit = now &- Transmission.patience
        let sent = self.sent.span
        for place in 0..<settings.allowList.count
        where settings.allowList.listed[place]?.axle == axle {
            transmission.unconfirmed &+= sent[place].lost &+ sent[place].unconfirmed(since: limit)
            transmission.overdue += sent[place].overdue(since: limit)
        }
        return transmission
    }

    /// Whether a frame is one of ours that comes back; notes that it has.
    mutating func confirm(
        _ frame: borrowing Frame,
        _ place: Int,
        _ allowed: AllowedFrame,
        at now: Int64
    ) -> Bool {
        let limit = now &- Transmission.unrepeated
        guard
            frame.length == allowed.length,
            let handedOver = sent[place].take(frame, preferringAfter: limit)
        else { return false }
        let axle = allowed.axle
        transmissions[axle].confirmed &+= 1
        if allowed.role == .torque {
            // The stamp that `now` comes from is another clock's.
            let echo = max(0, now &- handedOver)
            transmissions[axle].newestEcho = echo
            transmissions[axle].greatestEcho = max(transmissions[axle].greatestEcho, echo)
        }
        return true
    }
}
