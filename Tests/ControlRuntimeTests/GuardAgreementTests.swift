@testable import ControlRuntime
import GuardConfiguration
import GuardExchange
import GuardLink
import Testing
import TestVehicle
import TorqueMonitor
import VehicleModel

/// The daemon's pipeline and the guardian's monitor, joined as the two programs join them.
private struct Joined {
    var driven: DrivenPipeline
    var monitor: TorqueMonitor
    private(set) var torque = PerAxle(both: 0)

    init() throws {
        driven = try DrivenPipeline()
        let settings = try GuardConfigurationReader.read(path: Shipped.root + "/Config/guard.yaml")
        var monitored = settings.monitor
        // The test car's acceleration is always the same.
        monitored.inputs[.acceleration] = nil
        monitor = TorqueMonitor(settings: monitored)
    }

    /// One cycle up to the command.
    mutating func command() -> GuardCommand {
        for received in driven.frames {
            monitor.observe(
                received.frame,
                on: received.bus == 0 ? .front : received.bus == 1 ? .rear : .car,
                isLoopback: false,
                at: driven.now
            )
        }
        driven.receive()
        return driven.command()
    }

    /// Gives the command to the guardian, who sends what it decides; ends the cycle.
    mutating func send(_ command: GuardCommand) -> Decision {
        var decision = monitor.step(
            MonitorCommand(command),
            at: driven.now,
            links: PerAxle(both: true)
        )
        for index in 0..<decision.count {
            guard let outgoing = decision[index] else { continue }
            monitor.record(outgoing, delivered: true, at: driven.now, in: &decision)
        }
        torque = decision.torque
        driven.guardian.isTripped = monitor.state == .tripped
        let sent = AxlePair(
            front: Torque(Double(torque.front) / 4),
            rear: Torque(Double(torque.rear) / 4)
        )
        // As the daemon's end of the link reads it.
        let isTaken = command.armingID != 0 && monitor.armingID == command.armingID
        driven.advance(sent: isTaken ? sent : nil)
        return decision
    }

    /// A pair that is in the middle of driving.
    static func driving() throws -> Joined {
        var joined = try Joined()
        while joined.driven.cycle < 200 { _ = joined.send(joined.command()) }
        try #require(joined.torque.front > 0)
        return joined
    }
}

@Suite struct GuardAgreementTests {
    @Test("the guardian accepts every command of whole drives and sends the torque unchanged")
    func wholeDrive() throws {
        var joined = try Joined()
        var armed = 0
        var greatest = 0
        for cycle in 0..<3 * TestDrive.length {
            let command = joined.command()
            let decision = joined.send(command)
            guard command.armingID != 0 else { continue }
            armed += 1
            let place = "\(decision.reasons) cycle \(cycle)"
            try #require(decision.verdicts.front != .refused, "\(place)")
            try #require(decision.verdicts.rear != .refused, "\(place)")
            // As it was asked, but for up to 10 Nm in the cycle in which, on the way down to a limit that
            // fell, one axle has arrived and the other has not.
            let isFalling = (220..<235).contains(cycle % TestDrive.length)
            let cut = isFalling ? 40 : 0
            let asked = try #require(command.rawTorque(.front))
            let askedRear = try #require(command.rawTorque(.rear))
            try #require(abs(asked - decision.torque.front) <= cut, "\(place)")
            try #require(abs(askedRear - decision.torque.rear) <= cut, "\(place)")
            greatest = max(greatest, decision.torque.front)
        }
        #expect(armed > 3 * TestDrive.length - TestDrive.press)
        #expect(greatest > 4 * 200)
        #expect(joined.monitor.state == .armed)
    }

    @Test("an arming in D with creep or lift-off torque begins at zero and is taken at once")
    func armingUnderTorque() throws {
        for cycle in [TestDrive.release + 20, 350] {
            var joined = try Joined()
            joined.driven.hasClient = false
            while joined.driven.cycle < cycle { _ = joined.send(joined.command()) }
            let demand = joined.driven.pipeline.report.driverDemand
            try #require(demand.magnitude > Torque(10), "cycle \(cycle)")
            joined.driven.hasClient = true
            var verdicts: [Verdict] = []
            for _ in 0..<20 {
                let command = joined.command()
                let decision = joined.send(command)
                if command.armingID != 0 { verdicts.append(decision.verdicts.front) }
            }
            #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0 == .sent })
            #expect(joined.torque.front != 0)
        }
    }

    @Test(
        "with one inverter silent the guardian sends that axle zero and the other what it is given",
        arguments: [0, 1]
    )
    func silentInverter(bus: UInt8) throws {
        var joined = try Joined.driving()
        let other: GuardAxle = bus == 0 ? .rear : .front
        var greatest = 0
        for cycle in 0..<60 {
            joined.driven.silence { $0.bus == bus && $0.frame.id.identifier == 0x1DA }
            let command = joined.command()
            let decision = joined.send(command)
            try #require(decision.verdicts.front == .sent, "\(decision.reasons) cycle \(cycle)")
            try #require(decision.verdicts.rear == .sent, "\(decision.reasons) cycle \(cycle)")
            guard cycle >= 16 else { continue }
            try #require(command.rawTorque(bus == 0 ? .front : .rear) == 0)
            greatest = max(greatest, try #require(command.rawTorque(other)))
        }
        #expect(joined.monitor.state == .armed)
        #expect(joined.driven.pipeline.report.ladder == .singleAxle)
        #expect(greatest >= 4 * 100)
    }

    @Test("while the guardian refuses an arming, no torque is claimed to be given")
    func refusedArming() throws {
        var joined = try Joined()
        joined.driven.hasClient = false
        while joined.driven.cycle < 80 { _ = joined.send(joined.command()) }
        joined.driven.hasClient = true
        while joined.driven.cycle < 200 {
            _ = joined.command()
            joined.driven.advance(sent: nil)
            try #require(joined.driven.pipeline.report.axles.front.given == .zero)
        }
        #expect(joined.driven.pipeline.report.arming == .armed)
        #expect(joined.driven.pipeline.report.axles.front.binding == .notArmed)
    }

    @Test("the token of a pass through all stages, in their order, is the guardian's")
    func token() throws {
        var joined = try Joined.driving()
        let command = joined.command()
        #expect(stages(of: joined.driven.pipeline) == [1, 2, 3, 4])
        #expect(token([1, 2, 3, 4], encodes: true, cycle: command.cycle) == command.token)
    }

    @Test(
        "a command that skipped, repeated or exchanged a stage is refused",
        arguments: [
            [2, 3, 4], [1, 3, 4], [1, 2, 4], [1, 2, 3], [], [1, 2, 3, 3, 4], [1, 1, 2, 3, 4],
            [2, 1, 3, 4], [1, 3, 2, 4], [1, 2, 4, 3], [4, 3, 2, 1],
        ]
    )
    func wrongStages(stages: [UInt64]) throws {
        try expectRefused { token(stages, encodes: true, cycle: $0) }
    }

    @Test("a command that was not encoded is refused")
    func notEncoded() throws {
        try expectRefused { token([1, 2, 3, 4], encodes: false, cycle: $0) }
    }

    @Test("the token of another cycle is refused")
    func staleToken() throws {
        try expectRefused { token([1, 2, 3, 4], encodes: true, cycle: $0 - 1) }
    }

    @Test("a command before the pipeline's first cycle commands nothing")
    func beforeFirst() throws {
        var joined = try Joined()
        let command = joined.driven.pipeline.encode(issued: joined.driven.now)
        #expect(command.armingID == 0)
        #expect(command.count == 0)
        let decision = joined.send(command)
        #expect(decision.count == 0)
    }

    @Test("a daemon that stops in mid-drive leaves zero torque after 20 ms, and is told so")
    func silence() throws {
        var joined = try Joined.driving()
        let stopped = joined.driven.now - TestVehicle.period
        let early = joined.monitor.tick(at: stopped + 19_999_999, links: PerAxle(both: true))
        #expect(early.count == 0)
        let late = joined.monitor.tick(at: stopped + 20_000_000, links: PerAxle(both: true))
        #expect(joined.monitor.state == .tripped)
        let torques = (0..<late.count).compactMap { late[$0]?.torque }
        #expect(torques == [0, 0])
        joined.driven.advance(sent: nil)
        joined.driven.advance(sent: nil)
        let decision = joined.send(joined.command())
        #expect(decision.verdicts.front == .refused)
        _ = joined.command()
        #expect(joined.driven.pipeline.report.arming == .tripped)
        #expect(joined.driven.pipeline.report.axles.front.given == .zero)
    }

    /// The same command twice: as it is, it passes; with this token, it is refused.
    private func expectRefused(_ token: (UInt64) -> UInt64) throws {
        var joined = try Joined.driving()
        let command = joined.command()
        var changed = command
        changed.token = token(command.cycle)
        var other = joined
        let refused = other.send(changed)
        #expect(refused.verdicts.front == .refused)
        #expect(refused.verdicts.rear == .refused)
        #expect(refused.reasons.front == .token)
        #expect(refused.count == 0)
        #expect(joined.send(command).verdicts.front == .sent)
    }

    private func token(_ stages: [UInt64], encodes: Bool, cycle: UInt64) -> UInt64 {
        var flow = ProgramFlow()
        for stage in stages { flow.pass(stage) }
        if encodes { flow.pass(.encode) }
        return flow.token(cycle: cycle)
    }

    /// The stages that the core noted in its last cycle, first one first.
    private func stages(of pipeline: CyclePipeline) -> [UInt64] {
        var found: [UInt64] = []
        var rest = pipeline.report.stages
        while rest != 0 {
            found.append(rest & 0xF)
            rest >>= 4
        }
        return found
    }
}
