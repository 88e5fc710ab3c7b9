import Testing

@testable import CANTransport

@Suite struct ArrivalClockTests {
    private let reading = ArrivalClock.Reading(
        earliest: 1_000,
        monotonic: 5_000,
        wall: 1_000_000
    )

    @Test(
        "a frame is as old as the wall clock says, but not older than the last empty queue",
        arguments: [
            (1_000_000, 5_000), (999_000, 4_000), (996_001, 1_001), (996_000, 1_000),
            (995_999, 1_000), (0, 1_000), (Int64.min, 1_000),
        ] as [(Int64, Int64)]
    )
    func ages(stamp: Int64, arrival: Int64) {
        #expect(reading.arrival(ofStamp: stamp) == arrival)
    }

    @Test("a stamp from the future is as old as its reception", arguments: [1_000_001, Int64.max])
    func future(stamp: Int64) { #expect(reading.arrival(ofStamp: stamp) == 5_000) }

    @Test("the bound moves only when the queue was emptied")
    func bound() {
        var clock = ArrivalClock(emptyAt: 10)
        #expect(clock.read(begunAt: 20, emptied: false).earliest == 10)
        #expect(clock.read(begunAt: 30, emptied: true).earliest == 10)
        #expect(clock.read(begunAt: 40, emptied: true).earliest == 30)
    }

    @Test("the kernel's count of lost frames goes on past its wrap")
    func overflow() {
        var count = OverflowCount()
        count.update(5)
        #expect(count.total == 5)
        count.update(0xFFFF_FFFF)
        #expect(count.total == 0xFFFF_FFFF)
        count.update(2)
        #expect(count.total == 0x1_0000_0002)
    }
}
