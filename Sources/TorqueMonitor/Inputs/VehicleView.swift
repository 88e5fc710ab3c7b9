/// The vehicle at one instant, as the guardian itself has read it.
///
/// Torques are in 0.25 Nm, speeds in rpm, powers in W.
struct VehicleView: Sendable {
    var speed: PerAxle<Int?>
    /// What the inverters report.
    var torque: PerAxle<Int?>
    /// The greater of the two tracks that are known, 0.1 %.
    var pedal: Int?
    /// Unknown counts as pressed.
    var isBraking: Bool
    /// ABS acts, or is not known though configured.
    var isABSActive: Bool
    var isESCActive: Bool
    var escIncrease: PerAxle<Int>
    /// Nil where there is none.
    var escLimit: Int?
    var isCruising: Bool
    /// 0 where there is none.
    var regenRequest: Int
    var dischargeLimit: Int?
    var chargeLimit: Int?
    /// Measured, positive out of the battery.
    var batteryPower: Int?
    /// In mm/s2, positive forward.
    var acceleration: Int?
    /// In 0.1 %.
    var rearLoadShare: Int?
    var isBench: Bool
    /// The emergency stop is pressed, or not known though configured.
    var isStopped: Bool

    /// Changes nothing in `inputs`, which are read where they stand.
    init(_ inputs: inout VehicleInputs, at now: Int64) {
        func value(_ input: MonitorInput) -> Int? { inputs.value(input, at: now) }
        func isOn(_ input: MonitorInput) -> Bool { inputs.flag(input, at: now) ?? false }
        speed = PerAxle(front: value(.frontSpeed), rear: value(.rearSpeed))
        torque = PerAxle(front: value(.frontTorque), rear: value(.rearTorque))
        let (a, b) = (value(.pedalA), value(.pedalB))
        if let a, let b { pedal = max(a, b) } else { pedal = a ?? b }
        isBraking = inputs.flag(.brake, at: now) ?? true
        isABSActive = inputs.isConfigured(.absActive) && inputs.flag(.absActive, at: now) ?? true
        isESCActive = isOn(.escActive)
        escIncrease = PerAxle(
            front: isESCActive ? max(0, value(.escFrontIncrease) ?? 0) : 0,
            rear: isESCActive ? max(0, value(.escRearIncrease) ?? 0) : 0
        )
        escLimit = isESCActive ? value(.escLimit).map { max(0, $0) } : nil
        isCruising = isOn(.cruise)
        regenRequest = max(0, value(.regenRequest) ?? 0)
        dischargeLimit = value(.wideDischargeLimit) ?? value(.dischargeLimit)
        chargeLimit = value(.wideChargeLimit) ?? value(.chargeLimit)
        if let voltage = value(.packVoltage), let current = value(.packCurrent) {
            batteryPower = voltage * current / 1_000_000
        } else {
            batteryPower = nil
        }
        acceleration = value(.acceleration)
        rearLoadShare = value(.rearLoadShare)
        isBench = isOn(.benchKey)
        isStopped =
            inputs.isConfigured(.emergencyStopReleased) && !isOn(.emergencyStopReleased)
    }
}
