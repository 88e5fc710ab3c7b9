import CANFrames
import StateProtocol
import VehicleModel

/// What the server knows at one moment: frames, report and clock.
struct SignalBoard {
    private(set) var catalog: SignalCatalog
    var store: SignalStore
    /// Frames of this generation are decoded, and no others.
    private(set) var generation: UInt32 = 0
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

    /// Takes other databases, under which nothing has been received yet.
    mutating func replace(_ fresh: PreparedDatabases) {
        catalog = fresh.catalog
        store = SignalStore(catalog)
        generation = fresh.generation
    }

    /// Keeps a frame; nil where no database has it, or where it was received under others.
    mutating func take(_ received: ReceivedFrame) -> MessageKey? {
        guard received.generation == generation else { return nil }
        return store.take(received)
    }

    /// The catalog's entry of that full name; a reading that is missing where there is none.
    func reading(named name: String, at index: Int?) -> SignalReading {
        guard let index else {
            return SignalReading(name: name, value: .null, unit: "", quality: .missing)
        }
        return reading(index)
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
