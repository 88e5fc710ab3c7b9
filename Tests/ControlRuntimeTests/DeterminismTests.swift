import GuardLink
import Testing
import TestVehicle
import VehicleModel

@Suite struct DeterminismTests {
    private static let cycles = TestDrive.length + 50

    @Test("the same frames at the same times give the same reports and commands to the last bit")
    func sameInput() throws {
        var first = try DrivenPipeline()
        var second = try DrivenPipeline()
        var greatest = 0
        for cycle in 0..<Self.cycles {
            let commands = (first.run(), second.run())
            greatest = max(greatest, commands.0.rawTorque(.front) ?? 0)
            try #require(
                leaves(of: first.pipeline.report) == leaves(of: second.pipeline.report),
                "cycle \(cycle)"
            )
            try #require(differences(commands.0, commands.1).isEmpty, "cycle \(cycle)")
        }
        #expect(greatest > 4 * 200)
    }

    @Test(
        "moving all times changes no torque",
        arguments: [1, 999_999_999, 86_400_000_000_007, 4_000_000_000_000_000_000]
    )
    func shifted(shift: Int64) throws {
        var first = try DrivenPipeline()
        var second = try DrivenPipeline(start: 5_000_000_000 + shift)
        for cycle in 0..<Self.cycles {
            let commands = (first.run(), second.run())
            let reports = (first.pipeline.report, second.pipeline.report)
            try #require(
                leaves(of: reports.0.axles) == leaves(of: reports.1.axles),
                "cycle \(cycle)"
            )
            // An arming's number is the time of its beginning.
            let found = differences(commands.0, commands.1).filter { $0 != "armingID" }
            try #require(found == ["issued"], "cycle \(cycle)")
        }
    }

    @Test("a guardian that vanishes is seen as a difference")
    func difference() throws {
        var first = try DrivenPipeline()
        var second = try DrivenPipeline()
        var hasDiffered = false
        for cycle in 0..<200 {
            if cycle == 150 { second.guardian.isPresent = false }
            let commands = (first.run(), second.run())
            let reports = (first.pipeline.report, second.pipeline.report)
            if leaves(of: reports.0) != leaves(of: reports.1) {
                #expect(differences(commands.0, commands.1).contains("frames"))
                hasDiffered = true
                break
            }
        }
        #expect(hasDiffered)
    }

    /// The names of the parts in which two commands differ.
    private func differences(_ first: GuardCommand, _ second: GuardCommand) -> [String] {
        var found: [String] = []
        if first.armingID != second.armingID { found.append("armingID") }
        if first.cycle != second.cycle { found.append("cycle") }
        if first.token != second.token { found.append("token") }
        if first.issued != second.issued { found.append("issued") }
        let hasSameFrames =
            first.count == second.count
            && (0..<first.count).allSatisfy { index in
                guard let one = first.frame(at: index), let other = second.frame(at: index) else {
                    return false
                }
                return one.axle == other.axle && one.frame == other.frame
            }
        if !hasSameFrames { found.append("frames") }
        return found
    }
}
