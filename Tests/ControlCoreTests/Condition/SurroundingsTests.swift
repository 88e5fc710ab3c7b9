import ControlCore
import Testing

@Suite("Surroundings")
struct SurroundingsTests {
    @Test("nothing is known at first: no guardian answers, and nothing has happened")
    func nothingKnown() {
        let none = Surroundings()
        #expect(!none.hasGuardian && !none.isGuardianTripped && !none.isGuardianRefusing)
        #expect(!none.hasForeignSender && !none.isSentTorqueWrong && !none.isBusLost)
        #expect(!none.hasLostFrames && !none.hasBadChecksum && !none.hasBadCounter)
        #expect(!none.hasBadLength && !none.isOverrun && !none.isStalled)
        #expect(!none.hasLeaseExpired)
    }
}
