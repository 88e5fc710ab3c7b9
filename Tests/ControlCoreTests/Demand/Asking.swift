import VehicleModel

@testable import ControlCore

/// A core that is asked for torque, stages S1 to S6 alone, READY and with equal axles.
struct Asking {
    var core: ControlCore
    var inputs = ConditionedInputs.sound
    var requests = RequestSet()
    var report = CycleReport()
    let now = Instant.at(0)

    /// Its split has no term but the load's, slip's and cornering's.
    init() {
        var parameters = ControlParameters.prototype
        parameters.axles.rear = parameters.axles.front
        parameters.split.slipGain = 1
        parameters.split.slipSpeedFloor = Speed(2)
        parameters.split.slipBound = 0.15
        parameters.split.corneringGain = 0.004
        parameters.split.corneringBound = 0.1
        core = ControlCore(parameters)
        _ = core.readiness.step(inputs, gear: .drive, with: parameters.readiness)
    }

    /// Places a request that lives.
    mutating func place(
        _ source: RequestSource,
        _ kind: TorqueRequest.Kind,
        _ scope: RequestScope,
        _ torque: Double
    ) {
        _ = requests.place(
            TorqueRequest(
                source: source,
                kind: kind,
                scope: scope,
                torque: Torque(torque),
                expiry: now + .milliseconds(50)
            )
        )
    }

    /// One cycle after `driven` Nm on both axles.
    mutating func ask(
        _ gear: Gear = .drive,
        driven: AxlePair<Torque> = AxlePair(both: .zero)
    ) -> Demand {
        let input = CycleInput(
            table: InputTable(),
            requests: requests,
            surroundings: Surroundings(),
            mode: .control,
            arming: .armed,
            sent: nil,
            now: now
        )
        report = CycleReport()
        var asked = requests
        return core.askForTorque(
            inputs,
            input,
            &asked,
            gear: gear,
            driven: driven,
            into: &report
        )
    }

    /// What part of the load the front axle bears in the first cycle of so much torque.
    ///
    /// By the low pass a third of the acceleration that it gives the car of 1875 kg.
    static func frontLoad(under total: Double) -> Double {
        let acceleration = total * 8.193 / 0.3285 * 0.96 / 1875
        return frontLoad(at: acceleration / 3)
    }

    /// What part of the load the front axle bears at an acceleration, m/s².
    static func frontLoad(at acceleration: Double) -> Double {
        0.5 - acceleration / 9.80665 * 0.53 / 2.7
    }
}
