#if !hasFeature(Embedded)
public import CANFrames
#endif

/// Everything the monitor is told before it starts.
public struct MonitorSettings: Sendable {
    /// What may be sent.
    public let allowList: AllowList
    /// Where each input stands.
    public var inputs: InputFields
    /// Times.
    public let timing: MonitorTiming
    /// Bounds of the motors and the battery.
    public let bounds: MonitorBounds
    /// Bounds of what the driver may mean.
    public let driver: DriverBounds
    /// Bounds of what is measured.
    public let faults: FaultBounds
    /// How many zero-torque frames go out after disarming, 1 to 100.
    public let disarmFrames: Int

    /// Refuses an incomplete allow-list, missing inputs, an empty envelope or table, inputs or an
    /// envelope of an axle without frames, and numbers that make no sense.
    public init?(
        allowList: AllowList,
        inputs: InputFields,
        timing: MonitorTiming,
        bounds: MonitorBounds,
        driver: DriverBounds,
        faults: FaultBounds,
        disarmFrames: Int
    ) {
        let undriven = allowList.undriven
        guard
            allowList.isComplete, inputs.isComplete(undriven: undriven), timing.isUsable,
            bounds.isUsable(undriven: undriven),
            driver.isUsable, faults.isUsable, (1...100).contains(disarmFrames)
        else { return nil }
        self.allowList = allowList
        self.inputs = inputs
        self.timing = timing
        self.bounds = bounds
        self.driver = driver
        self.faults = faults
        self.disarmFrames = disarmFrames
    }
}

#if !hasFeature(Embedded)
extension MonitorSettings {
    /// The identifiers the monitor wants to receive on a bus.
    public func receivedIDs(on bus: MonitorBus) -> [FrameID] {
        var ids: [FrameID] = []
        for input in MonitorInput.allCases {
            if let field = inputs[input], field.bus == bus, !ids.contains(field.id) {
                ids.append(field.id)
            }
        }
        for index in 0..<allowList.count {
            guard let allowed = allowList[index], MonitorBus(allowed.axle) == bus else { continue }
            ids.append(allowed.id)
        }
        return ids
    }
}
#endif
