public import VehicleModel

/// What the core tells its fault monitor, and lets others ask of it.
extension ControlCore {
    /// What the monitor takes beside conditioned inputs; `given` is what was sent in the cycle before.
    mutating func evidence(
        _ samples: Span<InputSample>,
        _ input: CycleInput,
        _ inputs: ConditionedInputs,
        given: AxlePair<Torque>,
        asked: Span<TorqueRequest?>
    ) -> FaultEvidence {
        var evidence = FaultEvidence(
            InputReader(samples, rules: parameters.inputs.all, at: input.now)
        )
        evidence.dischargeLimit = battery.dischargeLimits.power
        evidence.isControlling = input.mode == .control
        evidence.isArmed = input.arming == .armed || input.arming == .disarming
        evidence.given = given
        evidence.predictedPower = predictedPower
        evidence.hasExpiredRequest =
            requests.requests.all.hasExpired(at: input.now) || asked.hasExpired(at: input.now)
        return evidence
    }

    /// Whether the arming in force ends: a lost bus has kept an inverter or the battery silent for
    /// too long, or other torque was sent than was given.
    public var endsArming: Bool { monitor.effects.endsArming }

    /// Forgets the faults of `asked` that may be cleared.
    ///
    /// Of faults that are named one by one, so not all there are, either all may be cleared or none
    /// is.
    public mutating func clear(_ asked: FaultSet) -> FaultClearing {
        var clearing = FaultClearing()
        var rest = asked
        while let fault = rest.popFirst() {
            let record = monitor.memory[fault]
            if record.isActive {
                clearing.present.insert(fault)
            } else if record.isHealing {
                clearing.healing.insert(fault)
            } else if !monitor.mayClear(fault) {
                clearing.latched.insert(fault)
            } else if record.occurrences > 0 {
                clearing.cleared.insert(fault)
            }
        }
        guard asked == .all || clearing.isComplete else {
            clearing.cleared = FaultSet()
            return clearing
        }
        var cleared = clearing.cleared
        while let fault = cleared.popFirst() { monitor.clear(fault) }
        return clearing
    }
}
