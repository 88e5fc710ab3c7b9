import ControlCore
import VehicleModel

extension CyclePipeline {
    /// Changes the operator's ceilings, which last until they are changed again: whoever set them may
    /// leave, and no arming, disarming or reload gives back what they take.
    mutating func setCeilings(
        _ request: borrowing ControlRequest,
        at now: Instant
    ) -> ControlAnswer {
        let isLate = now > request.deadline
        if !isLate { memory.ceilings = memory.ceilings.changed(by: request.ceilings) }
        var answer = ControlAnswer(
            number: request.number,
            outcome: isLate ? .late : .done,
            armingID: memory.arming.armingID,
            missing: .nothing
        )
        answer.ceilings = memory.ceilings
        return answer
    }
}
