import Testing

/// Tests that start programs which need the processor at once; one at a time.
@Suite(.serialized) enum RunningPrograms {}

extension RunningPrograms {
    /// Whole drives of the AWD prototype on local buses.
    @Suite struct DriveTests {
        @Test("the AWD prototype launches within its bounds, and its log agrees")
        func launch() async throws {
            try await LaunchDrive { try Prototype() }.check()
        }
    }
}
