import ControlCore
import VehicleModel

extension CyclePipeline {
    /// Takes the polarity check's torque from the client that armed, as of the last cycle's report.
    mutating func commission(
        _ request: borrowing ControlRequest,
        at now: Instant
    ) -> ControlAnswer {
        let outcome = memory.commissioning.handle(
            copy request,
            armingID: memory.arming.armingID(heldBy: request.client),
            isBench: memory.report.isBench,
            speeds: AxlePair(
                front: memory.report.axles.front.speed,
                rear: memory.report.axles.rear.speed
            ),
            undriven: memory.report.undriven,
            at: now
        )
        return ControlAnswer(
            number: request.number,
            outcome: outcome,
            armingID: memory.arming.armingID,
            missing: .nothing
        )
    }
}
