import CANFrames

// Judging a command.
extension TorqueMonitor {
    mutating func isSilent(at now: Int64) -> Bool {
        state == .armed && now &- lastIssued >= settings.timing.silence
    }

    /// Whether somebody else sent our identifiers lately.
    mutating func hasForeignSender(at now: Int64) -> Bool {
        foreignAt.map { now &- $0 < settings.timing.foreignSender } ?? false
    }

    mutating func identityReasons(_ command: borrowing MonitorCommand, at now: Int64) -> Reasons {
        var reasons = Reasons()
        let asked = command.armingID
        if asked == armingID {
            let step = command.cycle &- lastCycle
            if state == .tripped { reasons.insert(.tripped) }
            if step != 1, step != 2 { reasons.insert(.cycle) }
        } else if asked <= newestArming || asked > UInt64(clamping: now) {
            // One number ahead of the clock would shut out all that are given in time.
            reasons.insert(.usedArming)
        }
        let age = now &- command.issued
        if age < 0 || age > settings.timing.commandAge { reasons.insert(.age) }
        if command.token != Self.wholeFlow ^ command.cycle { reasons.insert(.token) }
        return reasons
    }

    /// Checks every frame and notes in `places` which frame of the command is which of the list.
    mutating func frameReasons(
        _ command: borrowing MonitorCommand,
        _ places: inout [16 of Int8]
    ) -> Reasons {
        var reasons = Reasons()
        let frames = command.all
        for index in 0..<command.count {
            let axle = command.axle(at: index)
            guard
                let frame = frames[index],
                let place = settings.allowList.listed.index(of: frame.id, on: axle),
                let allowed = settings.allowList.listed[place], allowed.role != .enable,
                frame.kind == .data, frame.flags.rawValue == 0, frame.rawDLC == 0
            else {
                reasons.insert(.notAllowed)
                continue
            }
            if places[place] >= 0 { reasons.insert(.incomplete) }
            places[place] = Int8(index)
            if frame.length != allowed.length {
                reasons.insert(.length)
            } else if allowed.role.isCommanded {
                reasons.insert(protectionReasons(frame, place, command))
            }
        }
        for place in 0..<settings.allowList.count where places[place] < 0 {
            if settings.allowList.listed[place]?.role.isCommanded == true {
                reasons.insert(.incomplete)
            }
        }
        return reasons
    }

    private mutating func protectionReasons(
        _ frame: borrowing Frame,
        _ place: Int,
        _ command: borrowing MonitorCommand
    ) -> Reasons {
        guard checksum.steps.isRight(frame) else { return Reasons.checksum }
        guard
            command.armingID == armingID, let received = slots[place].receivedCounter,
            let counter = counter(of: frame, place)
        else { return Reasons() }
        // A cycle that never arrived may have taken its counter with it.
        let step = (counter &- received) & 0x03
        let isSkipped = command.cycle &- lastCycle == 2
        return step == 1 || step == 2 && isSkipped ? Reasons() : .counter
    }

    mutating func armingReasons(
        _ command: borrowing MonitorCommand,
        _ places: [16 of Int8],
        at now: Int64
    ) -> Reasons {
        var reasons = Reasons()
        if hasForeignSender(at: now) { reasons.insert(.foreignSender) }
        if view(at: now).isStopped { reasons.insert(.emergencyStop) }
        for place in 0..<settings.allowList.count
        where settings.allowList.listed[place]?.role == .torque {
            if let frame = command.frame(at: Int(places[place])),
                TorqueFrame.torque(frame) != 0
            {
                reasons.insert(.armingTorque)
            }
        }
        return reasons
    }

    mutating func accept(_ command: borrowing MonitorCommand, _ places: [16 of Int8]) {
        if command.armingID != armingID {
            armingID = command.armingID
            newestArming = command.armingID
            state = .armed
            trip = .none
            nextZero = nil
            zerosLeft = nil
        }
        lastIssued = command.issued
        lastCycle = command.cycle
        let frames = command.all
        for place in 0..<settings.allowList.count where places[place] >= 0 {
            if let frame = frames[Int(places[place])] {
                slots[place].frame = frame
                slots[place].receivedCounter = counter(of: frame, place)
            }
        }
    }
}
