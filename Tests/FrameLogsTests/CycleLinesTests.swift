import CANFrames
import Testing

@testable import FrameLogs

@Suite("Cycle lines")
struct CycleLinesTests {
    private func text(_ item: LogItem) -> String {
        var text: [UInt8] = []
        LogRemark.append(item, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private func parse(_ line: String) -> LogItem? {
        let bytes = Array(line.utf8)
        var scanner = TextScanner(bytes.span)
        return LogRemark.parse(&scanner)
    }

    @Test(
        "numbers have three decimals at most, and none that they do not need",
        arguments: [
            (0, "0"), (1, "1"), (-1.5, "-1.5"), (0.25, "0.25"), (0.1234, "0.123"), (0.0004, "0"),
            (-0.001, "-0.001"), (262.75, "262.75"), (1e12, "1000000000000"), (12.05, "12.05"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, written: String) {
        #expect(text(.cycle(group: UInt8(ascii: "b"), nil, [value])) == "cycle b \(written)")
    }

    @Test("what a line says is read as it was written")
    func roundTrip() {
        let stamp = Timestamp(nanoseconds: 1_700_000_000_123_456_000)
        let items: [LogItem] = [
            .columns(group: UInt8(ascii: "a"), ["axle.cycle", "axle.front.given_Nm"]),
            .cycle(group: UInt8(ascii: "a"), stamp, [1, nil, -2.5]),
            .cycle(group: UInt8(ascii: "z"), nil, [nil]),
        ]
        for item in items { #expect(parse(text(item)) == item) }
    }

    @Test(
        "what is no such line is nobody's",
        arguments: [
            "cycle", "cycle a", "cycle A 1", "cycle ab 1", "cycle a 1 x", "cycle a nan",
            "cycle a inf",
            "columns", "columns 1 a", "cycle a (x) 1",
        ]
    )
    func malformed(line: String) { #expect(parse(line) == nil) }

    @Test("groups hold every column once, in lines that every tool reads")
    func groups() {
        let names = (0..<150).map { "axle.some.rather.long.name_\($0)_Nm" }
        let groups = CycleGroup.groups(of: names)
        #expect(groups.flatMap(\.names) == names)
        #expect(Set(groups.map(\.letter)).count == groups.count)
        let source = CycleSource(columns: names) { nil }
        for item in source.columns { #expect(text(item).utf8.count < 395) }
        let line = CycleLine(
            position: 0,
            stamp: Timestamp(nanoseconds: 1_700_000_000_123_456_789),
            values: names.map { _ in -123_456_789.123 }
        )
        for item in source.items(of: line) { #expect(text(item).utf8.count < 395) }
        #expect(CycleGroup.groups(of: []).isEmpty)
        #expect(CycleGroup.groups(of: [String(repeating: "x", count: 500)]).count == 1)
    }
}
