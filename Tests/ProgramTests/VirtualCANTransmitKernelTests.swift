import Foundation
import Testing

extension RunningPrograms {
    /// What the daemon tells of the frames that the guardian sends on virtual CAN.
    @Suite struct VirtualCANTransmitKernelTests {
        private func transmission(
            _ prototype: Prototype
        ) async throws -> BusList.Transmissions {
            let list = try BusList(parsing: try await prototype.ask("buses", "--json"))
            return try #require(list.transmission)
        }

        @Test(
            "frames sent, confirmed and dropped in a drive over an interface that goes down are told"
        )
        func driveAndOutage() async throws {
            let interfaces = try await VirtualBuses()
            let bench = try await KillBench(try Prototype(interfaces.buses))
            let prototype = bench.prototype
            try await bench.driveToTorque()
            let driving = try await transmission(prototype)
            print("driving: \(driving.front)")
            for each in [driving.front, driving.rear] {
                #expect(each.confirmed > 20)
                // What was sent last is on its way when the guardian answers.
                #expect((0...3).contains(each.queued - each.confirmed))
                #expect(each.unconfirmed == 0)
                #expect(each.dropped == 0)
                #expect(each.warning == nil)
                let newest = try #require(each.newestEchoUs)
                #expect(newest > 0)
                #expect(try #require(each.greatestEchoUs) >= newest)
            }
            let status = try await prototype.ask("status")
            print(status)
            #expect(status.contains("guardian to front: sent "))
            #expect(status.contains("; torque is on the wire after "))

            try await interfaces.setUp(interfaces.buses.front, false)
            let down = KillBench.now()
            try await Task.sleep(for: .seconds(2))
            let up = KillBench.now()
            try await interfaces.setUp(interfaces.buses.front, true)
            _ = try await prototype.bus("front", becomes: "up")
            try await Task.sleep(for: .seconds(1))
            let after = try await transmission(prototype)
            print("after: \(after.front)\n\(try await prototype.ask("buses"))")
            #expect(after.front.dropped > 0)
            #expect(after.rear.dropped == 0)
            #expect(after.front.overdue == 0)
            let late = bench.front.sightings(of: 0x1D4).filter { $0.stamp > down }
            #expect(!late.contains { $0.stamp < up })
            #expect(late.allSatisfy { TorqueRequest($0).torque == 0 })
        }
    }
}
