import ArgumentParser
import CANTransport
import StateClient

/// What `axlectl buses --probe` does: listens, compares, prints.
struct ProbeRun {
    let addresses: [BusAddress]
    /// How long it listens, seconds.
    let seconds: Double
    let known: KnownDatabases
    let isJSON: Bool

    /// Ends with status 1 where on a bus nothing was heard or no database fits, 2 where a bus is not
    /// there.
    func run() throws {
        // From here on a signal ends listening early, and what was heard is reported.
        Interruption.watch()
        let probe = BusProbe(known.files.map(\.compiled))
        let buses: [ListenedBus]
        let elapsed: Double
        do throws(TransportError) {
            var listening = try BusListening.open(addresses, probe)
            let progress = Progress(of: seconds)
            defer { progress.end() }
            try listening.listen(seconds: seconds, progress.show)
            buses = listening.buses
            elapsed = listening.elapsed
        } catch {
            throw refusal("axlectl: \(error)")
        }
        try ProbeReport.print(
            buses.map { ProbeReport($0, known, seconds: elapsed) },
            asJSON: isJSON
        )
    }
}

/// One line on a terminal while listening; gone at its end.
private struct Progress {
    private let total: String
    private let isShown = StandardOutput.isErrorTerminal

    init(of seconds: Double) { total = NumberText.short(seconds) }

    func show(_ elapsed: Double, _ buses: [ListenedBus]) {
        guard isShown else { return }
        let frames = buses.reduce(0) { $0 + $1.probe.frames }
        let errors = buses.reduce(0) { $0 + $1.probe.errorFrames }
        var text = "listening: \(NumberText.fixed(elapsed, 1)) of \(total) s, "
        text += counted(frames, "frame")
        if errors > 0 { text += ", " + counted(errors, "error frame") }
        StandardOutput.showProgress(text)
    }

    func end() {
        if isShown { StandardOutput.showProgress("") }
    }
}
