@testable import ControlRuntime
import Foundation
import GuardLink
import StateProtocol
import Testing
import VehicleModel

@Suite struct GuardianLinkTests {
    /// Both ends of a guardian's socket; the test answers in the guardian's place.
    private struct Ends: ~Copyable {
        var link = GuardianLink()
        let peer: GuardPeer
        private let listener: GuardListener

        init() throws {
            let path = NSTemporaryDirectory() + "axle-\(UUID().uuidString.prefix(8)).sock"
            let listener = try GuardListener(path: path)
            link.connect(try GuardConnection(path: path))
            guard let accepted = listener.accept() else {
                throw GuardLinkError.nobodyListens(path: path)
            }
            peer = accepted
            self.listener = listener
        }

        mutating func answer(
            arming: UInt64,
            _ state: GuardState,
            _ trip: GuardTrip = .none,
            _ verdict: GuardVerdict = .sent,
            _ reasons: GuardReasons = []
        ) {
            let axle = GuardReply.AxleReply(verdict: verdict, reasons: reasons)
            _ = peer.send(
                GuardReply(cycle: 1, armingID: arming, state: state, trip: trip, rear: axle)
            )
            var reply = GuardReply(cycle: 2, armingID: arming, state: state, trip: trip)
            reply.front = axle
            reply.rear = axle
            _ = peer.send(reply)
            let isConnected = link.read(at: 0)
            #expect(isConnected)
        }
    }

    @Test("a trip keeps the reasons it began with, also where later answers only say tripped")
    func trip() throws {
        var ends = try Ends()
        ends.answer(arming: 7, .armed)
        #expect(ends.link.view(arming: 7, at: 0).sent != nil)
        ends.answer(arming: 7, .tripped, .clamping, .zeroed, [.envelope, .tripped])
        ends.answer(arming: 7, .tripped, .clamping, .refused, [.tripped])
        let view = ends.link.view(arming: 7, at: 0)
        #expect(view.isTripped)
        #expect(view.trip == .clamping)
        #expect(view.tripReasons.rawValue == GuardReasons.envelope.rawValue)
        #expect(view.reasons == .tripped)
        #expect(!view.isRefusing)
        ends.answer(arming: 8, .tripped, .silence, .refused, [.age, .tripped])
        let next = ends.link.view(arming: 8, at: 0)
        #expect(next.trip == .silence)
        #expect(next.tripReasons.rawValue == GuardReasons.age.rawValue)
    }

    @Test("a refused arming is told, with the reasons; a disarmed guardian's reasons too")
    func refusal() throws {
        var ends = try Ends()
        ends.answer(arming: 0, .idle, .none, .refused, [.usedArming, .foreignSender])
        let view = ends.link.view(arming: 9, at: 0)
        #expect(view.isRefusing)
        #expect(!view.isTripped)
        #expect(view.sent == nil)
        #expect(view.reasons.each.map(\.name) == ["used-arming", "foreign-sender"])
        ends.answer(arming: 0, .idle, .none, .idle, [.foreignSender])
        let idle = ends.link.view(arming: 0, at: 0)
        #expect(!idle.isRefusing)
        #expect(idle.reasons.has(.foreignSender))
    }

    @Test("a guardian that does not answer has tripped what was armed, and that is why")
    func unanswered() throws {
        var ends = try Ends()
        ends.answer(arming: 7, .armed)
        #expect(!ends.link.view(arming: 7, at: 100_000_000).isTripped)
        let late = ends.link.view(arming: 7, at: 100_000_001)
        #expect(late.isTripped)
        #expect(late.trip == .unanswered)
        #expect(!late.isPresent)
    }

    @Test("what became of the frames on each bus is told as the guardian tells it, disarmed too")
    func transmission() throws {
        var ends = try Ends()
        var reply = GuardReply(cycle: 1, armingID: 0, state: .idle)
        reply.front.transmission = GuardTransmission(
            queued: 1,
            dropped: 2,
            confirmed: 3,
            unconfirmed: 4,
            overdue: 5,
            newestEcho: 6,
            greatestEcho: 7
        )
        reply.rear.transmission.queued = 8
        _ = ends.peer.send(reply)
        let isConnected = ends.link.read(at: 0)
        #expect(isConnected)
        let told = ends.link.view(arming: 0, at: 0).transmission
        #expect([told.front.queued, told.front.dropped, told.front.confirmed] == [1, 2, 3])
        #expect([told.front.unconfirmed, told.front.overdue] == [4, 5])
        #expect([told.front.newestEcho, told.front.greatestEcho] == [6, 7])
        #expect(told.rear.queued == 8)
    }

    @Test("the numbers of trips and reasons are those on the guardian's socket")
    func sharedNumbers() {
        for number in UInt8(0)..<250 {
            let wire = GuardTrip(rawValue: number).map { "\($0)" }
            #expect(wire == GuardianTrip(rawValue: number).map { "\($0)" })
        }
        let reasons: [(GuardReasons, String)] = [
            (.envelope, "envelope"), (.speedUnknown, "speed-unknown"), (.power, "power"),
            (.gear, "gear"), (.notReady, "not-ready"), (.oppositeSigns, "opposite-signs"),
            (.linkDown, "link-down"), (.pairBroken, "pair-broken"), (.ceiling, "ceiling"),
            (.tripped, "tripped"), (.token, "token"), (.cycle, "cycle"), (.age, "age"),
            (.notAllowed, "not-allowed"), (.length, "length"), (.checksum, "checksum"),
            (.counter, "counter"), (.incomplete, "incomplete"), (.usedArming, "used-arming"),
            (.armingTorque, "arming-torque"), (.foreignSender, "foreign-sender"),
            (.pedal, "pedal"), (.brake, "brake"), (.lift, "lift"), (.abs, "abs"),
            (.charge, "charge"), (.rearShare, "rear-share"), (.againstGear, "against-gear"),
            (.bench, "bench"), (.clampedAgain, "clamped-again"),
            (.emergencyStop, "emergency-stop"),
        ]
        #expect(GuardianReason.all.count == reasons.count)
        for (wire, name) in reasons {
            #expect(GuardianReasons(rawValue: wire.rawValue).each.map(\.name) == [name])
        }
        #expect(GuardianReasons.tripped.rawValue == GuardReasons.tripped.rawValue)
        #expect(GuardianReasons.foreignSender.rawValue == GuardReasons.foreignSender.rawValue)
    }
}
