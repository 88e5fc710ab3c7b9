import CANTransport
import Glibc
import Synchronization
import Testing
import ThreadExchange

/// Counts parcels that came to their end.
private final class Ledger: Sendable {
    let ended = Atomic<Int>(0)
}

private struct Parcel: ~Copyable, Sendable {
    let number: Int
    let ledger: Ledger

    deinit { ledger.ended.add(1, ordering: .relaxed) }
}

/// The parcel's number; the parcel ends here.
private func number(of parcel: consuming Parcel?) -> Int? {
    guard let parcel = consume parcel else { return nil }
    return parcel.number
}

@Suite struct HandoverTests {
    private let ledger = Ledger()

    private var ended: Int { ledger.ended.load(ordering: .relaxed) }

    @Test("what was put down is taken once")
    func once() {
        let handover = Handover<Parcel>()
        #expect(number(of: handover.tryTake()) == nil)
        handover.put(Parcel(number: 1, ledger: ledger))
        #expect(ended == 0)
        #expect(number(of: handover.tryTake()) == 1)
        #expect(ended == 1)
        #expect(number(of: handover.take()) == nil)
    }

    @Test("putting in place of another ends the other")
    func replaced() {
        let handover = Handover<Parcel>()
        handover.put(Parcel(number: 1, ledger: ledger))
        handover.put(Parcel(number: 2, ledger: ledger))
        #expect(ended == 1)
        #expect(number(of: handover.take()) == 2)
    }

    @Test("trying to put where something lies hands the new one back")
    func handedBack() {
        let handover = Handover<Parcel>()
        #expect(number(of: handover.tryPut(Parcel(number: 1, ledger: ledger))) == nil)
        #expect(number(of: handover.tryPut(Parcel(number: 2, ledger: ledger))) == 2)
        #expect(number(of: handover.take()) == 1)
    }

    @Test("between two threads nothing is lost or doubled, in order")
    func threads() throws {
        let count = 20_000
        let handover = Handover<Parcel>()
        let shared = Shared(handover: handover, ledger: ledger)
        let giver = try NamedThread.start(name: "giver") {
            for number in 1...count {
                var waiting: Parcel? = Parcel(number: number, ledger: shared.ledger)
                while let parcel = waiting.take() {
                    waiting = shared.handover.tryPut(parcel)
                    if waiting != nil { sched_yield() }
                }
            }
        }
        let results = Results()
        let taker = try NamedThread.start(name: "taker") {
            var last = 0
            while last < count {
                guard let parcel = shared.handover.tryTake() else {
                    sched_yield()
                    continue
                }
                if parcel.number != last + 1 { results.isOrdered.store(false, ordering: .relaxed) }
                last = parcel.number
                results.taken.add(1, ordering: .relaxed)
            }
        }
        giver.join()
        taker.join()
        let taken = results.taken.load(ordering: .relaxed)
        let isOrdered = results.isOrdered.load(ordering: .relaxed)
        #expect(taken == count)
        #expect(isOrdered)
        #expect(ended == count)
    }

    private struct Shared: Sendable {
        let handover: Handover<Parcel>
        let ledger: Ledger
    }

    private final class Results: Sendable {
        let taken = Atomic<Int>(0)
        let isOrdered = Atomic<Bool>(true)
    }
}
