public import VehicleModel

/// The torque of the polarity check: a bench setpoint for one axle that a client renews.
///
/// It goes the way of every bench request, so each limit and the guardian hold for it.
public struct Commissioning: Sendable, BitwiseCopyable {
    /// The greatest |torque|, Nm.
    public static let greatestTorque = Torque(10)
    /// How long a torque lasts unless it is renewed.
    public static let lease = Duration.milliseconds(200)
    /// Each motor must be slower than this, rad/s, when torque on an axle begins.
    public static let standstill = RotationalSpeed(revolutionsPerMinute: 50)

    private var axle = Axle.front
    private var torque = Torque.zero
    /// The arming under which it was asked for; 0 for none.
    private var armingID: UInt64 = 0
    /// Since it was asked for it has not been over.
    private var isAsked = false
    private var expiry = Instant(nanoseconds: 0)

    /// No torque.
    public init() {}

    /// Takes a request for torque on an axle, Nm, positive forward; more than 10 Nm count as 10.
    ///
    /// `armingID` is the arming that the client holds, 0 for none; `speeds` are the motors', NaN
    /// where unknown; `undriven` is the axle without a motor, for which there is no torque.
    public mutating func handle(
        _ request: ControlRequest,
        armingID: UInt64,
        isBench: Bool,
        speeds: AxlePair<RotationalSpeed>,
        undriven: Axle? = nil,
        at now: Instant
    ) -> ControlAnswer.Outcome {
        guard now <= request.deadline else { return .late }
        guard armingID != 0 else { return .noLease }
        guard isBench else { return .benchNeeded }
        guard request.axle != undriven else { return .motorMissing }
        let speeds = speeds.filled(in: undriven)
        if !isLive(armingID, at: now) || axle != request.axle {
            guard speeds.front.magnitude < Self.standstill, speeds.rear.magnitude < Self.standstill
            else { return .motorsTurn }
        }
        let wanted = request.torque.isFinite ? request.torque : .zero
        axle = request.axle
        torque = max(-Self.greatestTorque, min(Self.greatestTorque, wanted))
        self.armingID = armingID
        isAsked = true
        expiry = now + Self.lease
        return .done
    }

    /// Puts this cycle's torque among the requests, or takes it back where its time, its arming or
    /// the bench state is over.
    ///
    /// `armingID` is the arming in force, 0 for none. True where that was used for commissioning and the
    /// bench state has ended: it must end too, or the driver would have it.
    public mutating func step(
        _ requests: inout RequestSet,
        armingID: UInt64,
        isBench: Bool,
        at now: Instant
    ) -> Bool {
        guard self.armingID != 0 else { return false }
        if isAsked {
            requests.withdraw(.bench, .setpoint, .front)
            requests.withdraw(.bench, .setpoint, .rear)
        }
        guard self.armingID == armingID else {
            self.armingID = 0
            return false
        }
        guard isBench, isLive(armingID, at: now) else {
            isAsked = false
            return !isBench
        }
        // For this cycle alone; the set has room for every source, kind and scope there is.
        _ = requests.place(
            TorqueRequest(
                source: .bench,
                kind: .setpoint,
                scope: axle == .front ? .front : .rear,
                torque: torque,
                expiry: now
            )
        )
        return false
    }

    /// Whether torque of that arming is in force; more time left than any can have was granted by a
    /// clock that has jumped back since.
    private func isLive(_ armingID: UInt64, at now: Instant) -> Bool {
        let left = expiry - now
        return isAsked && self.armingID == armingID && left >= .zero && left <= Self.lease
    }
}
