import CANFrames
import DBC
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite struct ScenarioEventTests {
    /// A scenario of one phase with what stands under `events`, and under `expect`.
    private func text(events: String, expect: String = "trips: { max: 0 }") -> String {
        """
        name: x
        phases:
          - phase: only
            selector: D
            accelerator: 0 %
            brake: 40 %
            events:
        \(events)
            until: { elapsed: 1 s }
        expect:
        \(expect)
        """
    }

    private func parse(
        _ events: String,
        _ expect: String = "  trips: { max: 0 }"
    ) throws -> Scenario {
        try ScenarioFile.parse(text(events: events, expect: expect), file: "s.yaml")
    }

    private func problem(_ events: String, _ expect: String = "  trips: { max: 0 }") -> String {
        do throws(FileError) {
            _ = try ScenarioFile.parse(text(events: events, expect: expect), file: "s.yaml")
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test("every change is read with its unit, and when it happens")
    func changes() throws {
        let scenario = try parse(
            """
                  - { discharge_limit: 60 kW, charge_limit: 10 kW }
                  - when: { elapsed: 0.2 s, faster: 36 km/h }
                    front_grip: 0.3
                    rear_grip: 0.5
                    front_inverter: silent
                    rear_inverter: not-ready
                    front_unit: mirrored
                    rear_unit: reversed
                    frozen_counter: front.LB_PowerLimits
                    bias: { pedal_b: 10 %, rear_motor_speed: -100 rpm, battery_current: 5 A }
                  - frozen_counter: none
            """
        )
        let events = scenario.phases[0].events
        #expect(
            events == [
                ScenarioEvent(changes: [.dischargeLimit(60_000), .chargeLimit(10_000)]),
                ScenarioEvent(
                    when: [.elapsed(0.2), .faster(Speed(10))],
                    changes: [
                        .grip(.front, 0.3), .inverter(.front, .silent), .grip(.rear, 0.5),
                        .inverter(.rear, .notReady), .mounting(.front, .mirrored),
                        .mounting(.rear, .reversed), .frozenCounter("front.LB_PowerLimits"),
                        .bias(.pedalB, 10), .bias(.rearMotorSpeed, -100), .bias(.batteryCurrent, 5),
                    ]
                ), ScenarioEvent(changes: [.frozenCounter(nil)]),
            ]
        )
    }

    @Test(
        "what is wrong with events and expectations is told with its line",
        arguments: [
            ("      - { torque: 60 kW }", "  trips: { max: 0 }", "s.yaml:8: phases[1].events[1]"),
            ("      - { front_grip: 60 kW }", "  trips: { max: 0 }", "allowed 0.01 to 2"),
            (
                "      - { front_inverter: mad }", "  trips: { max: 0 }",
                "working, not-ready, silent"
            ),
            ("      - { when: { elapsed: 1 s } }", "  trips: { max: 0 }", "found no change"),
            (
                "      - { bias: { pedal_c: 1 % } }", "  trips: { max: 0 }",
                "a key that is not known"
            ),
            ("      - { front_grip: 1 }", "  trip: { max: 0 }", "s.yaml:11: expect.trip: "),
            ("      - { front_grip: 1 }", "  trips: { most: 0 }", "expect.trips.most: "),
            (
                "      - { front_grip: 1 }", "  trips: {}",
                "found no bound, allowed min, max or both"
            ),
            ("      - { front_grip: 1 }", "  zero_to_100: { max: 5 kW }", "allowed 0 to 1000000 s"),
            (
                "      - { front_grip: 1 }",
                "  in_phases: [{ phase: other, greatest_slip: { max: 1 m/s } }]",
                "found other, allowed only"
            ),
            (
                "      - { front_grip: 1 }", "  in_phases: [{ phase: only, trips: { max: 0 } }]",
                "a key that is not known"
            ),
        ]
    )
    func problems(events: String, expect: String, message: String) {
        let text = problem(events, expect)
        #expect(text.contains(message), "\(text)")
    }

    @Test("events happen once, when all their conditions hold, and what they change stays")
    func happening() throws {
        let scenario = try parse(
            """
                  - discharge_limit: 60 kW
                  - { when: { elapsed: 0.5 s }, discharge_limit: 70 kW, front_grip: 0.2 }
            """
        )
        var driven = try DrivenPlant(Plant(try prototype()), scenario, databases())
        #expect(driven.plant.battery.dischargeLimit == 250_000)
        driven.step()
        #expect(driven.plant.battery.dischargeLimit == 60_000)
        for _ in 0..<499 { driven.step() }
        #expect(driven.plant.battery.dischargeLimit == 60_000 && driven.plant.road.frontGrip == 1)
        driven.step()
        #expect(driven.plant.battery.dischargeLimit == 70_000)
        #expect(driven.plant.road.frontGrip == 0.2 && driven.plant.road.rearGrip == 1)
    }

    /// What a message says on a bus in a tick, after a change.
    private func spoken(
        _ change: PlantChange,
        _ bus: PlantBus,
        _ id: UInt32,
        ticks: Int = 2
    ) throws -> [[UInt8]] {
        let phase = ScenarioPhase(
            name: "only",
            controls: DriverControls(selector: .drive, accelerator: 0.5, brake: 0),
            events: [ScenarioEvent(changes: [change])]
        )
        let scenario = Scenario(name: "x", phases: [phase])
        var driven = try DrivenPlant(Plant(try prototype()), scenario, databases())
        driven.step()
        var found: [[UInt8]] = []
        for tick in 0..<ticks {
            driven.speak(in: UInt64(tick)) { frame, other in
                if frame.id.identifier == id, bus == other { found.append(Array(frame.bytes)) }
            }
        }
        return found
    }

    @Test(
        "an inverter that is silent says nothing and one that is not ready says so; both give no torque"
    )
    func inverters() throws {
        #expect(try spoken(.inverter(.front, .silent), .front, 0x1DA).isEmpty)
        #expect(try spoken(.inverter(.front, .silent), .rear, 0x1DA).count == 2)
        #expect(try spoken(.inverter(.front, .silent), .front, 0x1DB).count == 2)
        let ready = try spoken(.inverter(.rear, .working), .rear, 0x1DA)
        let unready = try spoken(.inverter(.rear, .notReady), .rear, 0x1DA)
        #expect(ready.count == 2 && unready.count == 2 && ready[0] != unready[0])
        var plant = Plant(try prototype())
        let command = InverterCommand(
            torque: Torque(100),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
        plant.setDisabled(true, on: .front)
        for _ in 0..<100 {
            plant.accept(command, on: .front)
            plant.accept(command, on: .rear)
            plant.step(brake: 1)
        }
        #expect(plant.front.motorTorque == .zero && plant.rear.motorTorque > Torque(90))
        plant.setDisabled(false, on: .front)
        for _ in 0..<100 {
            plant.accept(command, on: .front)
            plant.step(brake: 1)
        }
        #expect(plant.front.motorTorque > Torque(90))
    }

    @Test("what moves is told where a scenario wants it: steering, yaw, wheels and antilock brakes")
    func motion() throws {
        var controls = DriverControls(selector: .drive, accelerator: 0, brake: 0)
        controls.steering = .degrees(4)
        let event = ScenarioEvent(changes: [.wheelGrip(.frontLeft, 0.3, over: 0), .headWind(2)])
        let phase = ScenarioPhase(name: "only", controls: controls, events: [event])
        var bend = Maneuver(try prototype())
        bend.reach(15)
        var driven = try DrivenPlant(
            bend.plant,
            Scenario(name: "x", phases: [phase], tellsMotion: true),
            databases()
        )
        for _ in 0..<1500 { driven.step() }
        let plant = driven.plant
        #expect(plant.road[.frontLeft] == 0.3 && plant.road.headWind == 2)
        var told: [UInt32: Frame] = [:]
        for tick in 0..<2 {
            driven.speak(in: UInt64(tick)) { frame, bus in
                if bus == .car { told[frame.id.identifier] = frame }
            }
        }
        func value(_ id: UInt32, _ signal: String) throws -> Double {
            let frame = try #require(told[id])
            let all = try databases()
            let message = try #require(all.message(frame.id, on: .car))
            let index = try #require(message.index(ofSignal: signal))
            return try #require(message.value(of: index, in: frame))
        }
        #expect(abs(try value(0x002, "Steering_Angle") - 60) < 0.06)
        let yaw = plant.yawRate.rawValue * 180 / .pi
        #expect(abs(try value(0x6A5, "Yaw_Rate") - yaw) < 0.006 && yaw > 5)
        let lateral = plant.lateralAcceleration.rawValue
        #expect(abs(try value(0x6A5, "Lateral_Acceleration") - lateral) < 0.0006 && lateral > 2)
        #expect(try value(0x6A5, "Antilock_Active") == 0)
        let right = try value(0x284, "Wheel_Speed_FR")
        #expect(abs(right - plant.front.right.speed * 0.3285 * 3.6) < 0.003)
        #expect(right > (try value(0x284, "Wheel_Speed_FL")) + 0.5)
    }

    @Test("a frozen counter stands still in its message alone")
    func frozen() throws {
        let change = PlantChange.frozenCounter("front.LB_PowerLimits")
        let limits = try spoken(change, .front, 0x1DC)
        #expect(limits.count == 2 && limits[0] == limits[1])
        let states = try spoken(change, .front, 0x1DB)
        #expect(states.count == 2 && states[0] != states[1])
        #expect(throws: DatabaseError.self) {
            try spoken(.frozenCounter("front.Nothing"), .front, 0x1DC)
        }
    }

    @Test("a biased sensor tells so much more than the truth")
    func biased() throws {
        let pedals = try spoken(.bias(.pedalB, 10), .car, 0x239)
        // 0.5 % a bit; the second track counts down from 127.5 %.
        #expect(pedals[0][0] == 100 && pedals[0][1] == 255 - 120)
        let none = try spoken(.bias(.pedalB, 0), .car, 0x239)
        #expect(none[0][1] == 255 - 100)
    }
}

@Suite struct ExpectationTests {
    @Test(
        "an expectation allows its bounds and what lies between, and nothing that was not measured"
    )
    func allows() {
        let both = Expectation(.zeroTo100, least: 2, most: 3)
        #expect(both.allows(2) && both.allows(3) && !both.allows(1.999) && !both.allows(3.001))
        #expect(!both.allows(nil) && !both.allows(.nan))
        #expect(Expectation(.trips, most: 0).allows(0) && !Expectation(.trips, most: 0).allows(1))
        #expect(Expectation(.leastSpeed, least: -1).allows(1e9))
    }

    @Test("a window begins and ends with its phase, and after its time")
    func windows() throws {
        let controls = DriverControls(selector: .drive, accelerator: 0, brake: 0)
        func phase(_ name: String) -> ScenarioPhase {
            ScenarioPhase(name: name, controls: controls, until: [.elapsed(0.1)])
        }
        let late = PhaseWindow(phase: 1, after: 0.05)
        let scenario = Scenario(
            name: "x",
            phases: [phase("a"), phase("b"), phase("c")],
            expectations: [
                Expectation(.greatestSpeed, in: PhaseWindow(phase: 1), most: 1),
                Expectation(.greatestSpeed, in: late, most: 1),
            ]
        )
        var plant = Plant(try prototype(), road: Road(slope: -0.2))
        var runner = ScenarioRunner(scenario)
        var meter = RunMeter(scenario)
        var speeds: [Int: [Double]] = [:]
        while runner.isUnderWay {
            plant.step(brake: runner.step(plant).brake)
            meter.step(plant, runner)
            guard case .running(let phase) = runner.progress else { break }
            speeds[phase, default: []].append(plant.speed.rawValue)
        }
        let inSecond = try #require(speeds[1])
        #expect(inSecond.count == 100)
        let whole = meter[PhaseWindow(phase: 1)]
        #expect(whole?.value(of: .greatestSpeed) == inSecond.max())
        #expect(whole?.value(of: .leastSpeed) == inSecond.min())
        #expect(meter[late]?.value(of: .leastSpeed) == inSecond.dropFirst(50).min())
        #expect(meter[PhaseWindow(phase: 2)] == nil)
        #expect(meter.whole.value(of: .greatestSpeed) == plant.speed.rawValue)
        #expect(meter.whole.value(of: .trips) == nil)
    }

    @Test("way, recovered energy, pitch, jerk and antilock time of a stop are the plant's")
    func stop() throws {
        var parameters = try prototype()
        parameters.body.pitch.frequency = 1
        var maneuver = Maneuver(parameters)
        maneuver.reach(20)
        for wheel in PlantWheel.allCases { maneuver.plant.road[wheel] = 0.3 }
        let start = maneuver.plant.distance.rawValue
        maneuver.torques = (-40, -40)
        maneuver.brake = 1
        var meter = WindowMeter()
        var recovered = 0.0
        var pitch = 0.0
        maneuver.run(2) { plant in
            meter.step(plant)
            recovered += max(0, -plant.battery.power.rawValue) * 0.001
            pitch = max(pitch, abs(plant.pitchAngle.rawValue))
        }
        let way = try #require(meter.value(of: .stoppingDistance))
        #expect(abs(way - (maneuver.plant.distance.rawValue - start)) < 0.05)
        #expect(meter.value(of: .energyRecovered) == recovered && recovered > 1000)
        #expect(meter.value(of: .greatestPitch) == pitch && pitch > 0.01)
        let held = try #require(meter.value(of: .antilockTime))
        #expect(held > 1.5 && held <= 2)
        let jerk = try #require(meter.value(of: .peakJerk))
        #expect(jerk > 10 && jerk < 1000)
        #expect(meter.value(of: .lashCrossings) == 0)
        #expect(meter.value(of: .greatestMotorTemperature) == nil)
    }

    @Test("time and energy over the limit are the plant's")
    func overLimit() throws {
        var plant = Plant(try prototype())
        var meter = WindowMeter()
        plant.setLimits(discharge: 200)
        for _ in 0..<100 {
            plant.step(brake: 1)
            meter.step(plant)
        }
        plant.setLimits(discharge: 10_000)
        plant.step(brake: 1)
        meter.step(plant)
        plant.setLimits(discharge: 200)
        for _ in 0..<50 {
            plant.step(brake: 1)
            meter.step(plant)
        }
        // At rest the auxiliaries are drawn: 500 W.
        let over = plant.battery.power.rawValue - 200
        #expect((299...301).contains(over))
        let time = try #require(meter.value(of: .timeOverLimit))
        let longest = try #require(meter.value(of: .longestOverLimit))
        let energy = try #require(meter.value(of: .energyOverLimit))
        #expect(abs(time - 0.150) < 1e-9 && abs(longest - 0.100) < 1e-9)
        #expect(abs(energy - 0.150 * over) < 0.5)
    }
}

@Suite struct AttachedOutcomeTests {
    @Test("beside a daemon of its own a plant judges what it measures and leaves the rest")
    func compared() throws {
        let controls = DriverControls(selector: .drive, accelerator: 0, brake: 0.4)
        let scenario = Scenario(
            name: "x",
            phases: [ScenarioPhase(name: "only", controls: controls, until: [.elapsed(0.1)])],
            expectations: [
                Expectation(.trips, most: 0), Expectation(.greatestSpeed, least: 1),
                Expectation(.leastSpeed, least: -1), Expectation(.zeroTo100, most: 5),
            ]
        )
        var driven = try DrivenPlant(Plant(try prototype()), scenario, databases())
        while driven.runner.isUnderWay { driven.step() }
        let found = Outcome(driven).comparisons
        #expect(found.map(\.isMeasured) == [false, true, true, true])
        #expect(found.map(\.isMissed) == [false, true, false, true])
        #expect(found[0].sentence == "trips: not measured here, expected at most 0")
        #expect(found[3].sentence == "zero_to_100: found nothing, expected at most 5 s")
    }
}
