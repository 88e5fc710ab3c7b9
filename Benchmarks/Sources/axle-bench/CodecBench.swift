import CANFrames
import CANTransport
import DBC
import Foundation
import SignalCodec

/// Decoding and encoding all signals of 20,000 frames, identifiers looked up, against C that was
/// generated from the same databases and works on the same memory; and loading a database.
enum CodecBench {
    static let names =
        PeerFolder.databases.flatMap {
            ["codec.decode.\($0)", "codec.decode_single.\($0)", "codec.encode.\($0)"]
        }
        + ["codec.decode", "codec.encode", "codec.decode_checked", "dbc.load"]
    private static let frames = 20_000
    private static let repetitions = 200
    private static let loads = 15

    static func run(_ report: inout BenchReport) throws {
        if report.wants(["codec.decode_checked"]) { try decodeChecked(&report) }
        guard let folder = PeerFolder() else {
            report.explain("AXLE_BENCH_PEERS names no folder: there is nothing to compare with")
            return
        }
        var decoding = Samples(capacity: 4)
        var encoding = Samples(capacity: 4)
        for name in PeerFolder.databases
        where report.wants([
            "codec.decode.\(name)", "codec.decode_single.\(name)", "codec.encode.\(name)",
        ]) {
            let run = try CodecRun(name, folder, frames: frames)
            defer { run.buffers.deallocate() }
            if report.wants(["codec.decode.\(name)"]) {
                decoding.add(try run.decode(&report, repetitions: repetitions))
            }
            if report.wants(["codec.decode_single.\(name)"]) {
                _ = try run.decodeSingly(&report, repetitions: repetitions)
            }
            if report.wants(["codec.encode.\(name)"]) {
                encoding.add(try run.encode(&report, repetitions: repetitions))
            }
        }
        // Of an even number the median is the mean of the middle two.
        if decoding.count == PeerFolder.databases.count {
            report.print("codec.decode", ratio: decoding.middle, of: folder.generator)
        }
        if encoding.count == PeerFolder.databases.count {
            report.print("codec.encode", ratio: encoding.middle, of: folder.generator)
        }
        if report.wants(["dbc.load"]) { try load(folder, &report) }
    }

    /// No peer: generated C checks neither checksums nor counters.
    private static func decodeChecked(_ report: inout BenchReport) throws {
        let workload = try CodecWorkload(path: "DBC/leaf-ev.dbc", count: frames, known: nil)
        let buffers = CodecBuffers(workload)
        defer { buffers.deallocate() }
        var decoder = FrameDecoder(workload.database)
        var samples = Samples(capacity: repetitions)
        for _ in 0..<repetitions {
            let start = MonotonicClock.now()
            workload.decodeChecked(&decoder, into: buffers.output)
            samples.add(Double(MonotonicClock.now() - start))
        }
        let perSignal = samples.median / Double(workload.signals)
        report.print("codec.decode_checked", perSignal, "ns/signal")
    }

    /// The largest of the databases read and compiled; the peer only reads.
    private static func load(_ folder: PeerFolder, _ report: inout BenchReport) throws {
        let path = folder.database("ford")
        let peer = try LoadPeer(python: folder.python, database: path)
        var ours = Samples(capacity: loads)
        var theirs = Samples(capacity: loads)
        for _ in 0..<loads {
            let start = MonotonicClock.now()
            let (database, _) = try DBCReader.read(path: path)
            let compiled = CompiledDatabase(database)
            ours.add(Double(MonotonicClock.now() - start) / 1e6)
            guard compiled.messages.count > 300 else { throw BenchError("\(path) is cut off") }
            theirs.add(try peer.load())
        }
        report.print(
            "dbc.load",
            ours.median,
            "ms",
            peer: Peer(name: "cantools, \(folder.generator)", value: theirs.median)
        )
    }
}

/// One database: both sides turn by turn, so that what disturbs one disturbs the other.
private struct CodecRun {
    let name: String
    let workload: CodecWorkload
    let peer: CodecPeer
    let layout: PeerLayout
    let buffers: CodecBuffers

    init(_ name: String, _ folder: PeerFolder, frames: Int) throws {
        self.name = name
        workload = try CodecWorkload(
            path: folder.database(name),
            count: frames,
            known: try folder.messages(name)
        )
        peer = try folder.peer(name)
        guard let layout = PeerLayout(count: frames) else {
            throw BenchError("a frame's fields have no place in memory")
        }
        self.layout = layout
        do {
            try CodecCheck(workload: workload, peer: peer, layout: layout).run()
        } catch {
            throw BenchError("\(name): \(error)")
        }
        buffers = CodecBuffers(workload)
    }

    /// The ratio.
    func decode(_ report: inout BenchReport, repetitions: Int) throws -> Double {
        try compare("codec.decode", workload.signals, repetitions, &report) {
            try buffers.decode(workload)
        } theirs: {
            peerDecodes()
        }
    }

    private func peerDecodes() -> Int32 {
        var layout = layout
        return workload.frames.withUnsafeBytes { frames in
            guard let base = frames.baseAddress else { return -1 }
            return peer.decode(base, &layout, buffers.output)
        }
    }

    /// The ratio; each frame in a call of its own.
    func decodeSingly(_ report: inout BenchReport, repetitions: Int) throws -> Double {
        try compare("codec.decode_single", workload.signals, repetitions, &report) {
            try workload.decodeSingly(workload.frames, into: buffers.output)
        } theirs: {
            peerDecodes()
        }
    }

    /// The ratio.
    func encode(_ report: inout BenchReport, repetitions: Int) throws -> Double {
        try compare("codec.encode", workload.allowedSignals, repetitions, &report) {
            try workload.encode(buffers.values, into: buffers.made)
        } theirs: {
            var layout = layout
            return peer.encode(buffers.made, &layout, buffers.values)
        }
    }

    private func compare(
        _ verb: String,
        _ signals: Int,
        _ repetitions: Int,
        _ report: inout BenchReport,
        _ ours: () throws -> Void,
        theirs: () -> Int32
    ) throws -> Double {
        var own = Samples(capacity: repetitions)
        var other = Samples(capacity: repetitions)
        for _ in 0..<repetitions {
            let start = MonotonicClock.now()
            try ours()
            own.add(Double(MonotonicClock.now() - start))
            let begin = MonotonicClock.now()
            let result = theirs()
            other.add(Double(MonotonicClock.now() - begin))
            guard result == 0 else { throw BenchError("\(name): the peer does not know a frame") }
        }
        report.print(
            "\(verb).\(name)",
            own.median / Double(signals),
            "ns/signal",
            peer: Peer(name: peer.name, value: other.median / Double(signals))
        )
        return own.median / other.median
    }
}

/// Memory that both sides read and write; made once.
struct CodecBuffers {
    /// What the allowed frames hold, NaN where a signal is not selected.
    let values: UnsafeMutablePointer<Double>
    /// Where decoding writes; with room for what it writes behind the last value.
    let output: UnsafeMutablePointer<Double>
    /// Where decoding says what it found.
    let results: UnsafeMutablePointer<DecodedValues>
    /// How many values `output` has room for.
    private let slots: Int
    /// Where encoding writes: the allowed frames with empty payloads.
    let made: UnsafeMutablePointer<Frame>

    init(_ workload: CodecWorkload) {
        let room = workload.decoder.capacity
        values = .allocate(capacity: workload.allowedSlots + room)
        values.initialize(repeating: .nan, count: workload.allowedSlots + room)
        output = .allocate(capacity: workload.slots + room)
        output.initialize(repeating: .nan, count: workload.slots + room)
        made = .allocate(capacity: workload.allowed.count)
        for (index, frame) in workload.allowed.enumerated() {
            var empty = frame
            empty.payload = Payload(repeating: 0)
            (made + index).initialize(to: empty)
        }
        results = .allocate(capacity: workload.frames.count)
        results.initialize(repeating: .none, count: workload.frames.count)
        try? workload.decodeSingly(workload.allowed, into: values)
        slots = workload.slots + room
    }

    /// Decodes the workload's frames to `output`.
    func decode(_ workload: CodecWorkload) throws {
        var values = MutableSpan(_unsafeStart: output, count: slots)
        var found = MutableSpan(_unsafeStart: results, count: workload.frames.count)
        try workload.decode(workload.frames, into: &values, &found)
    }

    func deallocate() {
        values.deallocate()
        output.deallocate()
        made.deallocate()
        results.deallocate()
    }
}
