import ArgumentParser

/// What the command line changes of a plant, and tells nobody.
struct KeySettings: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            """
            A value in the place of the plant file's, with its unit, or times what the file says \
            (x1.3); may be given several times. The daemon's vehicle file and the guardian's stay as \
            they are: neither is told.
            """,
            valueName: "KEY=VALUE"
        )
    )
    var set: [String] = []

    /// What is set, in order.
    var settings: [KeySetting] {
        get throws(FileError) {
            var settings: [KeySetting] = []
            for text in set { settings.append(try KeySetting(parsing: text)) }
            return settings
        }
    }
}
