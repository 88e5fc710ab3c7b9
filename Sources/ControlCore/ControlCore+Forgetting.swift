extension ControlCore {
    /// Forgets everything that was received, as where what frames mean has changed.
    ///
    /// Inputs, gear and the battery's limits begin as at a start; faults, counts and the torque last
    /// given stay.
    public mutating func forgetInputs() {
        conditioning = Conditioning()
        gears = GearSelection()
        readiness = Readiness()
        requests = RequestReader()
        cruise = CruiseArming()
        bench = BenchState()
        brake = BrakeInterlock()
        veto = RegenerationVeto()
        battery = BatteryState()
        isRelayKnownPermitted = false
    }
}
