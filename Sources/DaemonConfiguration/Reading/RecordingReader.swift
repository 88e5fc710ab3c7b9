/// Reads where and how frames are recorded.
struct RecordingReader {
    let section: Section
    /// What relative paths are relative to.
    let directory: String

    func read() -> RecordingDescription {
        let path = section.text("path", allowed: "the path of a directory or file", most: 1024)
        let description = RecordingDescription(
            path: DaemonReader.resolve(path, in: directory),
            startsAtOnce: section.truth("autostart", fallback: "yes"),
            marksDirection: section.truth("directions", fallback: "no"),
            flushInterval: section.time("flush_interval", 10...60_000, fallback: "1 s"),
            syncInterval: optionalTime("sync_interval", 1...3600, fallback: "10 s"),
            rotationSize: size("rotate_size", 1...1_000_000, fallback: "none"),
            rotationAge: optionalTime("rotate_after", 10...2_592_000, fallback: "none"),
            freeSpaceFloor: size("keep_free", 1...1_000_000, fallback: "100 MB") ?? 0,
            blackBoxSpan: optionalTime("black_box", 1...3600, fallback: "30 s"),
            blackBoxSize: Int64(
                section.number("black_box_size", .size, 1...1000, fallback: "16 MB").rounded()
            ),
            dumpsAtFaults: section.truth("dump_on_fault", fallback: "yes")
        )
        section.finish()
        return description
    }

    private func optionalTime(
        _ key: String,
        _ range: ClosedRange<Double>,
        fallback: String
    ) -> Duration? {
        number(key, .longTime, range, fallback: fallback)
            .map { .nanoseconds(Int64(($0 * 1e9).rounded())) }
    }

    private func size(_ key: String, _ range: ClosedRange<Double>, fallback: String) -> Int64? {
        number(key, .size, range, fallback: fallback).map { Int64($0.rounded()) }
    }

    /// A number with its unit as SI value, or none.
    private func number(
        _ key: String,
        _ scale: Scale,
        _ range: ClosedRange<Double>,
        fallback: String
    ) -> Double? {
        let bounds = scale.inSI(range)
        return section.value(
            key,
            allowed: scale.describe(range) + ", or none",
            fallback: fallback,
            instead: nil as Double?
        ) { text in
            if text == "none" { return .some(nil) }
            return scale.value(of: text).flatMap { bounds.contains($0) ? .some($0) : nil }
        }
    }
}
