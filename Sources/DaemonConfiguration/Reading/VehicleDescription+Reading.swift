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
        let text: String
        do {
            text = try ConfigurationFile.text(path: path)
        } catch {
            findings.add(
                ConfigurationProblem(
                    file: path,
                    line: 0,
                    column: 0,
                    key: "",
                    found: error.reason,
                    allowed: "a YAML file of at most \(ConfigurationFile.greatestSize / 1024) KiB"
                )
            )
            return nil
        }
        guard let root = ConfigurationFile.compose(text, file: path, findings) else { return nil }
        return VehicleReader(top: Section(root, file: path, findings), buses: buses).read()
    }
}
