import ArgumentParser

/// Which databases a bus is held against.
struct KnownDatabaseOptions: ParsableArguments {
    /// Where databases are looked for, for a command's help.
    static let explanation = """
        Known databases are those of --database, else those of --config, else those that \
        $AXLE_DATABASES names (files and folders, colons between), else those in the folder DBC \
        beside the program or above it, else those in /usr/share/axle/dbc.
        """

    @Option(
        help: ArgumentHelp(
            "A known database, or a folder of them; may be given several times.",
            valueName: "file"
        )
    )
    var database: [String] = []

    @Option(help: ArgumentHelp("The databases of this axled.yaml are known.", valueName: "file"))
    var config: String?

    @Flag(
        help: """
            Find extended identifiers by their parameter group (SAE J1939) where no message has \
            them: whatever the priority, the source and the destination.
            """
    )
    var pgn = false

    /// Whether none of them is given.
    var areUnset: Bool { database.isEmpty && config == nil && !pgn }

    func validate() throws {
        guard database.isEmpty || config == nil else {
            throw ValidationError("--database and --config exclude each other")
        }
    }

    /// Reads the databases; exit status 2 where there are none.
    func read() throws -> KnownDatabases {
        var paths = database
        if let config { paths = try KnownDatabases.paths(ofConfiguration: config) }
        if paths.isEmpty { paths = try KnownDatabases.usualPaths() }
        let known = KnownDatabases(paths: paths, matching: pgn ? .parameterGroup : .exact)
        guard !known.files.isEmpty else { throw refusal("axlectl: no database could be read") }
        return known
    }
}
