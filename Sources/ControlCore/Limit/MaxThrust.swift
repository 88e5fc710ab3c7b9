public import VehicleModel

/// The two torques that push the vehicle hardest with a given power.
///
/// At the optimum more force costs the same watts at each axle that is not at its cap:
/// w + 2 a T = x l, where l is the axle's force by torque. An axle that spins is unloaded by itself.
public enum MaxThrust {
    /// Forward torques, each from 0 to its cap, whose force is greatest within `limit`.
    ///
    /// `axles` holds in `torque` the caps, Nm, not negative; `leverages` is each axle's force by
    /// torque in any unit, above 0. A shaft that turns backward earns nothing. Zero where nothing is
    /// left of the limit or a number is not finite.
    public static func allocate(
        _ axles: AxlePair<ProjectedAxle>,
        leverages: AxlePair<Double> = AxlePair(both: 1),
        limit: Power,
        auxiliary: Power
    ) -> Allocation {
        let left = (limit - auxiliary - axles.front.idleLoss - axles.rear.idleLoss).rawValue
        let front = Curve(axles.front, leverages.front)
        let rear = Curve(axles.rear, leverages.rear)
        guard left.isFinite, left > 0, let front, let rear else { return .nothing }
        let ends = [front.start, front.end, rear.start, rear.end] as [4 of Double]
        // The dearest corner that can still be paid; beyond it the free axles are known.
        var corner = 0.0
        for index in 0..<4 {
            let end = ends.span[index]
            if front.power(at: end) + rear.power(at: end) <= left { corner = max(corner, end) }
        }
        let isFrontFree = front.isFree(at: corner)
        let isRearFree = rear.isFree(at: corner)
        let rest =
            left - (isFrontFree ? 0 : front.power(at: corner))
            - (isRearFree ? 0 : rear.power(at: corner))
        let inverse = (isFrontFree ? front.inverse : 0) + (isRearFree ? rear.inverse : 0)
        let offset =
            (isFrontFree ? front.start * front.start * front.inverse : 0)
            + (isRearFree ? rear.start * rear.start * rear.inverse : 0)
        // Where the limit pays for every corner, none is free.
        guard inverse > 0 else {
            return Allocation(front: front.torque(at: corner), rear: rear.torque(at: corner))
        }
        let price = ((4 * rest + offset) / inverse).squareRoot()
        return Allocation(
            front: front.torque(at: price),
            rear: rear.torque(at: price),
            shadowPrice: 1 / price
        )
    }

    /// Torques and what power is worth at them.
    public struct Allocation: Sendable {
        /// Nm, not negative.
        public var torques: AxlePair<Torque>
        /// The force that one more watt would add, Nm/W times the leverages' unit; 0 where the caps
        /// bind and not the limit.
        public var shadowPrice: Double

        static let nothing = Allocation(front: 0, rear: 0)

        init(front: Double, rear: Double, shadowPrice: Double = 0) {
            torques = AxlePair(front: Torque(front), rear: Torque(rear))
            self.shadowPrice = shadowPrice
        }
    }

    /// One axle's torque and power by the price of force x.
    private struct Curve: BitwiseCopyable {
        let start: Double
        let end: Double
        private let speed: Double
        private let loss: Double
        private let leverage: Double

        init?(_ axle: ProjectedAxle, _ leverage: Double) {
            guard axle.speed.isFinite, axle.torqueLoss.isFinite, axle.torqueLoss > 0,
                axle.torque.isFinite
            else { return nil }
            speed = max(axle.speed.rawValue, 0)
            loss = axle.torqueLoss
            self.leverage = leverage
            start = speed / leverage
            end = (speed + 2 * loss * max(axle.torque.rawValue, 0)) / leverage
        }

        /// How fast 4 P rises with x² between the ends.
        var inverse: Double { leverage * leverage / loss }

        func isFree(at corner: Double) -> Bool { corner >= start && corner < end }

        func torque(at price: Double) -> Double {
            max(0, max(start, min(end, price)) * leverage - speed) / (2 * loss)
        }

        func power(at price: Double) -> Double {
            let torque = torque(at: price)
            return torque * speed + loss * torque * torque
        }
    }
}

extension ProjectedAxle {
    /// What one more watt adds in the direction of the torque, 1 / (w + 2 a T), Nm/W.
    ///
    /// Infinite where more torque costs nothing: at standstill without torque, and short of the
    /// regeneration optimum, where braking harder returns more.
    public var shadowPrice: Double {
        shadowPrice(slope: 2 * torqueLoss * torque.magnitude.rawValue)
    }

    /// The same where one more newton metre loses `slope` more, W/Nm.
    func shadowPrice(slope: Double) -> Double {
        let along = torque < .zero ? -speed.rawValue : speed.rawValue
        return 1 / max(0, along + slope)
    }
}
