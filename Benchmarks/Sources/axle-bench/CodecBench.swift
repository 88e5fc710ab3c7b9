import CANFrames
import CANTransport
import DBC
import SignalCodec

/// Decoding and encoding all signals of 20,000 frames, identifiers looked up, against C that was
/// generated from the same database and works on the same memory.
enum CodecBench {
    static let names = ["codec.decode", "codec.decode_checked", "codec.encode"]
    private static let frames = 20_000
    private static let repetitions = 300

    static func run(_ report: inout BenchReport) throws {
        let workload = try CodecWorkload(path: "DBC/leaf-ev.dbc", count: frames)
        guard let layout = PeerLayout(count: frames) else {
            throw BenchError("a frame's fields have no place in memory")
        }
        let buffers = CodecBuffers(workload)
        defer { buffers.deallocate() }
        workload.decode(into: buffers.values)
        let peer = try CodecPeer.load()
        if let peer {
            try CodecCheck(workload: workload, peer: peer, layout: layout).run()
        } else {
            report.explain("AXLE_BENCH_PEER names no library: the codec's figures have no peer")
        }
        try decode(workload, peer, layout, buffers, &report)
        try decodeChecked(workload, buffers, &report)
        try encode(workload, peer, layout, buffers, &report)
    }

    /// No peer: generated C checks neither checksums nor counters.
    private static func decodeChecked(
        _ workload: CodecWorkload,
        _ buffers: CodecBuffers,
        _ report: inout BenchReport
    ) throws {
        guard report.wants(["codec.decode_checked"]) else { return }
        var decoder = FrameDecoder(workload.database)
        let (ours, _) = try compare(
            { workload.decodeChecked(&decoder, into: buffers.output) },
            nil
        )
        print("codec.decode_checked", ours, nil, nil, workload, &report)
    }

    private static func decode(
        _ workload: CodecWorkload,
        _ peer: CodecPeer?,
        _ layout: PeerLayout,
        _ buffers: CodecBuffers,
        _ report: inout BenchReport
    ) throws {
        guard report.wants(["codec.decode"]) else { return }
        let work = {
            workload.decode(into: buffers.output)
        }
        let others = peer.map { peer in
            {
                var layout = layout
                return workload.frames.withUnsafeBytes { frames in
                    guard let base = frames.baseAddress else { return Int32(-1) }
                    return peer.decode(base, &layout, buffers.output)
                }
            }
        }
        let (ours, theirs) = try compare(work, others)
        print("codec.decode", ours, theirs, peer, workload, &report)
    }

    private static func encode(
        _ workload: CodecWorkload,
        _ peer: CodecPeer?,
        _ layout: PeerLayout,
        _ buffers: CodecBuffers,
        _ report: inout BenchReport
    ) throws {
        guard report.wants(["codec.encode"]) else { return }
        let work: () throws -> Void = {
            try workload.encode(buffers.values, into: buffers.made)
        }
        let others = peer.map { peer in
            {
                var layout = layout
                return peer.encode(buffers.made, &layout, buffers.values)
            }
        }
        let (ours, theirs) = try compare(work, others)
        print("codec.encode", ours, theirs, peer, workload, &report)
    }

    /// Both sides turn by turn, so that what disturbs one disturbs the other; medians, ns.
    private static func compare(
        _ work: () throws -> Void,
        _ others: (() -> Int32)?
    ) throws -> (ours: Double, theirs: Double?) {
        var ours = Samples(capacity: repetitions)
        var theirs = Samples(capacity: repetitions)
        for _ in 0..<repetitions {
            let start = MonotonicClock.now()
            try work()
            ours.add(Double(MonotonicClock.now() - start))
            guard let others else { continue }
            let begin = MonotonicClock.now()
            let result = others()
            theirs.add(Double(MonotonicClock.now() - begin))
            guard result == 0 else { throw BenchError("the peer does not know a frame") }
        }
        return (ours.median, others == nil ? nil : theirs.median)
    }

    private static func print(
        _ name: String,
        _ ours: Double,
        _ theirs: Double?,
        _ peer: CodecPeer?,
        _ workload: CodecWorkload,
        _ report: inout BenchReport
    ) {
        let signals = Double(workload.signals)
        var other: Peer?
        if let theirs, let peer { other = Peer(name: peer.name, value: theirs / signals) }
        report.print(name, ours / signals, "ns/signal", peer: other)
    }
}

/// Memory that both sides read and write; made once.
struct CodecBuffers {
    /// What the frames hold, NaN where a signal is not selected.
    let values: UnsafeMutablePointer<Double>
    /// Where decoding writes.
    let output: UnsafeMutablePointer<Double>
    /// Where encoding writes: the frames with empty payloads.
    let made: UnsafeMutablePointer<Frame>

    init(_ workload: CodecWorkload) {
        values = .allocate(capacity: workload.slots)
        values.initialize(repeating: .nan, count: workload.slots)
        output = .allocate(capacity: workload.slots)
        output.initialize(repeating: .nan, count: workload.slots)
        made = .allocate(capacity: workload.frames.count)
        for (index, frame) in workload.frames.enumerated() {
            var empty = frame
            empty.payload = Payload(repeating: 0)
            (made + index).initialize(to: empty)
        }
    }

    func deallocate() {
        values.deallocate()
        output.deallocate()
        made.deallocate()
    }
}
