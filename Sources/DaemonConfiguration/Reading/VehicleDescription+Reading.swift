extension VehicleDescription {
    /// Reads a vehicle file by itself; its signals may be on buses of these names.
    ///
    /// Throws every problem of the file at once.
    public static func read(
        path: String,
        buses: [String]
    ) throws(ConfigurationError) -> VehicleDescription {
        let findings = Findings()
        guard let vehicle = read(path, buses, findings), findings.problems.isEmpty else {
            throw ConfigurationError(problems: findings.inOrder())
        }
        return vehicle
    }

    private static func read(
        _ path: String,
        _ buses: [String],
        _ findings: Findings
    ) -> VehicleDescription? {
        do throws(Unreadable) {
            return try VehicleFile.open(path, findings)
                .flatMap { VehicleReader(top: $0, buses: buses).read() }
        } catch {
            findings.add(VehicleFile.problem(path, found: error.reason))
            return nil
        }
    }
}
