import ControlCore
import Testing
import VehicleModel

@Suite("Arming")
struct ArmingTests {
    private let nothing = MissingPreconditions.nothing
    /// The number of an arming at 0 ms.
    private let first: UInt64 = 1_000_000_000_000

    private func request(
        _ kind: ControlRequest.Kind,
        client: UInt64 = 1,
        lease milliseconds: Double = 500,
        renewing: UInt64 = 0,
        deadline: Instant = .at(1_000_000)
    ) -> ControlRequest {
        ControlRequest(
            kind: kind,
            number: 77,
            client: client,
            renewing: renewing,
            lease: Int64(milliseconds * 1_000_000),
            deadline: deadline
        )
    }

    private func armed(client: UInt64 = 1, lease: Double = 500) -> Arming {
        var arming = Arming(lastID: 10)
        let answer = arming.handle(
            request(.arm, client: client, lease: lease),
            missing: nothing,
            at: .at(0)
        )
        #expect(answer.outcome == .done)
        return arming
    }

    private func step(
        _ arming: inout Arming,
        at milliseconds: Double,
        isTorqueZero: Bool = true,
        isTripped: Bool = false
    ) -> Bool {
        arming.step(
            at: .at(milliseconds),
            isTorqueZero: isTorqueZero,
            isGuardianTripped: isTripped
        )
    }

    @Test("after a stop no arming begins, so that the program can end")
    func nothingAfterStop() {
        var arming = Arming(lastID: 10)
        #expect(arming.handle(request(.stop), missing: nothing, at: .at(0)).outcome == .done)
        let answer = arming.handle(request(.arm), missing: nothing, at: .at(0))
        #expect(answer.outcome == .late)
        #expect(arming.state == .disarmed)
    }

    @Test("a renewal of an arming that has ended begins no other")
    func renewalOfEnded() {
        var arming = armed()
        let inTime = arming.handle(request(.arm, renewing: first), missing: nothing, at: .at(1))
        #expect(inTime.outcome == .done)
        let other = arming.handle(request(.arm, renewing: first + 1), missing: nothing, at: .at(2))
        #expect(other.outcome == .noLease)
        _ = arming.handle(request(.disarm), missing: nothing, at: .at(3))
        _ = step(&arming, at: 4)
        #expect(arming.state == .disarmed)
        let late = arming.handle(request(.arm, renewing: first), missing: nothing, at: .at(5))
        #expect(late.outcome == .noLease)
        #expect(arming.state == .disarmed)
    }

    @Test("an arm request with every precondition green arms under a new number")
    func arms() {
        var arming = Arming(lastID: 10)
        #expect(arming.state == .disarmed)
        #expect(arming.armingID == 0)
        let answer = arming.handle(request(.arm), missing: nothing, at: .at(0))
        #expect(answer.outcome == .done)
        #expect(answer.number == 77)
        #expect(answer.armingID == first)
        #expect(arming.state == .armed)
        #expect(arming.armingID == first)
    }

    @Test("an arming's number is the clock's, or the next one where that was given already")
    func numbers() {
        var arming = Arming(lastID: 10)
        for (milliseconds, number) in [(7.0, 7_000_000 as UInt64), (7, 7_000_001), (6, 7_000_002)] {
            let answer = arming.handle(request(.arm), missing: nothing, at: .at(milliseconds))
            #expect(answer.armingID == first + number)
            _ = arming.handle(request(.disarm), missing: nothing, at: .at(milliseconds))
            _ = step(&arming, at: milliseconds)
            #expect(arming.state == .disarmed)
        }
    }

    @Test("one missing precondition refuses arming and is named", arguments: 0..<14)
    func preconditionsRefuse(bit: Int) {
        var arming = Arming(lastID: 10)
        let missing = MissingPreconditions(rawValue: 1 << UInt32(bit))
        let answer = arming.handle(request(.arm), missing: missing, at: .at(0))
        #expect(answer.outcome == .preconditions)
        #expect(answer.missing == missing)
        #expect(arming.state == .disarmed)
    }

    @Test("another client neither renews nor takes a lease")
    func otherClient() {
        var arming = armed(client: 1)
        let answer = arming.handle(request(.arm, client: 2), missing: nothing, at: .at(400))
        #expect(answer.outcome == .leaseHeld)
        #expect(!step(&arming, at: 500))
        #expect(step(&arming, at: 500.001))
    }

    @Test("the holder renews whatever is missing, and the number stays")
    func renews() {
        var arming = armed()
        let answer = arming.handle(
            request(.arm),
            missing: MissingPreconditions.pedalReleased,
            at: .at(400)
        )
        #expect(answer.outcome == .done)
        #expect(answer.armingID == first)
        #expect(!step(&arming, at: 900))
        #expect(step(&arming, at: 900.001))
        #expect(arming.state == .disarming)
    }

    @Test("a lease is one second at most", arguments: [1000, 1001, 60_000, 1e9] as [Double])
    func leaseIsCapped(asked: Double) {
        var arming = armed(lease: asked)
        #expect(!step(&arming, at: 1000))
        #expect(step(&arming, at: 1000.001))
        _ = step(&arming, at: 1010)
        #expect(arming.state == .disarmed)
    }

    @Test("a lease of nothing or less arms for no cycle", arguments: [0, -1, -1e9] as [Double])
    func emptyLease(asked: Double) {
        var arming = armed(lease: asked)
        #expect(step(&arming, at: 0.001))
        #expect(arming.state == .disarming)
    }

    @Test("a lease that ran out is not revived by a renewal that came too late")
    func renewalAfterTheEnd() {
        var arming = armed()
        let answer = arming.handle(request(.arm), missing: nothing, at: .at(500.001))
        #expect(answer.outcome == .preconditions)
        #expect(answer.missing == .torqueZero)
        #expect(step(&arming, at: 510))
        #expect(arming.state == .disarming)
    }

    @Test("a clock that jumps back does not stretch a lease, and one that stands ends none")
    func clockJumpsBack() {
        var arming = armed(lease: 1000)
        #expect(!step(&arming, at: 0))
        #expect(arming.handle(request(.arm), missing: nothing, at: .at(0)).outcome == .done)
        arming = armed(lease: 1000)
        #expect(step(&arming, at: -0.001))
        #expect(arming.state == .disarming)
    }

    @Test("after the lease torque falls first, then the arming is over")
    func disarmsThroughZero() {
        var arming = armed()
        #expect(step(&arming, at: 501, isTorqueZero: false))
        #expect(!step(&arming, at: 511, isTorqueZero: false))
        #expect(arming.state == .disarming)
        #expect(arming.armingID == first)
        let early = arming.handle(request(.arm), missing: nothing, at: .at(515))
        #expect(early.outcome == .preconditions)
        #expect(early.missing == .torqueZero)
        #expect(!step(&arming, at: 521, isTorqueZero: true))
        #expect(arming.state == .disarmed)
        #expect(arming.armingID == 0)
    }

    @Test("disarm and stop end a lease from any client", arguments: [1, 2] as [UInt64])
    func disarmAndStop(client: UInt64) {
        for kind in [ControlRequest.Kind.disarm, .stop] {
            var arming = armed(client: 1)
            let answer = arming.handle(request(kind, client: client), missing: nothing, at: .at(1))
            #expect(answer.outcome == .done)
            #expect(arming.state == .disarming)
        }
    }

    @Test("a late arm request does nothing; a late disarm still disarms")
    func lateRequests() {
        let passed = Instant.at(9.999)
        var arming = Arming(lastID: 10)
        let exact = request(.arm, deadline: .at(10))
        let late = arming.handle(request(.arm, deadline: passed), missing: nothing, at: .at(10))
        #expect(late.outcome == .late)
        #expect(arming.state == .disarmed)
        #expect(arming.handle(exact, missing: nothing, at: .at(10)).outcome == .done)
        let renewal = request(.arm, lease: 1000, deadline: passed)
        #expect(arming.handle(renewal, missing: nothing, at: .at(10)).outcome == .late)
        #expect(arming.expiry == .at(510))
        for kind in [ControlRequest.Kind.disarm, .stop] {
            var held = armed()
            let answer = held.handle(request(kind, deadline: passed), missing: nothing, at: .at(10))
            #expect(answer.outcome == .done)
            #expect(held.state == .disarming)
        }
    }

    @Test("a guardian that trips ends the arming until it is disarmed or armed anew")
    func guardianTrips() {
        var arming = armed()
        #expect(!step(&arming, at: 10, isTripped: true))
        #expect(arming.state == .tripped)
        #expect(!step(&arming, at: 5000))
        #expect(arming.state == .tripped)
        let missing = MissingPreconditions.guardian
        let refused = arming.handle(request(.arm), missing: missing, at: .at(5000))
        #expect(refused.outcome == .preconditions)
        #expect(arming.state == .tripped)
        let answer = arming.handle(request(.arm, client: 9), missing: nothing, at: .at(5001))
        #expect(answer.outcome == .done)
        #expect(answer.armingID == first + 5_001_000_000)
        _ = step(&arming, at: 5010, isTripped: true)
        _ = arming.handle(request(.disarm), missing: nothing, at: .at(5011))
        #expect(arming.state == .disarmed)
        #expect(arming.armingID == 0)
    }

    @Test("the guardian trips a disarming too, and a disarmed one not")
    func tripsWhileDisarming() {
        var arming = armed()
        _ = arming.handle(request(.disarm), missing: nothing, at: .at(1))
        _ = step(&arming, at: 10, isTorqueZero: false, isTripped: true)
        #expect(arming.state == .tripped)
        var idle = Arming(lastID: 0)
        _ = step(&idle, at: 0, isTripped: true)
        #expect(idle.state == .disarmed)
    }

    @Test("no number is used twice, and a lease never outlasts a second", arguments: 0..<50)
    func randomly(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var arming = Arming(lastID: UInt64(seed))
        var seen: Set<UInt64> = [0]
        var last: UInt64 = 0
        var time = 0.0
        var lastRenewal = 0.0
        for _ in 0..<400 {
            time += random.one(of: [0, 1, 10, 100, 700])
            let client = random.next() % 3
            let kind = random.one(of: [ControlRequest.Kind.arm, .arm, .arm, .disarm, .stop])
            let ask = request(kind, client: client, lease: random.number(-10...3000))
            let answer = arming.handle(ask, missing: nothing, at: .at(time))
            if kind == .arm && answer.outcome == .done { lastRenewal = time }
            if arming.armingID != last && arming.armingID != 0 {
                #expect(seen.insert(arming.armingID).inserted, "seed \(seed)")
            }
            last = arming.armingID
            _ = arming.step(
                at: .at(time),
                isTorqueZero: random.happens(onceIn: 2),
                isGuardianTripped: random.happens(onceIn: 20)
            )
            if arming.state == .armed { #expect(time - lastRenewal <= 1000, "seed \(seed)") }
            #expect((arming.armingID == 0) == (arming.state == .disarmed), "seed \(seed)")
        }
    }

    @Test("clearing faults is another's matter: it is answered, and changes no arming")
    func clearing() {
        for var arming in [Arming(lastID: 10), armed()] {
            let before = (arming.state, arming.armingID, arming.expiry)
            let answer = arming.handle(request(.clearFaults), missing: nothing, at: .at(0))
            #expect(answer.outcome == .done)
            #expect((arming.state, arming.armingID, arming.expiry) == before)
        }
    }
}
