import CANFrames

// Deciding what goes out.
extension TorqueMonitor {
    /// The torque that may be sent of an accepted command; trips where a fault has lasted.
    mutating func bound(at now: Int64, links: PerAxle<Bool>) -> BoundedTorque {
        let inputs = boundInputs(at: now, links: links)
        isPairBroken = false
        var bounded = checks.bound(inputs, &ramps)
        let cut = max(
            abs(inputs.asked.front) - abs(bounded.torque.front),
            abs(inputs.asked.rear) - abs(bounded.torque.rear)
        )
        let isClampedTooLong = isClampedTooLong(by: cut, at: now, &bounded)
        let fault = faults.judge(inputs.vehicle, direction: ramps.direction, at: now)
        let cause = fault == .none && isClampedTooLong ? .clamping : fault
        if cause != .none {
            enterTrip(cause, at: now)
            bounded.limitBoth(to: 0, because: .tripped)
            if cause == .emergencyStop {
                bounded.reasons.front.insert(.emergencyStop)
                bounded.reasons.rear.insert(.emergencyStop)
            }
        }
        return bounded
    }

    private mutating func boundInputs(at now: Int64, links: PerAxle<Bool>) -> BoundInputs {
        var inputs = BoundInputs(
            asked: PerAxle(both: 0),
            last: lastTorque,
            lastAt: lastTorqueAt,
            now: now,
            vehicle: view(at: now),
            gear: PerAxle(both: 0),
            isReady: PerAxle(both: false),
            isLinkReady: links.filled(in: checks.undriven),
            isPairBroken: isPairBroken
        )
        for place in 0..<settings.allowList.count {
            guard let allowed = settings.allowList.listed[place], let frame = slots[place].frame
            else {
                continue
            }
            switch allowed.role {
            case .torque:
                inputs.asked[allowed.axle] = allowed.torque(frame)
                inputs.isReady[allowed.axle] = TorqueFrame.isReady(frame)
            case .gear: inputs.gear[allowed.axle] = GearFrame.gear(frame)
            case .state, .enable: break
            }
        }
        inputs.gear = inputs.gear.filled(in: checks.undriven)
        inputs.isReady = inputs.isReady.filled(in: checks.undriven)
        return inputs
    }

    mutating func view(at now: Int64) -> VehicleView { VehicleView(&vehicle, at: now) }

    /// Whether more than the tolerance is cut off for too long; the second time in a row is told.
    private mutating func isClampedTooLong(
        by cut: Int,
        at now: Int64,
        _ bounded: inout BoundedTorque
    ) -> Bool {
        guard cut > settings.bounds.clampTolerance else {
            clampedSince = nil
            return false
        }
        if clampedSince != nil {
            bounded.reasons.front.insert(.clampedAgain)
            bounded.reasons.rear.insert(.clampedAgain)
        }
        let since = clampedSince ?? now
        clampedSince = since
        return now &- since > settings.timing.clamping
    }

    /// Puts the accepted command's frames into the decision, with the torque that is left.
    mutating func decide(
        _ bounded: BoundedTorque,
        _ places: [16 of Int8],
        at now: Int64,
        links: PerAxle<Bool>,
        _ decision: inout Decision
    ) {
        decision.reasons = bounded.reasons
        for place in 0..<settings.allowList.count where places[place] >= 0 {
            if let allowed = settings.allowList.listed[place], let frame = slots[place].frame {
                decide(bounded, frame, allowed, place, at: now, links: links, &decision)
            }
        }
        // The pair that tripped is this cycle's zero.
        if state == .tripped { nextZero = now &+ settings.timing.zeroPeriod }
    }

    private mutating func decide(
        _ bounded: BoundedTorque,
        _ frame: Frame,
        _ allowed: AllowedFrame,
        _ place: Int,
        at now: Int64,
        links: PerAxle<Bool>,
        _ decision: inout Decision
    ) {
        let axle = allowed.axle
        let torque = bounded.torque[axle]
        if allowed.role == .torque {
            let isWhole = torque == allowed.torque(frame)
            decision.verdicts[axle] = isWhole ? .sent : torque == 0 ? .zeroed : .clamped
        }
        // A zero that nobody asked for is the guardian's own.
        let isOwn = torque == 0 && (state == .tripped || TorqueFrame.torque(frame) != 0)
        append(
            frame,
            allowed,
            place,
            torque: torque,
            closes: isOwn,
            at: now,
            links: links,
            to: &decision
        )
    }

    mutating func disarm(at now: Int64) {
        guard state != .idle else { return }
        state = .idle
        armingID = 0
        trip = .none
        nextZero = now
        zerosLeft = settings.disarmFrames
    }

    mutating func enterTrip(_ cause: TripCause, at now: Int64) {
        state = .tripped
        trip = cause
        nextZero = now
    }

    /// Repeats what was last commanded, without torque, where it is due.
    mutating func appendZeros(
        at now: Int64,
        links: PerAxle<Bool>,
        to decision: inout Decision
    ) {
        guard let due = nextZero, now >= due else { return }
        let period = settings.timing.zeroPeriod
        nextZero = now &- due < period ? due &+ period : now &+ period
        if let left = zerosLeft {
            zerosLeft = left - 1
            if left <= 1 { nextZero = nil }
        }
        for place in 0..<settings.allowList.count {
            guard let allowed = settings.allowList.listed[place], let frame = slots[place].frame
            else {
                continue
            }
            let since = now &- slots[place].turnAt
            // Half a period early is on time: due times are those of the zero frames.
            guard allowed.role != .state || since > allowed.period - period / 2 else { continue }
            append(
                frame,
                allowed,
                place,
                torque: 0,
                closes: true,
                at: now,
                links: links,
                to: &decision
            )
        }
    }

    /// Adds one frame with the next counter, the torque, narrowed limits and its checksum.
    ///
    /// `closes`: the inverter's own ceiling and floor go to zero with the torque.
    private mutating func append(
        _ command: borrowing Frame,
        _ allowed: AllowedFrame,
        _ place: Int,
        torque: Int,
        closes: Bool,
        at now: Int64,
        links: PerAxle<Bool>,
        to decision: inout Decision
    ) {
        var frame = copy command
        let axle = allowed.axle
        slots[place].turnAt = now
        // Lost, not late: what is due later is made anew.
        guard links[axle] else {
            transmissions[axle].dropped &+= 1
            decision.drop(axle)
            return
        }
        let next = slots[place].sentCounter.map { ($0 &+ 1) & 0x03 }
        switch allowed.role {
        case .torque:
            allowed.setTorque(torque, in: &frame)
            TorqueFrame.setCounter(next ?? TorqueFrame.counter(frame), in: &frame)
            if closes {
                _ = TorqueFrame.narrowLimits(to: 0, in: &frame)
            } else if TorqueFrame.narrowLimits(to: widestTorque(axle, at: now), in: &frame) {
                decision.reasons[axle].insert(.ceiling)
            }
            checksum.steps.write(in: &frame)
        case .gear:
            if let next, next != GearFrame.counter(frame) {
                GearFrame.setCounter(next, in: &frame)
                checksum.steps.write(in: &frame)
            }
        case .state, .enable: break
        }
        decision.append(
            OutgoingFrame(
                axle: axle,
                frame: frame,
                torque: allowed.role == .torque ? torque : nil,
                entry: place
            )
        )
    }

    /// What the inverter's own ceiling may be: the envelope at its speed, or its peak.
    private mutating func widestTorque(_ axle: Axle, at now: Int64) -> Int {
        let margin = settings.bounds.envelopeMargin
        guard let speed = vehicle.value(.speed(axle), at: now) else {
            return settings.bounds.envelope[axle].peak + margin
        }
        return checks.envelope(of: axle, at: speed) + margin
    }

    mutating func counter(of frame: borrowing Frame, _ place: Int) -> UInt8? {
        switch settings.allowList.listed[place]?.role {
        case .torque: TorqueFrame.counter(frame)
        case .gear: GearFrame.counter(frame)
        case .enable: EnableFrame.counter(frame)
        case .state, nil: nil
        }
    }
}
