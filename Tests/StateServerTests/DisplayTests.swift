import StateClient
import StateProtocol
import Testing
import VehicleModel

@Suite struct DisplayTests {
    private let hello: JSONValue = ["vehicle": "test car", "version": "1.2.3"]

    private func state(_ change: (inout DaemonSnapshot) -> Void = { _ in }) -> StateView {
        var snapshot = DaemonSnapshot()
        snapshot.report.cycle = 1
        change(&snapshot)
        let buses = ["front", "rear", "car"].map {
            BusIdentity(name: $0, address: "unix:/run/axle/a-very-long-path/\($0).sock")
        }
        return StateView(
            StateDocument(
                snapshot,
                buses: buses,
                configuredMode: .control,
                mode: snapshot.report.mode,
                now: Instant(nanoseconds: 0)
            ).json
        )
    }

    @Test(
        "numbers are rounded, padded, and a dash where there is none",
        arguments: [
            (482.46 as Double?, 1, "482.5"), (-482.5, 1, "-482.5"), (-0.04, 1, "0.0"), (7, 0, "7"),
            (0.05, 2, "0.05"), (nil, 1, "–"), (.nan, 1, "–"), (1e300, 1, "1e+300"),
        ]
    )
    func fixed(number: Double?, digits: Int, text: String) {
        #expect(NumberText.fixed(number, digits) == text)
    }

    @Test(
        "a value has as many decimals as it takes",
        arguments: [
            (340.0, "340"), (-482.5, "-482.5"), (0.30000000000000004, "0.3"), (0, "0"),
            (100, "100"),
        ]
    )
    func short(number: Double, text: String) {
        #expect(NumberText.short(number) == text)
    }

    @Test("the status says what is missing and faulty in words")
    func status() {
        let view = state { snapshot in
            snapshot.report.mode = .control
            snapshot.report.missing = [.guardian]
            snapshot.report.faults.note(.pedalLost, isPresent: true, at: snapshot.report.time)
            snapshot.report.axles.front.given = Torque(287.25)
            snapshot.report.axles.rear.given = Torque(12.5)
        }
        let text = StatusText.lines(view, hello: hello).joined(separator: "\n")
        #expect(text.contains("test car: control, disarmed"))
        #expect(text.contains("the guardian does not answer"))
        #expect(text.contains("pedal-lost: the accelerator pedal's frame is late"))
        #expect(text.contains("299.8"))
    }

    @Test(
        "an axle without a motor has no line, no bar and nothing that binds",
        arguments: [Axle.front, .rear]
    )
    func oneMotor(undriven: Axle) {
        let view = state { snapshot in
            snapshot.report.undriven = undriven
            snapshot.report.axles[undriven].speed = RotationalSpeed(.nan)
            snapshot.report.axles[undriven].measured = Torque(.nan)
            snapshot.report.axles[undriven.other].given = Torque(287.25)
            snapshot.report.axles[undriven.other].binding = .envelope
        }
        let names = ["front", "rear"]
        let lines =
            StatusText.lines(view, hello: hello) + WatchScreen(view, hello: hello, hint: "").lines
        for (axle, name) in zip([Axle.front, .rear], names) {
            let count = lines.count { $0.hasPrefix("\(name) ") && $0.contains("287.") }
            #expect(count == (axle == undriven ? 0 : 3), "\(lines)")
        }
        #expect(lines.count { $0.hasPrefix("total") && $0.contains("287.") } == 2)
        #expect(StatusText.summary(view).contains("bound by envelope,"))
        let both = StatusText.summary(state())
        #expect(both.contains("bound by none/none"))
    }

    @Test("what would stand against arming is not shown while armed")
    func missingWhileArmed() {
        for (arming, isShown) in [(ArmState.armed, false), (.disarmed, true), (.tripped, true)] {
            let view = state { snapshot in
                snapshot.report.mode = .control
                snapshot.report.arming = arming
                snapshot.report.missing = .pedalReleased
            }
            let lines = StatusText.lines(view, hello: hello)
            #expect(lines.contains { $0.contains("pedal is pressed") } == isShown)
            let screen = WatchScreen(view, hello: hello, hint: "").lines
            #expect(screen.contains { $0.contains("pedal is pressed") } == isShown)
        }
    }

    @Test("what an armed daemon waits for before it gives torque is said in words")
    func waiting() {
        let view = state { snapshot in
            snapshot.report.mode = .control
            snapshot.report.arming = .armed
            snapshot.report.waiting = [.pedalReleased, .guardianAcceptance]
        }
        let text = StatusText.lines(view, hello: hello).joined(separator: "\n")
        #expect(text.contains("control, armed, no torque yet (lease"))
        #expect(text.contains("  - the accelerator pedal is pressed: release it below 2 %"))
        #expect(text.contains("  - the guardian has not taken the arming"))
        let screen = WatchScreen(view, hello: hello, hint: "").lines
        #expect(screen.contains { $0.contains("pedal is pressed") })
    }

    @Test("the live view fits 80 by 24 whatever the state, and names the limit that binds")
    func watchFits() {
        let calm = state()
        let wild = state { snapshot in
            snapshot.report.mode = .control
            snapshot.report.arming = .tripped
            snapshot.report.cycle = .max / 4
            snapshot.report.missing = MissingPreconditions(rawValue: .max)
            for fault in Fault.allCases {
                snapshot.report.faults.note(fault, isPresent: true, at: snapshot.report.time)
            }
            for axle in Axle.allCases {
                snapshot.report.axles[axle].asked = Torque(1e12)
                snapshot.report.axles[axle].given = Torque(-1e12)
                snapshot.report.axles[axle].binding = .regenerationOptimum
                snapshot.report.axles[axle].speed = RotationalSpeed(-1e9)
            }
            snapshot.report.predictedPower = Power(.infinity)
            snapshot.report.dischargeLimit = Power(.nan)
        }
        for view in [calm, wild, StateView(.null), StateView(["buses": [1, "x"], "faults": 7])] {
            let screen = WatchScreen(view, hello: hello, hint: "q quits")
            #expect(screen.lines.count == WatchScreen.height)
            for line in screen.lines { #expect(line.count <= WatchScreen.width, "\(line)") }
        }
        let driving = state { snapshot in
            snapshot.report.axles.front.asked = Torque(-340)
            snapshot.report.axles.front.given = Torque(-287.25)
            snapshot.report.axles.front.speed = RotationalSpeed(revolutionsPerMinute: 10_500)
            snapshot.report.axles.front.predictedPower = Power(kilowatts: -100.5)
            snapshot.report.axles.front.binding = .regenerationOptimum
        }
        #expect(
            WatchScreen(driving, hello: hello, hint: "").lines
                .contains { $0.hasPrefix("front") && $0.hasSuffix("regeneration-optimum") }
        )
        let lines = WatchScreen(wild, hello: hello, hint: "q quits").lines
        #expect(lines.contains { $0.hasPrefix("! pedal-lost") })
        #expect(lines.contains { $0.contains("more") })
        #expect(lines.last?.hasSuffix("q quits") == true)
    }

    @Test("a bar is as long as its value's share of the scale")
    func bars() throws {
        func bar(_ power: Double) throws -> String {
            let view = state { snapshot in
                snapshot.report.predictedPower = Power(kilowatts: power)
                snapshot.report.dischargeLimit = Power(kilowatts: 200)
            }
            let lines = WatchScreen(view, hello: hello, hint: "").lines
            return try #require(lines.first { $0.hasPrefix("power") })
        }
        func length(_ text: String) -> Int { text.count { $0 == "█" } }
        #expect(length(try bar(0)) == 0)
        let half = length(try bar(100))
        let full = length(try bar(200))
        #expect(half > 10)
        #expect(abs(full - 2 * half) <= 2)
        #expect(try bar(100).contains("┃"))
        #expect(try bar(200).contains("200.0 of  200.0 kW"))
    }

    @Test("columns are aligned and lines end without spaces")
    func table() {
        var table = Table(["name", "value"], rightAligned: [1])
        table.add(["a", "1"])
        table.add(["longer", "22.5"])
        table.add(["x", ""])
        #expect(table.lines == ["name    value", "a           1", "longer   22.5", "x"])
    }
}
