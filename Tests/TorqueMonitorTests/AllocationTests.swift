import AllocationCounter
import CANFrames
import CANTransport
import GuardLink
import Testing
import TorqueMonitor

@Suite struct AllocationTests {
    @Test("a thousand commands through socket, monitor and local bus use no heap")
    func commands() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        let listener = try GuardListener(path: path)
        let connection = try GuardConnection(path: path)
        let peer = try listener.acceptWaiting()
        let hub = try LocalBusHub(path: directory.path + "/bus")
        try hub.start()
        var transmitter = try LocalBus(path: directory.path + "/bus").openTransmitter()
        var rig = try Rig.armed()
        var frames: [[Frame]] = []
        for counter in UInt8(0)..<4 {
            frames.append([
                try torqueFrame(100, counter: counter), try gearFrame(4, counter: counter),
                try statusFrame(1000, counter: counter), try limitFrame(900, counter: counter),
            ])
        }
        let pedals = try pedalFrame(200, 200)
        var answered = 0
        var used: UInt64 = 0
        var measured = 0
        for round in 0..<1100 {
            let before = allocation_counter_read()
            var isRefused = false
            rig.advance()
            let (now, cycle, counter) = (rig.now, rig.cycle, Int(rig.counter))
            rig.monitor.observe(pedals, on: .car, isLoopback: false, at: now)
            for number in 0..<2 {
                let axle: Axle = number == 0 ? .front : .rear
                rig.monitor.observe(
                    frames[counter][2],
                    on: MonitorBus(axle),
                    isLoopback: false,
                    at: now
                )
                rig.monitor.observe(
                    frames[counter][3],
                    on: MonitorBus(axle),
                    isLoopback: false,
                    at: now
                )
            }
            var command = GuardCommand(
                armingID: rig.arming,
                cycle: cycle,
                token: rig.token(cycle),
                issued: now
            )
            for number in 0..<2 {
                let axle: GuardAxle = number == 0 ? .front : .rear
                _ = command.append(frames[counter][0], for: axle)
                _ = command.append(frames[counter][1], for: axle)
            }
            guard case .queued = connection.send(command),
                case .record(let received) = peer.receive()
            else { continue }
            var judged = MonitorCommand(
                armingID: received.armingID,
                cycle: received.cycle,
                token: received.token,
                issued: received.issued
            )
            for index in 0..<received.count {
                guard let (axle, frame) = received.frame(at: index) else { continue }
                _ = judged.append(frame, for: axle == .front ? .front : .rear)
            }
            var decision = rig.monitor.step(judged, at: now, links: PerAxle(both: true))
            for index in 0..<decision.count {
                guard let outgoing = decision[index] else { continue }
                do { try transmitter.transmit(outgoing.frame) } catch { isRefused = true }
                rig.monitor.record(outgoing, delivered: true, at: now, in: &decision)
            }
            let reply = GuardReply(cycle: received.cycle, armingID: 70, state: .armed)
            _ = peer.send(reply)
            if case .record = connection.receive(), decision.torque.rear == 100 { answered += 1 }
            // What is used for the first time may allocate once; and where the hub was slower than
            // this loop, the testing library has made a note of the error thrown.
            guard round >= 100, !isRefused else { continue }
            used += allocation_counter_read() - before
            measured += 1
        }
        #expect(answered == 1100)
        #expect(used == 0)
        #expect(measured > 0)
    }
}
