import VehicleModel

/// One motor's speed, now and when a command given now acts, with the losses at both.
///
/// The same for every torque of a cycle, so made once in it.
struct ShaftOutlook: Sendable, BitwiseCopyable {
    /// Now.
    let now: ShaftLosses
    /// When a command given now has become torque.
    let later: ShaftLosses

    /// A motor that turns so fast, now and then, with losses by a formula; nil where a table has them.
    init(_ formula: LossModel?, now: RotationalSpeed, later: RotationalSpeed) {
        if let formula {
            self.now = formula.losses(at: now)
            self.later = formula.losses(at: later)
        } else {
            self.now = ShaftLosses(tabledAt: now)
            self.later = ShaftLosses(tabledAt: later)
        }
    }

    /// The axle at the speed at which its shaft draws most, or, where power is returned, at which it
    /// returns most.
    ///
    /// Around standstill the two differ in sign, and the larger one alone would count a pull as a brake.
    /// Losses are those of the speed that makes the result less favourable.
    func projected(_ torque: Torque, returning: Bool) -> ProjectedAxle {
        let isNowMore = (torque * now.speed >= torque * later.speed) != returning
        return ProjectedAxle(
            torque: torque,
            speed: isNowMore ? now.speed : later.speed,
            torqueLoss: returning
                ? min(now.torqueLoss, later.torqueLoss) : max(now.torqueLoss, later.torqueLoss),
            idleLoss: max(now.idleLoss, later.idleLoss)
        )
    }
}

extension AxlePair<ShaftOutlook> {
    /// Both axles with their torques.
    func projected(
        _ torques: AxlePair<Torque>,
        returning: Bool = false
    ) -> AxlePair<ProjectedAxle> {
        AxlePair<ProjectedAxle>(
            front: front.projected(torques.front, returning: returning),
            rear: rear.projected(torques.rear, returning: returning)
        )
    }
}
