import ControlCore
import VehicleModel

/// Stages S1 to S5 in a row, at one speed, with what they shaped as what was sent.
struct DemandChain {
    var inputs = ConditionedInputs()
    var requests = RequestSet()
    var now = Instant.at(0)
    var sent = AxlePair<Torque>(both: .zero)
    var total: Double { sent.total.rawValue }
    private(set) var hindrance: TorqueHindrance?
    private var gears = GearSelection()
    private var readiness = Readiness()
    private var cruise = CruiseArming()
    private var brake = BrakeInterlock()
    private var shaping = TotalShaping()
    private var stagger = LashStagger()
    private let maps: PedalMaps
    private let rates: TorqueRates

    private static let eco = PedalMap.make(zeroPoint: 0.08, liftTorque: 80, progression: 1.6)
    private static let onePedal = PedalMap.make(
        zeroPoint: 0.25,
        liftTorque: 200,
        progression: 1.3
    )

    init(notch: PitchNotch = .none) {
        maps = PedalMaps(
            drive: .drive,
            brake: .brake,
            eco: Self.eco,
            onePedal: Self.onePedal
        )
        rates = TorqueRates.make(notch: notch)
        inputs.pedal = 0
        inputs.selector = .drive
        inputs.isBraking = true
        inputs.speed = .zero
        inputs.motorPace = .zero
        inputs.isRelayPermitted = true
        inputs.isInverterReady = AxlePair(both: true)
        step()
        inputs.isBraking = false
    }

    /// A live setpoint of cruise control.
    mutating func setCruise(_ torque: Double) {
        _ = requests.place(
            TorqueRequest(
                source: .cruise,
                kind: .setpoint,
                torque: Torque(torque),
                expiry: now + .milliseconds(50)
            )
        )
    }

    mutating func run(_ cycles: Int) { for _ in 0..<cycles { step() } }

    mutating func step() {
        now = now + .milliseconds(10)
        let gear = gears.step(inputs)
        hindrance = readiness.step(inputs, gear: gear, with: ReadinessParameters())
        let mode = DriveMode(gear: gear, isEco: inputs.isEco, isOnePedal: inputs.isOnePedal)
        let isBraking = inputs.isBraking ?? false
        var driver = Torque.zero
        if let pedal = inputs.pedal, let speed = inputs.speed, hindrance == nil {
            driver = maps[mode].demand(
                pedal: pedal,
                speed: speed * gear.direction,
                available: Torque(680),
                isBraking: isBraking,
                regeneration: inputs.brakeRegeneration
            )
        }
        var input = ArbitrationInput(driver: driver, pedal: inputs.pedal, now: now)
        input.direction = gear.direction
        input.isCruiseArmed = cruise.step(
            requests,
            isBraking: inputs.isBraking,
            isAllowed: hindrance == nil,
            at: now
        )
        var outcome = Arbitration().step(
            input,
            requests,
            with: ArbitrationParameters(limpTorque: Torque(204))
        )
        let cap = brake.step(
            isBraking: isBraking,
            pedal: inputs.pedal,
            driven: sent.total,
            ramp: .milliseconds(300),
            period: .milliseconds(10),
            fullTorque: Torque(680)
        )
        outcome.capDrive(at: cap)
        let shaped = shaping.step(
            goal: hindrance == nil ? outcome.torque : .zero,
            sent: sent.total,
            ceiling: cap,
            isComfort: true,
            period: .milliseconds(10),
            with: rates
        )
        sent = stagger.step(
            goal: AxlePair(front: shaped * 0.45, rear: shaped * 0.55),
            sent: sent,
            isForced: cap.isFinite,
            period: .milliseconds(10),
            with: rates
        )
    }
}

extension TorqueRates {
    /// The prototype's with a notch.
    static func make(notch: PitchNotch = .none) -> TorqueRates {
        var rates = ControlParameters.prototype.rates
        rates.shaping.notch = notch
        return rates
    }
}
