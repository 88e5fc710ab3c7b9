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
        try fill(&theirs, by: peer.raw)
        for slot in 0..<slots where ours[slot] != theirs[slot] {
            throw BenchError("raw value \(slot): \(ours[slot]), the peer has \(theirs[slot])")
        }
        // Where nothing was written nothing was compared.
        let written = ours.count { $0 != .min }
        guard written == workload.signals else {
            throw BenchError("\(written) of \(workload.signals) signals were decoded")
        }
    }

    private func compareValues() throws {
        var ours = [Double](repeating: .nan, count: workload.slots)
        var theirs = ours
        ours.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { workload.decode(into: base) }
        }
        try fill(&theirs, by: peer.decode)
        for slot in 0..<workload.slots {
            let (one, other) = (ours[slot], theirs[slot])
            if one.isNaN && other.isNaN { continue }
            // A compiler may fuse multiply and add: one rounding instead of two.
            guard abs(one - other) <= 2 * max(one.ulp, other.ulp, 16.0.ulp) else {
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
        workload.decode(into: ours.values)
        try workload.encode(ours.values, into: ours.made)
        var layout = layout
        guard peer.encode(theirs.made, &layout, ours.values) == 0 else {
            throw BenchError("the peer does not know a frame")
        }
        for place in workload.frames.indices where ours.made[place] != theirs.made[place] {
            throw BenchError(
                "frame \(place), \(ours.made[place].id): \(ours.made[place].bytes), "
                    + "the peer made \(theirs.made[place].bytes)"
            )
        }
    }

    private func fill<Value>(_ values: inout [Value], by work: CodecPeer.Work) throws {
        var layout = layout
        let result = values.withUnsafeMutableBytes { output in
            workload.frames.withUnsafeBytes { frames in
                guard let from = frames.baseAddress, let to = output.baseAddress else {
                    return Int32(-1)
                }
                return work(from, &layout, to)
            }
        }
        guard result == 0 else { throw BenchError("the peer does not know a frame") }
    }
}
