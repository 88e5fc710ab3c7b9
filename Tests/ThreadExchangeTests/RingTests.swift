import Foundation
import Testing
import ThreadExchange

@Suite struct RingTests {
    @Test("elements come out in order, and the ring says when it is full")
    func boundedOrder() {
        let ring = Ring<Int>(capacity: 4)
        #expect(ring.pop() == nil)
        for number in 0..<4 { #expect(ring.push(number)) }
        #expect(!ring.push(4))
        #expect(ring.dropped == 1)
        for number in 0..<4 { #expect(ring.pop() == number) }
        #expect(ring.pop() == nil)
        #expect(ring.push(9))
        #expect(ring.pop() == 9)
    }

    @Test("between two threads nothing is lost, doubled or reordered")
    func twoThreads() {
        let ring = Ring<UInt64>(capacity: 64)
        let total: UInt64 = 200_000
        let writer = Thread {
            for number in 0..<total { while !ring.push(number) { sched_yield() } }
        }
        writer.start()
        var expected: UInt64 = 0
        while expected < total {
            guard let number = ring.pop() else {
                sched_yield()
                continue
            }
            guard number == expected else {
                Issue.record("expected \(expected), popped \(number)")
                break
            }
            expected += 1
        }
        #expect(expected == total)
    }
}
