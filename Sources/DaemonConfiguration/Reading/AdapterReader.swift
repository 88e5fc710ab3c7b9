/// Reads what is set on a bus's adapter; `none` leaves a thing as it is.
struct AdapterReader {
    let section: Section

    func read() -> AdapterDescription {
        var adapter = AdapterDescription()
        adapter.bitrate = number("bitrate", .bitRate, 5...1_000, times: 1)
        adapter.samplePoint = number("sample_point", .share, 50...95, times: 1_000)
        adapter.restartMilliseconds = number(
            "restart_after",
            .time,
            1...60_000,
            times: 1_000,
            zero: "never"
        )
        adapter.listensOnly = mode("listen_only")
        adapter.loopsBack = mode("loopback")
        adapter.sendsOnce = mode("one_shot")
        adapter.reportsErrors = mode("berr_reporting")
        if adapter.samplePoint != nil, adapter.bitrate == nil {
            section.report(
                "sample_point",
                found: "a sample point without a bit rate",
                allowed: "both, or a bit rate alone"
            )
        }
        section.finish()
        return adapter
    }

    /// A number with its unit, its SI value times a factor; `zero` is a word for 0.
    private func number(
        _ key: String,
        _ scale: Scale,
        _ range: ClosedRange<Double>,
        times factor: Double,
        zero: String? = nil
    ) -> UInt32? {
        let bounds = scale.inSI(range)
        let words = [zero, "none"].compactMap { $0 }.joined(separator: ", or ")
        return section.value(
            key,
            allowed: "\(scale.describe(range)), or \(words)",
            fallback: "none",
            instead: nil as UInt32?
        ) { text in
            if text == "none" { return .some(nil) }
            if text == zero { return .some(0) }
            guard let value = scale.value(of: text), bounds.contains(value) else { return nil }
            return .some(UInt32((value * factor).rounded()))
        }
    }

    private func mode(_ key: String) -> Bool? {
        section.value(
            key,
            allowed: "yes, no or none",
            fallback: "none",
            instead: nil as Bool?
        ) { text in
            text == "none" ? .some(nil) : Section.truth(text).map { .some($0) }
        }
    }
}
