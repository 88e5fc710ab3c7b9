import AllocationCounter
import CANFrames
import SignalCodec
import Testing

@Suite struct AllocationTests {
    @Test(
        "decoding and encoding a frame allocates nothing",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func nothingIsAllocated() throws {
        let kinds: [(Int, Int, ByteOrder, SignalKind)] = [
            (23, 12, .bigEndian, .signed), (3, 64, .littleEndian, .unsigned),
            (0, 32, .littleEndian, .float32), (5, 64, .bigEndian, .float64),
            (48, 2, .littleEndian, .unsigned),
        ]
        let layouts = try kinds.map { try layout($0.0, $0.1, $0.2, $0.3, factor: 0.5) }
        let protection = try nissan(bytes: 8, counter: (48, 2))
        var sent = try frame("1D4#8817550007448170")
        var tracker = CounterTracker()

        func round(_ count: UInt64) -> Double {
            var sum = 0.0
            for index in layouts.indices {
                do throws(CodecError) {
                    let value = Double(count & 1)
                    try layouts[index].store(physical: value, in: &sent.payload)
                } catch {
                    // Never here: the testing library's hook boxes what is thrown.
                    sum = .nan
                }
                sum += layouts[index].physical(in: sent.payload)
            }
            protection.protect(&sent, counter: count)
            if protection.checksumIsRight(sent) == .ok { sum += 1 }
            if tracker.step(sent, protection) == .ok { sum += 1 }
            return sum
        }
        var sum = round(0)
        let before = allocation_counter_read()
        for count in 1...1_000 { sum += round(UInt64(count)) }
        let after = allocation_counter_read()
        #expect(after - before == 0)
        #expect(sum.isFinite)
    }

    @Test(
        "the counter counts",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func counterCounts() {
        let before = allocation_counter_read()
        let array = (0..<Int.random(in: 100...200)).map { $0 }
        #expect(allocation_counter_read() > before)
        #expect(array.count >= 100)
    }
}
