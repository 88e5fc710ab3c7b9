import CANFrames
import Testing

@testable import TorqueMonitor

/// The guardian of a car with one motor: what is asked of the pair is asked of that one.
@Suite struct OneMotorTests {
    private static let axles = [Axle.front, .rear]

    private func other(_ axle: Axle) -> Axle { axle == .front ? .rear : .front }

    private func rig(
        without undriven: Axle,
        with more: MonitorInput...,
        driver: DriverBounds = makeDriver()
    ) throws -> Rig {
        var inputs = makeInputs(without: undriven)
        for input in more { inputs[input] = extraField(input) }
        return try Rig.armed(makeSettings(without: undriven, inputs: inputs, driver: driver))
    }

    private func next(_ rig: inout Rig, _ torque: Int) throws -> Decision {
        let isFront = rig.undriven == .rear
        return try rig.nextCycle(isFront ? torque : 0, isFront ? 0 : torque)
    }

    @Test("in its place stands the other axle's value")
    func filled() {
        let pair = PerAxle(front: 1, rear: 2)
        #expect((pair.filled(in: nil).front, pair.filled(in: nil).rear) == (1, 2))
        #expect((pair.filled(in: .front).front, pair.filled(in: .front).rear) == (2, 2))
        #expect((pair.filled(in: .rear).front, pair.filled(in: .rear).rear) == (1, 1))
    }

    @Test("its command goes out whole, and nothing on the other bus", arguments: axles)
    func passes(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        let decision = try next(&rig, 1000)
        #expect(decision.count == 2)
        #expect(decision.torque[other(undriven)] == 1000 && decision.torque[undriven] == 0)
        #expect(decision.verdicts[other(undriven)] == .sent && decision.verdicts[undriven] == .idle)
        #expect(decision.reasons.front.isEmpty && decision.reasons.rear.isEmpty)
        #expect((undriven == .front ? rig.front : rig.rear).frames.isEmpty)
    }

    @Test("a frame for the axle without a motor is refused, whatever it says", arguments: axles)
    func refused(undriven: Axle) throws {
        for torque in [0, 400] {
            var rig = try rig(without: undriven)
            rig.advance()
            try rig.vehicle()
            var command = try rig.command(0, 0)
            try rig.add(torque, undriven, to: &command)
            let decision = rig.send(command)
            #expect(decision.verdicts.front == .refused && decision.verdicts.rear == .refused)
            #expect(decision.reasons[undriven].contains(.notAllowed))
            #expect((undriven == .front ? rig.front : rig.rear).frames.isEmpty)
        }
    }

    @Test("a bus that the other axle does not need may be away; its own may not", arguments: axles)
    func links(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        rig.links[undriven] = false
        let sound = try next(&rig, 400)
        #expect(sound.torque[other(undriven)] == 400)
        rig.links[other(undriven)] = false
        let down = try next(&rig, 400)
        #expect(down.reasons[other(undriven)].contains(.linkDown))
        #expect(down.torque[other(undriven)] == 0)
    }

    @Test("silence is zero within its time, on its bus alone", arguments: axles)
    func silence(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        _ = try next(&rig, 400)
        rig.now += 20 * millisecond
        _ = rig.tick()
        #expect(rig.monitor.trip == .silence)
        let wires = PerAxle(front: rig.front, rear: rig.rear)
        #expect(wires[other(undriven)].torques.last == 0)
        #expect(wires[undriven].frames.isEmpty)
    }

    @Test("the gear is its own", arguments: axles)
    func gear(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        rig.gear[undriven] = 0
        let drive = try next(&rig, 400)
        #expect(drive.torque[other(undriven)] == 400)
        rig.gear[other(undriven)] = 3
        let neutral = try next(&rig, 400)
        #expect(neutral.reasons[other(undriven)].contains(.gear))
    }

    // Of two motors the axle behind would have 48 counts, without the other one's braking.
    @Test("all braking is its own, in front or behind, forward or in reverse", arguments: axles)
    func braking(undriven: Axle) throws {
        for isReverse in [false, true] {
            var driver = makeDriver()
            driver.rearShareMargin = 0
            driver.lift = makeCurve([(0, 500)])
            var rig = try Rig.armed(makeSettings(without: undriven, driver: driver)) {
                if isReverse { $0.reverse() }
            }
            let sign = isReverse ? 1 : -1
            let allowed = try next(&rig, 580 * sign)
            #expect(allowed.torque[other(undriven)] == 580 * sign)
            let cut = try next(&rig, 581 * sign)
            #expect(cut.torque[other(undriven)] == 580 * sign)
            #expect(cut.reasons[other(undriven)].contains(.lift))
        }
    }

    @Test("the pedal is read at its motor's speed", arguments: axles)
    func pace(undriven: Axle) throws {
        var driver = makeDriver()
        var table = PedalTable()
        let isIn = table.append(pedal: 1000, makeCurve([(0, 1300), (2000, 700)]))
        #expect(isIn)
        driver.pedal = table
        var rig = try rig(without: undriven, driver: driver)
        let decision = try next(&rig, 1000)
        #expect(decision.torque[other(undriven)] == 780)
        #expect(decision.reasons[other(undriven)].contains(.pedal))
    }

    @Test(
        "its bound falls no faster than one motor's ramp when the pedal is let go",
        arguments: axles
    )
    func releaseRamp(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        rig.pedal = (100, 100)
        // From the bound of the whole pedal, 80 counts a cycle.
        for _ in 0..<60 { _ = try next(&rig, 900) }
        #expect(rig.monitor.state == .armed)
        rig.pedal = (0, 0)
        for bound in [1000, 920, 840] {
            let decision = try next(&rig, 1000)
            #expect(decision.torque[other(undriven)] == bound)
        }
    }

    @Test("while ABS acts its braking falls at one motor's ramp", arguments: axles)
    func absRamp(undriven: Axle) throws {
        var rig = try rig(without: undriven, with: .absActive)
        for isActive in [0, 0, 1, 1] {
            rig.advance()
            try rig.vehicle()
            try rig.say(.absActive, isActive)
            let isFront = undriven == .rear
            let decision = try rig.send(rig.command(isFront ? -800 : 0, isFront ? 0 : -800))
            let braked = -decision.torque[other(undriven)]
            #expect(isActive == 0 ? braked == 800 : [660, 520].contains(braked))
        }
    }

    @Test("without its motor's speed its torque falls", arguments: axles)
    func speedUnknown(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        _ = try next(&rig, 400)
        rig.silent = other(undriven)
        var first: Int?
        for _ in 0..<25 where first == nil {
            let decision = try next(&rig, 400)
            let isUnknown = decision.reasons[other(undriven)].contains(.speedUnknown)
            if isUnknown { first = decision.torque[other(undriven)] }
        }
        #expect(first == 320)
    }

    @Test("acceleration is judged by its motor alone", arguments: axles)
    func acceleration(undriven: Axle) {
        for (speed, isJudged) in [(61, true), (60, false), (nil, false)] as [(Int?, Bool)] {
            var list = FaultList(bounds: makeFaults(), fadeSpeed: 60, undriven: undriven)
            var none = VehicleInputs(InputFields())
            var view = VehicleView(&none, at: 0)
            view.isBraking = false
            view.speed[other(undriven)] = speed
            view.acceleration = 1501
            var cause = TripCause.none
            for cycle in 0..<40 where cause == .none {
                cause = list.judge(view, direction: 1, at: Int64(cycle) * 10 * millisecond)
            }
            #expect(cause == (isJudged ? .acceleration : .none))
        }
    }

    @Test(
        "another sender of its frames ends the arming; on the other bus nothing is ours",
        arguments: axles
    )
    func foreignSender(undriven: Axle) throws {
        var rig = try rig(without: undriven)
        let frame = try torqueFrame(0, counter: 0)
        rig.monitor.observe(frame, on: MonitorBus(undriven), isLoopback: false, at: rig.now)
        #expect(rig.monitor.state == .armed)
        rig.monitor.observe(frame, on: MonitorBus(other(undriven)), isLoopback: false, at: rig.now)
        #expect(rig.monitor.trip == .foreignSender)
    }

    @Test("settings that know something of a motor that is not there are refused", arguments: axles)
    func settings(undriven: Axle) throws {
        let whole = makeInputs(without: undriven)
        #expect(makeSettings(without: undriven) != nil)
        // Its speed, its torque, what stability control would add there.
        let own: [MonitorInput] =
            undriven == .front
            ? [.frontSpeed, .frontTorque, .escFrontIncrease]
            : [.rearSpeed, .rearTorque, .escRearIncrease]
        for input in own {
            var inputs = whole
            inputs[input] = extraField(input)
            #expect(makeSettings(without: undriven, inputs: inputs) == nil)
        }
        var inputs = whole
        inputs[undriven == .front ? .rearSpeed : .frontSpeed] = nil
        #expect(makeSettings(without: undriven, inputs: inputs) == nil)
        // An envelope that is there, and one that is not.
        let one = try #require(makeSettings(without: undriven))
        let two = try #require(makeSettings())
        #expect(one.bounds.isUsable(undriven: undriven) && two.bounds.isUsable(undriven: nil))
        #expect(!one.bounds.isUsable(undriven: nil))
        #expect(!one.bounds.isUsable(undriven: other(undriven)))
        #expect(!two.bounds.isUsable(undriven: undriven))
    }

    @Test("an allow-list is that of one motor where one axle has frames, and whole with two of it")
    func allowList() throws {
        var list = AllowList()
        #expect(list.undriven == nil && !list.isComplete)
        for (id, axle, role, isComplete, undriven) in [
            (0x1D4, .front, .torque, false, .rear), (0x11A, .front, .gear, true, .rear),
            (0x50B, .rear, .state, false, nil), (0x1D4, .rear, .torque, false, nil),
            (0x11A, .rear, .gear, true, nil),
        ] as [(UInt32, Axle, FrameRole, Bool, Axle?)] {
            let id = try #require(FrameID(standard: id))
            let isIn = list.append(
                AllowedFrame(axle: axle, id: id, length: 8, role: role, period: 1)
            )
            #expect(isIn)
            #expect(list.isComplete == isComplete && list.undriven == undriven)
            #expect(list.hasFrames(for: .front))
            #expect(list.hasFrames(for: .rear) == (undriven == nil))
        }
        var rear = AllowList()
        let id = try #require(FrameID(standard: 0x1D4))
        let isIn = rear.append(
            AllowedFrame(axle: .rear, id: id, length: 8, role: .torque, period: 1)
        )
        #expect(isIn && rear.undriven == .front && !rear.isComplete)
    }
}
