import VehicleModel

/// What the projection counts an axle's losses with, by formula or by table.
extension ControlCore {
    /// The axles at the speed, now or when the command acts, at which their shafts draw most, or, where
    /// power is returned, at which they return most.
    ///
    /// Around standstill the two differ in sign, and the larger one alone would count a pull as a brake.
    /// Losses are those of the speed that makes the result less favourable.
    mutating func projected(
        _ torques: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>,
        returning: Bool = false
    ) -> AxlePair<ProjectedAxle> {
        guard hasTable else { return shafts.projected(torques, returning: returning) }
        let front = ProjectedAxle(
            torques.front,
            shafts.front,
            returning: returning,
            &parameters.axles.front.losses
        )
        let rear = ProjectedAxle(
            torques.rear,
            shafts.rear,
            returning: returning,
            &parameters.axles.rear.losses
        )
        return AxlePair(front: front, rear: rear)
    }

    /// The factor on consuming axles at which they draw `limit`.
    mutating func driveFactor(
        _ axles: AxlePair<ProjectedAxle>,
        at shafts: AxlePair<ShaftOutlook>,
        limit: Power
    ) -> Double {
        let auxiliary = battery.auxiliary
        guard hasTable else {
            return PowerProjection.driveFactor(axles, limit: limit, auxiliary: auxiliary)
        }
        var tables = TableProjection(axles, rows: rows(shafts, returning: false))
        return tables.driveFactor(limit: limit, auxiliary: auxiliary)
    }

    /// The factor on returning axles at which they return what the battery takes.
    mutating func chargeFactor(
        _ axles: AxlePair<ProjectedAxle>,
        at shafts: AxlePair<ShaftOutlook>
    ) -> Double {
        guard hasTable else {
            return PowerProjection.chargeFactor(axles, limit: battery.charge)
        }
        var tables = TableProjection(axles, rows: rows(shafts, returning: true))
        return tables.chargeFactor(limit: battery.charge)
    }

    /// The greater of both axles' shadow prices; of an axle without a motor there is none.
    mutating func shadowPrice(
        _ axles: AxlePair<ProjectedAxle>,
        at shafts: AxlePair<ShaftOutlook>
    ) -> Double {
        let prices: AxlePair<Double>
        if hasTable {
            var tables = TableProjection(axles, rows: rows(shafts, returning: false))
            prices = tables.shadowPrices.filled(in: outline.undriven)
        } else {
            prices = AxlePair(front: axles.front.shadowPrice, rear: axles.rear.shadowPrice)
                .filled(in: outline.undriven)
        }
        return max(prices.front, prices.rear)
    }

    /// Electrical power of one axle, W; NaN where its speed is.
    mutating func predictedPower(
        _ axle: Axle,
        of torque: Torque,
        at shaft: ShaftOutlook
    ) -> Power {
        guard hasTable else { return shaft.now.power(of: torque) }
        return axle == .front
            ? parameters.axles.front.losses.power(of: torque, at: shaft.now.speed)
            : parameters.axles.rear.losses.power(of: torque, at: shaft.now.speed)
    }

    private var hasTable: Bool {
        mutating get {
            parameters.axles.front.losses.formula == nil
                || parameters.axles.rear.losses.formula == nil
        }
    }

    private mutating func rows(
        _ shafts: AxlePair<ShaftOutlook>,
        returning: Bool
    ) -> AxlePair<LossRow?> {
        let front = parameters.axles.front.losses.row(
            shafts.front.now.speed,
            shafts.front.later.speed,
            returning: returning
        )
        let rear = parameters.axles.rear.losses.row(
            shafts.rear.now.speed,
            shafts.rear.later.speed,
            returning: returning
        )
        return AxlePair(front: front, rear: rear)
    }
}

/// Where the battery does not suffice and the vehicle's file wants the most thrust.
extension ControlCore {
    /// Whether both axles drive the same way on a road, and the most thrust is wanted and known.
    mutating func isPushing(
        _ axles: AxlePair<ProjectedAxle>,
        _ returning: AxlePair<ProjectedAxle>
    ) -> Bool {
        parameters.power.allocation == .maxThrust && !bench.isActive && !hasTable
            && axles.front.torque.rawValue * axles.rear.torque.rawValue > 0
            && returning.front.consumes && returning.rear.consumes
    }

    /// The torques that push hardest within the battery's limit and the ceiling on the shafts.
    ///
    /// `kept` holds both limits. Where the best torques do not hold the ceiling, the way from `kept` to
    /// them is gone as far as they do: what lies between two that hold the battery's limit holds it too.
    mutating func pushHardest(
        _ axles: AxlePair<ProjectedAxle>,
        insteadOf kept: AxlePair<Torque>,
        within limit: Power
    ) -> MaxThrust.Allocation {
        let direction = axles.front.torque < .zero ? -1.0 : 1.0
        let (front, rear) = (outline.gearings.front, outline.gearings.rear)
        var best = MaxThrust.allocate(
            AxlePair(
                front: axles.front.turned(direction),
                rear: axles.rear.turned(direction)
            ),
            leverages: AxlePair(front: 1, rear: rear.leverage / front.leverage),
            limit: limit,
            auxiliary: battery.auxiliary
        )
        best.torques = best.torques.times(direction)
        let shafts = shaftPower(axles, kept)
        let more = shaftPower(axles, best.torques) - shafts
        let room = max(.zero, parameters.power.systemCeiling - shafts)
        if more > room {
            let part = room / more
            best.torques.front = kept.front + (best.torques.front - kept.front) * part
            best.torques.rear = kept.rear + (best.torques.rear - kept.rear) * part
        }
        return best
    }

    /// What drives at the shafts, W.
    private func shaftPower(
        _ axles: AxlePair<ProjectedAxle>,
        _ torques: AxlePair<Torque>
    ) -> Power {
        max(torques.front * axles.front.speed, .zero) + max(torques.rear * axles.rear.speed, .zero)
    }
}

extension ProjectedAxle {
    /// An axle at the less favourable of two speeds; see `ControlCore.projected`.
    init(
        _ torque: Torque,
        _ shaft: ShaftOutlook,
        returning: Bool,
        _ losses: inout AxleLosses
    ) {
        let (now, later) = (shaft.now.speed, shaft.later.speed)
        let isNowMore = (torque * now >= torque * later) != returning
        let counted = losses.counted(torque, now, later, returning: returning)
        self.init(
            torque: torque,
            speed: isNowMore ? now : later,
            torqueLoss: counted.torque,
            idleLoss: counted.idle
        )
    }

    /// The axle seen along a direction, +1 or −1.
    func turned(_ direction: Double) -> ProjectedAxle {
        var axle = self
        axle.torque = torque * direction
        axle.speed = speed * direction
        return axle
    }
}
