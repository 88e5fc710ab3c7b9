import Testing
import VehicleModel

@Suite("Drive scripts")
struct DriveScriptTests {
    @Test("a script is its text and back", arguments: 0..<200)
    func isItsText(seed: Int) throws {
        let script = DriveScript.random(seed)
        let again = try #require(DriveScript(script.text))
        #expect(again.text == script.text)
        #expect(again.steps.count == script.steps.count)
    }

    @Test(
        "what is no script is refused",
        arguments: [
            "", "drive", "drive drive 0", "drive up 0 5", "drive drive 0 5\n3 fly",
            "drive drive 0 5\nx pedal 1", "drive drive 0 5\n3 pedal",
            "drive drive 0 5\n3 ready front",
        ]
    )
    func refused(text: String) { #expect(DriveScript(text) == nil) }

    @Test("a remark is passed over")
    func remark() { #expect(DriveScript("# why\ndrive drive 0 5\n# then\n3 pedal 1\n") != nil) }

    @Test("what is not needed to break a rule is left out")
    func shrinks() {
        let script = DriveScript.random(3)
        #expect(script.steps.count > 20)
        // Broken by the second of two actions that a drive must have, in this order.
        let first = script.steps[5]
        let second = script.steps[17]
        let smallest = script.shrunk { candidate in
            guard candidate.cycles > second.cycle,
                let start = candidate.steps.firstIndex(of: first),
                candidate.steps[start...].contains(second)
            else { return nil }
            return second.cycle
        }
        #expect(smallest.steps == [first, second])
        #expect(smallest.cycles == second.cycle + 1)
    }

    @Test("a drive that breaks nothing is left as it is")
    func sound() {
        let script = DriveScript.random(4)
        #expect(script.shrunk { _ in nil }.text == script.text)
    }
}
