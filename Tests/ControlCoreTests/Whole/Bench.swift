import ControlCore
import VehicleModel

/// A car around the core: a mass, two motors that give what they are told, and frames every cycle.
///
/// Deterministic; everything that a test wants to go wrong is a property.
struct Bench {
    /// How the guardian answers.
    enum Guardian {
        /// It sends what it was given, towards zero in steps of 0.25 Nm.
        case sends
        /// It sends less.
        case sendsPart(Double)
        /// Its answer did not come.
        case isSilent
        /// Its answer is about an earlier cycle.
        case isLate(AxlePair<Torque>)
    }

    let parameters: ControlParameters
    var core: ControlCore
    var now: Instant
    var table = InputTable()
    var requests = RequestSet()
    var ceilings = OperatorCeilings()
    var surroundings = Surroundings()
    var mode = OperatingMode.control
    var arming = ArmState.armed
    var guardian = Guardian.sends
    var report = CycleReport()

    /// Both pedal sensors, 0 to 1.
    var pedals = (first: 0.0, second: 0.0)
    var isBraking = false
    var selector = Gear.park
    /// Watts, on the battery's two limits.
    var limits = (discharge: 250_000.0, charge: 60_000.0)
    var voltage = 350.0
    var isReady = AxlePair(both: true)
    var isRelayPermitted = true
    /// m/s, positive forward.
    var speed = 0.0
    /// What gravity adds along the road, m/s².
    var slope = 0.0
    /// The speed stays as it is, whatever torque does.
    var holdsSpeed = false
    /// How old each value is when the cycle begins, ms.
    var age = 2.0
    /// What does not come any more.
    var silent: Set<InputQuantity> = []
    /// What comes with another value.
    var corrupt: [InputQuantity: Double] = [:]
    /// What comes again as it was, so that it only looks alive.
    var repeated: Set<InputQuantity> = []
    /// What else the car says, and its requests, in SI units.
    var values: [InputQuantity: Double] = [:]
    /// Whether the tyres slip, and torque comes late, as on a road.
    var isSlippery = false
    /// The tyres' friction on each axle.
    var friction = AxlePair(both: 1.0)
    private var road = BenchRoad()
    private var powers: [Double] = []

    /// At rest in park, nothing stepped yet.
    init(_ parameters: ControlParameters = .prototype, at start: Instant = .at(0)) {
        self.parameters = parameters
        core = ControlCore(parameters)
        now = start
        surroundings.hasGuardian = true
    }

    /// In a gear, armed, with the battery's limit taken, everything released.
    static func ready(
        _ gear: Gear = .drive,
        at kilometresPerHour: Double = 0,
        _ parameters: ControlParameters = .prototype,
        start: Instant = .at(0)
    ) -> Bench {
        var bench = Bench(parameters, at: start)
        bench.arming = .disarmed
        bench.isBraking = true
        bench.selector = gear
        bench.run(5)
        bench.isBraking = false
        bench.speed = kilometresPerHour / 3.6
        bench.holdsSpeed = true
        bench.run(5)
        bench.holdsSpeed = false
        bench.arming = .armed
        return bench
    }

    /// Both sensors of the pedal.
    var pedal: Double {
        get { pedals.first }
        set { pedals = (newValue, newValue) }
    }

    var given: AxlePair<Torque> {
        AxlePair(front: report.axles.front.given, rear: report.axles.rear.given)
    }

    /// What the guardian says it sent for the cycle before.
    var sent: AxlePair<Torque>? {
        guard mode == .control else { return nil }
        switch guardian {
        case .sends: return sent(part: 1)
        case .sendsPart(let part): return sent(part: part)
        case .isSilent: return nil
        case .isLate(let torques): return torques
        }
    }

    private func sent(part: Double) -> AxlePair<Torque> {
        func counts(_ torque: Torque) -> Torque {
            Torque((torque.rawValue * part * 4).rounded(.towardZero) / 4)
        }
        return AxlePair(front: counts(given.front), rear: counts(given.rear))
    }

    /// A number of cycles of 10 ms.
    mutating func run(_ cycles: Int) { for _ in 0..<cycles { step() } }

    /// One cycle, `elapsed` ms after the one before; `jump` moves the clock and not the car.
    mutating func step(elapsed: Double = 10, jump: Double = 0) {
        var left = elapsed
        while left > 0 {
            move(min(left, 10) / 1000)
            left -= 10
        }
        now = now + .microseconds(Int64((elapsed + jump) * 1000))
        write()
        var input = CycleInput(
            table: table,
            requests: requests,
            surroundings: surroundings,
            mode: mode,
            arming: arming,
            sent: sent,
            now: now
        )
        input.ceilings = ceilings
        core.step(input, into: &report)
    }

    private mutating func move(_ time: Double) {
        guard !holdsSpeed else { return }
        guard !isSlippery else {
            road.move(
                time,
                given: given,
                friction: friction,
                slope: slope,
                isBraking: isBraking,
                speed: &speed,
                with: parameters
            )
            return
        }
        let front = parameters.axles.front
        let rear = parameters.axles.rear
        var force = given.front.rawValue * front.gearRatio / front.rollingRadius.rawValue
        force += given.rear.rawValue * rear.gearRatio / rear.rollingRadius.rawValue
        force -= 0.4 * speed * abs(speed)
        let before = speed
        speed += (force * 0.96 / parameters.body.mass.rawValue + slope) * time
        guard isBraking else { return }
        let braked = max(0, abs(speed) - 8 * time)
        speed = speed * before < 0 ? 0 : speed.sign == .minus ? -braked : braked
    }

    private mutating func write() {
        let slip = isSlippery ? road.slip : AxlePair(both: 0)
        let front = parameters.axles.front.motorSpeed(at: Speed(speed + slip.front)).rawValue
        let rear = parameters.axles.rear.motorSpeed(at: Speed(speed + slip.rear)).rawValue
        put(.pedalA, pedals.first)
        put(.pedalB, pedals.second)
        put(.brakePressed, isBraking ? 1 : 0)
        put(.gearSelector, Double(selector.rawValue))
        put(.frontMotorSpeed, front)
        put(.rearMotorSpeed, rear)
        put(.frontMotorTorque, isSlippery ? road.torque.front : given.front.rawValue)
        put(.rearMotorTorque, isSlippery ? road.torque.rear : given.rear.rawValue)
        put(.frontLinkVoltage, voltage)
        put(.rearLinkVoltage, voltage)
        put(.frontInverterReady, isReady.front ? 1 : 0)
        put(.rearInverterReady, isReady.rear ? 1 : 0)
        put(.batteryVoltage, voltage)
        // The battery's controller says what it was 60 ms ago.
        powers.append(power(front, rear))
        if powers.count > 7 { powers.removeFirst() }
        put(.batteryCurrent, powers[0] / voltage)
        put(.dischargeLimit, limits.discharge)
        put(.chargeLimit, limits.charge)
        put(.mainRelayPermitted, isRelayPermitted ? 1 : 0)
        put(.stateOfCharge, 0.8)
        put(.wheelSpeedFrontLeft, abs(speed + slip.front))
        put(.wheelSpeedFrontRight, abs(speed + slip.front))
        put(.wheelSpeedRearLeft, abs(speed + slip.rear))
        put(.wheelSpeedRearRight, abs(speed + slip.rear))
        if isSlippery { putMore() }
    }

    /// What a car says beside what drives it; a request that is not made is said to be none.
    private mutating func putMore() {
        put(.longitudinalAcceleration, road.acceleration)
        for quantity in Self.more { put(quantity, values[quantity] ?? Self.calm(quantity)) }
        for quantity in Self.requests {
            if let value = values[quantity] {
                put(quantity, value)
            } else if !silent.contains(quantity) {
                table[quantity] = InputSample(
                    value: 0,
                    arrival: now + .microseconds(Int64(-age * 1000)),
                    quality: .notAvailable
                )
            }
        }
    }

    private static let requests: [InputQuantity] = [
        .cruiseTorque, .speedLimiterTorque, .stabilityMaximum, .stabilityMinimum,
        .frontStabilityMaximum, .rearStabilityMaximum, .frontStabilityMinimum,
        .rearStabilityMinimum, .operatorTorqueCeiling, .operatorDischargeCeiling,
        .operatorChargeCeiling, .operatorSpeedCeiling, .benchFrontTorque, .benchRearTorque,
        .brakeRegeneration,
    ]
    private static let more: [InputQuantity] = [
        .lateralAcceleration, .yawRate, .steeringAngle, .ecoMode, .onePedalMode, .chargePlugged,
        .crashDetected, .isolationFault, .benchKey, .antilockActive, .stabilityActive,
        .auxiliaryPower, .leastCellVoltage, .greatestCellVoltage, .leastBatteryTemperature,
        .greatestBatteryTemperature, .frontMotorTemperature, .frontInverterTemperature,
        .frontCoolantTemperature, .frontAvailableTorque, .frontAvailableRegeneration,
        .rearMotorTemperature, .rearInverterTemperature, .rearCoolantTemperature,
        .rearAvailableTorque, .rearAvailableRegeneration,
    ]

    private static func calm(_ quantity: InputQuantity) -> Double {
        switch quantity {
        case .auxiliaryPower: 500
        case .leastCellVoltage: 3.64
        case .greatestCellVoltage: 3.66
        case .frontAvailableTorque, .rearAvailableTorque, .frontAvailableRegeneration,
            .rearAvailableRegeneration:
            340
        case .leastBatteryTemperature, .greatestBatteryTemperature, .frontMotorTemperature,
            .frontInverterTemperature, .frontCoolantTemperature, .rearMotorTemperature,
            .rearInverterTemperature, .rearCoolantTemperature:
            25
        default: 0
        }
    }

    private func power(_ front: Double, _ rear: Double) -> Double {
        let one = parameters.axles.front.losses.drawn(by: given.front, at: RotationalSpeed(front))
        let two = parameters.axles.rear.losses.drawn(by: given.rear, at: RotationalSpeed(rear))
        let isMoving = one.isFinite && two.isFinite
        return isMoving ? (one + two).rawValue + 500 : 500
    }

    /// Whether a quantity comes as it is.
    func isFresh(_ quantity: InputQuantity) -> Bool {
        corrupt[quantity] == nil && !silent.contains(quantity) && !repeated.contains(quantity)
    }

    private mutating func put(_ quantity: InputQuantity, _ value: Double) {
        guard !silent.contains(quantity), !repeated.contains(quantity) else { return }
        table[quantity] = InputSample(
            value: corrupt[quantity] ?? value,
            arrival: now + .microseconds(Int64(-age * 1000)),
            quality: .valid
        )
    }
}

extension CycleReport {
    /// Every number that a cycle computed, bit by bit; times left out.
    var fingerprint: [UInt64] {
        var numbers: [Double] = [
            pedal, vehicleSpeed.rawValue, driverDemand.rawValue, arbitrated.rawValue, frontShare,
            dischargeLimit.rawValue, chargeLimit.rawValue, predictedPower.rawValue,
            measuredPower.rawValue, powerScale,
        ]
        for axle in [axles.front, axles.rear] {
            numbers += [
                axle.asked.rawValue, axle.given.rawValue, axle.speed.rawValue,
                axle.unallocated.rawValue, axle.predictedPower.rawValue,
            ]
            for index in axle.margins.indices { numbers.append(axle.margins[index].rawValue) }
        }
        var bits = numbers.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern }
        bits += [
            cycle, UInt64(gear.rawValue), UInt64(axles.front.binding.rawValue),
            UInt64(axles.rear.binding.rawValue), limitViolations,
        ]
        for fault in Fault.allCases {
            bits.append(UInt64(faults[fault].occurrences) << 1 | (faults[fault].isActive ? 1 : 0))
        }
        return bits
    }
}
