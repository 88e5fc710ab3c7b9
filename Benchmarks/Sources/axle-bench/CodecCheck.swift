import CANFrames

/// Makes sure that both sides do the same work before it is timed: raw values equal, physical
/// values equal but for the last bits of a double, encoded payloads equal.
struct CodecCheck {
    let workload: CodecWorkload
    let peer: CodecPeer
    let layout: PeerLayout

    func run() throws {
        try compareRaw()
        try compareValues()
        try comparePayloads()
    }

    private func compareRaw() throws {
        let slots = workload.slots
        var ours = [Int64](repeating: .min, count: slots)
        var theirs = ours
        ours.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { workload.raw(into: base) }
        }
        try fill(&theirs, from: workload.frames, by: peer.raw)
        for slot in 0..<slots where ours[slot] != theirs[slot] {
            throw BenchError("raw value \(slot): \(ours[slot]), the peer has \(theirs[slot])")
        }
        // Where nothing was written nothing was compared.
        let written = ours.count { $0 != .min }
        guard written >= workload.signals * 99 / 100 else {
            throw BenchError("\(written) of \(workload.signals) signals were decoded")
        }
    }

    private func compareValues() throws {
        let ours = CodecBuffers(workload)
        defer { ours.deallocate() }
        try ours.decode(workload)
        var theirs = [Double](repeating: .nan, count: workload.slots)
        try fill(&theirs, from: workload.frames, by: peer.decode)
        for slot in 0..<workload.slots {
            let (one, other) = (ours.output[slot], theirs[slot])
            if one.isNaN && other.isNaN { continue }
            guard abs(one - other) <= max(one.ulp, other.ulp) else {
                throw BenchError("value \(slot): \(one), the peer has \(other)")
            }
        }
    }

    private func comparePayloads() throws {
        let ours = CodecBuffers(workload)
        let theirs = CodecBuffers(workload)
        defer {
            ours.deallocate()
            theirs.deallocate()
        }
        try workload.encode(ours.values, into: ours.made)
        var layout = layout
        guard peer.encode(theirs.made, &layout, ours.values) == 0 else {
            throw BenchError("the peer does not know a frame")
        }
        for place in workload.allowed.indices where ours.made[place] != theirs.made[place] {
            throw BenchError(
                "frame \(place), \(ours.made[place].id): \(ours.made[place].bytes), "
                    + "the peer made \(theirs.made[place].bytes)"
            )
        }
    }

    private func fill<Value>(
        _ values: inout [Value],
        from frames: [Frame],
        by work: CodecPeer.Work
    ) throws {
        var layout = layout
        let result = values.withUnsafeMutableBytes { output in
            frames.withUnsafeBytes { frames in
                guard let from = frames.baseAddress, let to = output.baseAddress else {
                    return Int32(-1)
                }
                return work(from, &layout, to)
            }
        }
        guard result == 0 else { throw BenchError("the peer does not know a frame") }
    }
}
