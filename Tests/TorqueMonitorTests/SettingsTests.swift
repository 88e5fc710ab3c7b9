import CANFrames
import Testing
import TorqueMonitor

/// The usual settings with another part; nil where they are refused.
private func settings(
    allowList: AllowList? = nil,
    inputs: InputFields? = nil,
    timing: MonitorTiming? = nil,
    bounds: MonitorBounds? = nil,
    driver: DriverBounds? = nil,
    faults: FaultBounds? = nil,
    disarmFrames: Int = 3
) throws -> MonitorSettings? {
    let usual = try #require(makeSettings())
    return MonitorSettings(
        allowList: allowList ?? usual.allowList,
        inputs: inputs ?? usual.inputs,
        timing: timing ?? usual.timing,
        bounds: bounds ?? usual.bounds,
        driver: driver ?? usual.driver,
        faults: faults ?? usual.faults,
        disarmFrames: disarmFrames
    )
}

@Suite struct SettingsTests {
    @Test("each time is taken from a nanosecond on, and refused at none")
    func timing() throws {
        let usual = try #require(makeSettings()).timing
        for path in [
            \MonitorTiming.silence, \.commandAge, \.clamping, \.foreignSender, \.zeroPeriod,
        ] {
            for (value, isTaken) in [(Int64(1), true), (0, false)] {
                var timing = usual
                timing[keyPath: path] = value
                #expect(try (settings(timing: timing) != nil) == isTaken, "\(path) \(value)")
            }
        }
    }

    @Test("each bound of motors and battery is taken at its least, and refused a step below")
    func bounds() throws {
        let usual = try #require(makeSettings()).bounds
        let leasts: [(WritableKeyPath<MonitorBounds, Int>, Int)] = [
            (\.envelopeMargin, 0), (\.clampTolerance, 0), (\.oppositeTorque, 0), (\.releaseRamp, 1),
            (\.powerRamp, 1), (\.auxiliaryPower, 0), (\.copperLoss, 0), (\.returnLoss, 0),
            (\.standstillSpeed, 0), (\.fadeSpeed, 0),
        ]
        for (path, least) in leasts {
            for step in [0, -1] {
                var bounds = usual
                bounds[keyPath: path] = least + step
                #expect(try (settings(bounds: bounds) != nil) == (step == 0), "\(path)")
            }
        }
        for axle in [Axle.front, .rear] {
            var bounds = usual
            bounds.envelope[axle] = Envelope()
            #expect(try settings(bounds: bounds) == nil)
        }
    }

    @Test("each bound of the driver is taken at its least, and refused a step below")
    func driver() throws {
        let leasts: [(WritableKeyPath<DriverBounds, Int>, Int)] = [
            (\.releasedPedal, 0), (\.margin, 0), (\.fullTorque, 1), (\.cruiseTorque, 0),
            (\.escIncrease, 0), (\.rearLoadShare, 0), (\.loadTransfer, 0), (\.rearShareMargin, 0),
            (\.benchTorque, 0), (\.benchSpeed, 0),
        ]
        for (path, least) in leasts {
            for step in [0, -1] {
                var driver = makeDriver()
                driver[keyPath: path] = least + step
                #expect(try (settings(driver: driver) != nil) == (step == 0), "\(path)")
            }
        }
        for (ramp, isTaken) in [(Int64(1), true), (0, false)] {
            var driver = makeDriver()
            driver.brakeRamp = ramp
            #expect(try (settings(driver: driver) != nil) == isTaken)
        }
        var driver = makeDriver()
        driver.pedal = PedalTable()
        #expect(try settings(driver: driver) == nil)
        driver = makeDriver()
        driver.lift = Envelope()
        #expect(try settings(driver: driver) == nil)
    }

    @Test("each bound of what is measured is taken at its least, and refused a step below")
    func faults() throws {
        for path in [
            \FaultBounds.limitMemory, \.powerTime, \.farPowerTime, \.trackingLatency,
            \.trackingTime,
            \.accelerationTime,
        ] {
            for (value, isTaken) in [(Int64(1), true), (0, false)] {
                var faults = makeFaults()
                faults[keyPath: path] = value
                #expect(try (settings(faults: faults) != nil) == isTaken, "\(path) \(value)")
            }
        }
        for path in [
            \FaultBounds.otherPower, \.trackingTorque, \.trackingPart, \.accelerationPerTorque,
            \.accelerationMargin,
        ] {
            for (value, isTaken) in [(0, true), (-1, false)] {
                var faults = makeFaults()
                faults[keyPath: path] = value
                #expect(try (settings(faults: faults) != nil) == isTaken, "\(path) \(value)")
            }
        }
    }

    @Test(
        "after disarming 1 to 100 zero pairs are sent, no other number",
        arguments: [0, 1, 100, 101]
    )
    func disarmFrames(count: Int) throws {
        #expect(try (settings(disarmFrames: count) != nil) == (1...100).contains(count))
    }

    @Test("an allow-list without the torque or the gear of an axle is refused")
    func incompleteList() throws {
        let whole = try #require(makeSettings()).allowList
        #expect(whole.isComplete)
        for role in [FrameRole.torque, .gear] {
            for axle in [Axle.front, .rear] {
                var list = AllowList()
                for index in 0..<whole.count {
                    let frame = try #require(whole[index])
                    guard frame.role != role || frame.axle != axle else { continue }
                    let isIn = list.append(frame)
                    #expect(isIn)
                }
                #expect(!list.isComplete)
                #expect(try settings(allowList: list) == nil)
            }
        }
    }

    @Test("each of the nine inputs that are needed is missed, and no other one")
    func inputs() throws {
        let needed: [MonitorInput] = [
            .frontSpeed, .rearSpeed, .pedalA, .pedalB, .brake, .dischargeLimit, .chargeLimit,
            .packVoltage, .packCurrent,
        ]
        #expect(makeInputs().isComplete(undriven: nil))
        for input in needed {
            var inputs = makeInputs()
            inputs[input] = nil
            #expect(!inputs.isComplete(undriven: nil))
            #expect(try settings(inputs: inputs) == nil)
        }
        #expect(MonitorInput.allCases.filter { makeInputs()[$0] != nil } == needed)
        for input in MonitorInput.allCases where !needed.contains(input) {
            let inputs = makeInputs(with: input)
            #expect(inputs[input]?.id.rawValue == 0x700 + UInt32(input.rawValue))
        }
    }

    @Test("a bus is listened to for the inputs on it, each once, and for what is sent on it")
    func receivedIDs() throws {
        let settings = try #require(makeSettings(inputs: makeInputs(with: .cruise)))
        #expect(
            settings.receivedIDs(on: .front).map(\.rawValue)
                == [0x1DA, 0x1DC, 0x1DB, 0x1D4, 0x11A, 0x50B]
        )
        #expect(settings.receivedIDs(on: .rear).map(\.rawValue) == [0x1DA, 0x1D4, 0x11A, 0x50B])
        #expect(settings.receivedIDs(on: .car).map(\.rawValue) == [0x239, 0x713])
    }
}
