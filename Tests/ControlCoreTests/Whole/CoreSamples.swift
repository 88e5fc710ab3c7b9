import VehicleModel

@testable import ControlCore

extension ControlParameters {
    /// The prototype with equal axles, no ceiling, and at any speed 0.125 W/Nm² and 100 W to idle.
    static let plain = makePlain()

    private static func makePlain() -> ControlParameters {
        let losses = LossModel(
            copper: 0.125,
            weakening: 0,
            weakeningSpeed: RotationalSpeed(480),
            standby: Power(100),
            linear: 0,
            quadratic: 0
        )
        guard let losses else { preconditionFailure("the losses are refused") }
        var plain = prototype
        plain.axles.front.losses = AxleLosses(losses)
        plain.axles.rear = plain.axles.front
        plain.power.systemCeiling = Power(.infinity)
        return plain
    }

    /// The same car with both axles' losses.
    func with(front: AxleLosses, rear: AxleLosses) -> ControlParameters {
        var other = self
        other.axles.front.losses = front
        other.axles.rear.losses = rear
        return other
    }
}

extension ControlCore {
    /// One whose battery gives and takes so much, W; both axles and auxiliaries idle with 700 W.
    static func plain(
        discharge: Double = 300_000,
        charge: Double = 300_000,
        ceiling: Double = .infinity,
        _ change: (inout ControlParameters) -> Void = { _ in }
    ) -> ControlCore {
        var parameters = ControlParameters.plain
        parameters.power.systemCeiling = Power(ceiling)
        change(&parameters)
        var core = ControlCore(parameters)
        core.battery.discharge = Power(discharge)
        core.battery.charge = Power(charge)
        core.battery.auxiliary = Power(500)
        return core
    }

    /// What it counts with at motor speeds now, rad/s, and at those when a command acts.
    mutating func shafts(
        _ front: Double,
        _ rear: Double,
        later: (Double, Double)? = nil
    ) -> AxlePair<ShaftOutlook> {
        var inputs = ConditionedInputs.turning(front, rear)
        if let later {
            inputs.leadSpeeds.front = RotationalSpeed(later.0)
            inputs.leadSpeeds.rear = RotationalSpeed(later.1)
        }
        return lookAhead(inputs)
    }
}

extension ConditionedInputs {
    /// Motors that turn so fast, rad/s, and will.
    static func turning(_ front: Double, _ rear: Double) -> ConditionedInputs {
        var inputs = ConditionedInputs()
        inputs.motorSpeeds.front = RotationalSpeed(front)
        inputs.motorSpeeds.rear = RotationalSpeed(rear)
        inputs.leadSpeeds = inputs.motorSpeeds
        return inputs
    }
}

extension CycleInput {
    /// Nothing but a mode and where arming stands.
    static func bare(
        _ mode: OperatingMode = .control,
        _ arming: ArmState = .armed,
        sent: AxlePair<Torque>? = nil,
        at now: Instant = .at(0)
    ) -> CycleInput {
        CycleInput(
            table: InputTable(),
            requests: RequestSet(),
            surroundings: Surroundings(),
            mode: mode,
            arming: arming,
            sent: sent,
            now: now
        )
    }
}

extension AxlePair<Torque> {
    /// Both in Nm.
    static func of(_ front: Double, _ rear: Double) -> Self {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }
}
