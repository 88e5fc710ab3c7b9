import StateProtocol
import VehicleModel

/// What the server knows at one moment: frames, report and clock.
struct SignalBoard {
    let catalog: SignalCatalog
    var store: SignalStore
    var snapshot = DaemonSnapshot()
    var clock = ServerClock()

    /// The age at which the control core's own quantities are stale, ns.
    private static let reportAge: Int64 = 200_000_000

    init(_ configuration: StateServerConfiguration) {
        catalog = SignalCatalog(
            buses: configuration.buses,
            databases: configuration.databases
        )
        store = SignalStore(catalog)
    }

    /// The newest value of the catalog's entry.
    func reading(_ index: Int) -> SignalReading {
        let entry = catalog.entries[index]
        switch entry.source {
        case .frames(let key, let signal):
            return store.reading(of: signal, in: key, named: entry.name, at: clock.now)
        case .report(let signal):
            return reading(of: signal)
        }
    }

    private func reading(of signal: CoreSignal) -> SignalReading {
        let report = snapshot.report
        var reading = SignalReading(
            name: signal.name,
            value: .null,
            unit: signal.unit,
            quality: .missing
        )
        guard report.cycle > 0 else { return reading }
        let value = signal.value(in: report)
        let age = max(0, clock.now.nanoseconds &- report.time.nanoseconds)
        reading.value =
            signal.isCount && value.isFinite ? .integer(Int64(value)) : .rounded(value)
        reading.label = signal.label(of: value)
        reading.age = age
        reading.stamp = report.wallTime
        reading.quality =
            age > Self.reportAge ? .stale : value.isFinite ? .valid : .notAvailable
        return reading
    }
}
