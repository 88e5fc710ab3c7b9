import CANTransport
import Glibc
import Synchronization
import Testing

@testable import axle_guard

@Suite struct OpenerTests {
    /// Something that takes its time, as the kernel does while a link changes.
    private final class Gate: Sendable {
        let isOpen = Atomic(false)
        let passed = Atomic(0)
        let closed = Atomic(0)

        func pass() -> Int {
            while !isOpen.load(ordering: .acquiring) { usleep(1_000) }
            return passed.wrappingAdd(1, ordering: .relaxed).newValue
        }
    }

    private struct Item: ~Copyable, Sendable {
        let number: Int
        let gate: Gate

        deinit {
            while !gate.isOpen.load(ordering: .acquiring) { usleep(1_000) }
            gate.closed.wrappingAdd(1, ordering: .relaxed)
        }
    }

    private func eventually(_ holds: () -> Bool) -> Bool {
        for _ in 0..<5_000 {
            if holds() { return true }
            usleep(1_000)
        }
        return false
    }

    @Test("who asks, takes or has closed never waits, however long the kernel does")
    func neverWaits() throws {
        let gate = Gate()
        let opener = try Opener { Item(number: gate.pass(), gate: gate) }
        let begun = MonotonicClock.now()
        opener.ask()
        opener.ask()
        #expect(opener.isBusy)
        let early = opener.tryTake() == nil
        #expect(early)
        #expect(MonotonicClock.now() - begun < 1_000_000_000)

        gate.isOpen.store(true, ordering: .releasing)
        #expect(eventually { !opener.isBusy })
        // Asked twice, opened once.
        #expect(gate.passed.load(ordering: .relaxed) == 1)
        var poll = pollfd(fd: opener.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(Glibc.poll(&poll, 1, 5_000) == 1)
        opener.clear()
        guard let item = opener.tryTake() else {
            Issue.record("nothing was opened")
            return
        }
        let number = item.number
        #expect(number == 1)

        gate.isOpen.store(false, ordering: .releasing)
        let closing = MonotonicClock.now()
        let kept = opener.tryClose(item) != nil
        #expect(!kept)
        #expect(MonotonicClock.now() - closing < 1_000_000_000)
        #expect(gate.closed.load(ordering: .relaxed) == 0)
        gate.isOpen.store(true, ordering: .releasing)
        #expect(eventually { gate.closed.load(ordering: .relaxed) == 1 })
    }
}
