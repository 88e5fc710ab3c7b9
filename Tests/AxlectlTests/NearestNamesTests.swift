import Testing

@testable import axlectl

@Suite struct NearestNamesTests {
    private let names = ["LB_Current", "LB_Total_Voltage", "Speed", "Speed_Limit", "Gear"]

    @Test(
        "what is like a name is named, the likest first",
        arguments: [
            ("LB_Curent", ["LB_Current"]), ("lb_current", ["LB_Current"]),
            ("Sped", ["Speed"]), ("speed", ["Speed", "Speed_Limit"]),
            ("voltage", ["LB_Total_Voltage"]), ("Gaer", ["Gear"]), ("Temperature", []), ("", []),
        ]
    )
    func like(name: String, expected: [String]) {
        #expect(NearestNames.like(name, among: names) == expected)
    }

    @Test("at most three are named, each once")
    func most() {
        let many = ["a1", "a2", "a3", "a4", "a1"]
        #expect(NearestNames.like("a0", among: many) == ["a1", "a2", "a3"])
        #expect(NearestNames.hint(["a", "b"]) == "; nearest: a, b")
        #expect(NearestNames.hint([]).isEmpty)
    }
}
