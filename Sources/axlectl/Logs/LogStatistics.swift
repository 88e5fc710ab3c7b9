import CANFrames
import DBC
import FrameLogs
import SignalCodec

/// How often each value was seen: its median needs no list of all of them.
struct Histogram {
    private var counts: [Int64: Int] = [:]

    var isEmpty: Bool { counts.isEmpty }

    mutating func add(_ value: Int64) { counts[value, default: 0] += 1 }

    /// Smallest, median and largest after `convert`; nil where nothing that is finite was added.
    func spread(_ convert: (Int64) -> Double) -> (minimum: Double, median: Double, maximum: Double)?
    {
        let sorted = counts.map { (value: convert($0.key), count: $0.value) }
            .filter { $0.value.isFinite }
            .sorted { $0.value < $1.value }
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let total = sorted.reduce(0) { $0 + $1.count }
        func ranked(_ rank: Int) -> Double {
            var passed = 0
            for entry in sorted {
                passed += entry.count
                if rank < passed { return entry.value }
            }
            return last.value
        }
        let low = ranked((total - 1) / 2)
        let high = ranked(total / 2)
        return (first.value, low == high ? low : (low + high) / 2, last.value)
    }
}

/// What is counted of one signal.
struct SignalStatistics {
    let signal: CompiledSignal
    private let scale: DecimalScale?
    private var histogram = Histogram()

    init(_ signal: CompiledSignal) {
        self.signal = signal
        scale = DecimalScale(signal.layout)
    }

    mutating func add(_ frame: borrowing Frame) {
        histogram.add(Int64(bitPattern: signal.layout.bits(in: frame.payload)))
    }

    /// Smallest, median and largest physical value.
    var spread: (minimum: Double, median: Double, maximum: Double)? {
        var payload = Payload(repeating: 0)
        return histogram.spread { bits in
            signal.layout.store(bits: UInt64(bitPattern: bits), in: &payload)
            return scale?.physical(signal.layout.raw(in: payload))
                ?? signal.layout.physical(in: payload)
        }
    }
}

/// What is counted of one identifier on one bus.
struct MessageStatistics {
    let bus: String
    let id: FrameID
    /// Nil where no database has the identifier.
    let message: CompiledMessage?
    var count = 0
    var checksumFailures = 0
    var counterGaps = 0
    var signals: [SignalStatistics]
    private var last: Int64?
    private var periods = Histogram()

    init(bus: String, id: FrameID, message: CompiledMessage?) {
        self.bus = bus
        self.id = id
        self.message = message
        signals = (message?.signals ?? []).map { SignalStatistics($0) }
    }

    mutating func add(_ entry: LogEntry, _ decoded: DecodedFrame?) {
        count += 1
        // Microseconds, which is what logs hold.
        let now = entry.stamp.nanoseconds / 1_000
        if let last { periods.add(now - last) }
        last = now
        guard let decoded, let message else { return }
        switch decoded.counter {
        case .gap, .repeated: counterGaps += 1
        case .ok, .none: break
        }
        guard decoded.checksum != .bad else {
            checksumFailures += 1
            return
        }
        for index in signals.indices where message.hasSignal(index, in: entry.frame) {
            signals[index].add(entry.frame)
        }
    }

    /// Milliseconds from frame to frame: smallest, median and largest.
    var period: (minimum: Double, median: Double, maximum: Double)? {
        periods.spread { Double($0) / 1_000 }
    }
}

/// What is counted of a log.
struct LogStatistics {
    private let databases: DatabaseSet
    private var decoders: [String: [FrameDecoder]] = [:]
    private var places: [Key: Int] = [:]
    private var unsorted: [MessageStatistics] = []
    private(set) var frames = 0

    private struct Key: Hashable {
        let bus: String
        let id: FrameID
    }

    init(_ databases: DatabaseSet) { self.databases = databases }

    mutating func add(_ entry: LogEntry) {
        frames += 1
        let bus = entry.interface
        let found = decode(
            entry.frame,
            with: &decoders[bus, default: databases.decoders()]
        )
        let key = Key(bus: bus, id: entry.frame.id)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = unsorted.count
            places[key] = place
            let message = found.flatMap {
                decoders[bus]?[$0.decoder].database.messages[$0.frame.message]
            }
            unsorted.append(MessageStatistics(bus: bus, id: key.id, message: message))
        }
        unsorted[place].add(entry, found?.frame)
    }

    /// By bus, then by identifier.
    var messages: [MessageStatistics] {
        unsorted.sorted {
            ($0.bus, $0.id.isExtended ? 1 : 0, $0.id.identifier)
                < ($1.bus, $1.id.isExtended ? 1 : 0, $1.id.identifier)
        }
    }
}
