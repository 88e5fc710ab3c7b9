import CANFrames
import CANTransport
import DBC
import Testing

@testable import axlectl

@Suite struct ProbeReportTests {
    private func report(
        _ databases: [(String, String)],
        seconds: Double = 5,
        _ hear: (inout BusProbe) throws -> Void
    ) rethrows -> ProbeReport {
        let files = databases.map {
            KnownDatabases.File(path: $0.0, compiled: ProbeBench.compiled($0.1))
        }
        var bus = ListenedBus(.interface("can0"), BusProbe(files.map(\.compiled)))
        try hear(&bus.probe)
        return ProbeReport(bus, KnownDatabases(files), seconds: seconds)
    }

    @Test("names are the best database's, and those of a further one that fits say so")
    func names() throws {
        let further =
            (["Far", "Farther", "Farthest"].enumerated().map {
                ProbeBench.message(UInt32(0x701 + $0.offset), $0.element)
            }).joined()
        let report = try report([("a/far.dbc", further), ("b/main.dbc", ProbeBench.protected)]) {
            try $0.hear(20)
            for number: UInt32 in [0x701, 0x702, 0x703, 0x7FF] {
                let frame = try ProbeBench.frame(try ProbeBench.standard(number))
                $0.add(frame, at: ProbeBench.stamp(milliseconds: 0))
            }
        }
        #expect(report.hasFit)
        #expect(report.best?.database == 1)
        let text = report.text().joined(separator: "\n")
        #expect(text.contains("main.dbc fits: 6 of 10 identifiers heard agree; none contradicts"))
        #expect(text.contains("far.dbc fits: 3 of 10"))
        #expect(text.contains("\n100  P1"))
        #expect(text.contains("\n701  Far (far.dbc)"))
        #expect(text.contains("\n7FF  (unknown)"))
    }

    @Test("of databases that do not fit no name is shown, and the nearest is said")
    func nothingFits() throws {
        let report = try report([("some.dbc", ProbeBench.message(0x100, "Chance"))]) {
            try $0.hear(20)
        }
        #expect(!report.hasFit)
        let text = report.text().joined(separator: "\n")
        #expect(text.contains("no known database fits\n"))
        #expect(text.contains("nearest some.dbc: 1 of 6 identifiers heard agree"))
        #expect(text.contains("too few to tell"))
        #expect(!text.contains("Chance"))
        #expect(report.json()["best"] == .null)
    }

    @Test("cyclic messages that were not heard are listed, and whether the time was enough")
    func missing() throws {
        let slow = ProbeBench.plain + "BA_ \"GenMsgCycleTime\" BO_ 1792 4000;\n"
        let report = try report([("p.dbc", slow)]) { try $0.hear(20) }
        #expect(report.missing.map(\.name) == ["Q7"])
        let lines = report.text()
        #expect(lines.last?.hasPrefix("700  Q7") == true)
        #expect(lines.last?.hasSuffix("4000  not heard from ECU; too short a time to tell") == true)
    }

    @Test("what is wrong with a message stands beside it")
    func remarks() throws {
        let seven = ProbeBench.protected.replacing("BO_ 512 P2: 8", with: "BO_ 512 P2: 7")
        let report = try report([("p.dbc", seven)]) {
            try $0.hear(40) { round, frame in if round == 20 { frame[7] ^= 1 } }
        }
        let text = report.text().joined(separator: "\n")
        #expect(text.contains("contradicted by 200\n    (length);"))
        #expect(text.contains("10  length 8, not 7\n"))
        #expect(text.contains("10  1 bad crc\n"))
    }

    @Test("with few and short names no line is longer than 80 characters")
    func width() throws {
        let report = try report([("leaf-ev.dbc", ProbeBench.protected)]) { try $0.hear(2_000) }
        for line in report.text() { #expect(line.count <= 80, "\(line)") }
    }

    @Test("of many databases those that do not fit are counted only")
    func many() throws {
        let others = (0..<20).map { ("\($0).dbc", ProbeBench.message(UInt32($0), "M")) }
        let report = try report(others + [("p.dbc", ProbeBench.protected)]) { try $0.hear(20) }
        let lines = report.text()
        #expect(lines.contains("and 16 more that do not fit"))
        #expect(report.json()["databases"]?.elements.count == 21)
    }

    @Test("two files of one name are told apart by their folders")
    func labels() {
        let empty = ProbeBench.compiled("")
        let known = KnownDatabases(
            ["a/x.dbc", "b/x.dbc", "b/y.dbc"].map { KnownDatabases.File(path: $0, compiled: empty) }
        )
        #expect((0..<3).map(known.label) == ["a/x.dbc", "b/x.dbc", "y.dbc"])
    }

    @Test("silence is explained by what is known of the link")
    func silence() throws {
        var bus = ListenedBus(.interface("can0"), BusProbe([]))
        #expect(Silence.reasons(bus)[0].contains("not there any more"))
        bus.state = .down
        #expect(Silence.reasons(bus)[0].contains("ip link set can0 up type can bitrate"))
        bus.state = .busOff
        #expect(Silence.reasons(bus)[0].contains("bus-off"))

        bus.state = .up
        #expect(Silence.reasons(bus).joined().contains("kernel tells nothing"))
        var controller = CANController(state: .errorActive)
        controller.bitrate = 500_000
        bus.linkBefore = CANLink(name: "can0", index: 1, isUp: true, controller: controller)
        bus.link = bus.linkBefore
        #expect(
            Silence.reasons(bus) == [
                "no frame and no error: nobody sends, or the wires do not lead to the bus"
            ]
        )
        // Without berr-reporting a controller that only listens may say nothing of errors.
        bus.link?.controller?.modes = 0x02
        #expect(Silence.reasons(bus).joined().contains("500 kbit/s is not the bus's"))
        bus.link?.controller?.modes = 0x12
        #expect(Silence.reasons(bus).count == 1)

        bus.link?.controller?.receiveErrors = 9
        #expect(Silence.reasons(bus)[0].contains("500 kbit/s is probably not the bus's"))
        #expect(Silence.reasons(bus)[1].contains("nobody acknowledges it"))
        bus.link?.controller?.modes = 0
        #expect(Silence.reasons(bus)[1].contains("CANH and CANL"))
    }

    @Test("whether listening acknowledges frames is said as of a daemon's bus")
    func acknowledgement() throws {
        var bus = ListenedBus(.interface("can0"), BusProbe([]))
        bus.state = .up
        var text: String {
            ProbeReport(bus, KnownDatabases([]), seconds: 1).text().joined(separator: "\n")
        }
        #expect(text.contains("it is not known whether can0 is listen-only"))
        bus.link = CANLink(
            name: "can0",
            index: 1,
            isUp: true,
            controller: CANController(state: .errorActive)
        )
        #expect(text.contains("the kernel acknowledges frames even for a silent program"))
        #expect(text.contains("controller error-active"))
        bus.link?.controller?.modes = 0x02
        #expect(text.contains("can0 is listen-only: listening acknowledged nothing"))
        #expect(!text.contains("warning"))
    }
}
