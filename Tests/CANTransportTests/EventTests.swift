import CANTransport
import Synchronization
import Testing

@Suite struct EventTests {
    @Test("a wake-up from another thread ends the wait, and is cleared once")
    func wakeUp() throws {
        let shared = try SharedWakeUp()
        var poller = try Poller()
        try poller.add(shared.wakeUp.descriptor, token: 42)
        #expect(try poller.wait(milliseconds: 0) == 0)
        let thread = try NamedThread.start(name: "waker") { shared.wakeUp.signal() }
        #expect(try poller.wait(milliseconds: 10_000) == 1)
        #expect(poller[0].token == 42)
        #expect(poller[0].isReadable && !poller[0].hasError && !poller[0].isHangUp)
        thread.join()
        let cleared = [shared.wakeUp.clear(), shared.wakeUp.clear()]
        #expect(cleared == [true, false])
        #expect(try poller.wait(milliseconds: 0) == 0)
    }

    @Test("a removed descriptor brings no more events, a changed one other events")
    func interest() throws {
        let shared = try SharedWakeUp()
        shared.wakeUp.signal()
        var poller = try Poller()
        try poller.add(shared.wakeUp.descriptor, token: 1)
        try poller.modify(shared.wakeUp.descriptor, token: 2, for: .writable)
        #expect(try poller.wait(milliseconds: 0) == 1)
        #expect(poller[0].token == 2 && poller[0].isWritable && !poller[0].isReadable)
        try poller.remove(shared.wakeUp.descriptor)
        #expect(try poller.wait(milliseconds: 0) == 0)
    }

    @Test("a timer counts every period from its absolute start, however late it is read")
    func timer() throws {
        let start = MonotonicClock.now() - 35_000_000
        var timer = try CycleTimer(period: 10_000_000, first: start)
        let first = timer.read()
        let tick = try #require(first)
        #expect(tick.expirations >= 4)
        #expect((tick.due - start) % 10_000_000 == 0)
        #expect(tick.due == start + Int64(tick.expirations - 1) * 10_000_000)
        #expect(tick.lateness >= 0 && tick.due + tick.lateness <= MonotonicClock.now())
        var poller = try Poller()
        try poller.add(timer.descriptor, token: 0)
        #expect(try poller.wait(milliseconds: 10_000) == 1)
        let second = timer.read()
        let next = try #require(second)
        #expect(next.due == tick.due + Int64(next.expirations) * 10_000_000)
    }

    @Test("a timer that has not expired has no tick")
    func noTick() throws {
        var timer = try CycleTimer(period: 1_000_000_000)
        #expect(timer.read() == nil)
    }

    @Test("a thread runs its body once and ends")
    func thread() throws {
        let count = Counter()
        for _ in 0..<20 {
            try NamedThread.start(name: "a name that is too long") { count.add() }.join()
        }
        #expect(count.value == 20)
    }

    @Test("what makes a thread punctual says what worked")
    func realTime() throws {
        let outcome = Mutex<RealTime.Outcome?>(nil)
        let box = Box(outcome)
        try NamedThread.start(name: "punctual") {
            box.outcome.withLock { $0 = RealTime.enter(priority: 1) }
        }.join()
        let result = try #require(box.outcome.withLock { $0 })
        #expect(result.isScheduled == (result.schedulingError == 0))
        #expect(result.description.contains("real-time priority"))
        #expect(result.description.contains("memory"))
    }
}

private final class SharedWakeUp: Sendable {
    let wakeUp: WakeUp

    init() throws { wakeUp = try WakeUp() }
}

private final class Counter: Sendable {
    private let count = Atomic(0)

    func add() { count.add(1, ordering: .relaxed) }

    var value: Int { count.load(ordering: .relaxed) }
}

private final class Box: Sendable {
    let outcome: Mutex<RealTime.Outcome?>

    init(_ outcome: consuming Mutex<RealTime.Outcome?>) { self.outcome = outcome }
}
