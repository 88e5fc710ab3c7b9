import CANFrames
import CANTransport
import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// `axlesim attach --play` and `axlesim inject`, as a bench uses them.
    @Suite struct BenchTests {
        private func inject(
            _ arguments: [String],
            at socket: String,
            in folder: TestFolder
        ) async throws -> Program {
            let program = try Program(
                "axlesim",
                ["inject", "--control", socket] + arguments,
                in: folder
            )
            _ = try await program.end()
            return program
        }

        /// What a plant says at its end.
        private struct BenchSummary: Decodable {
            struct Heard: Decodable {
                let message: String
                let accepted: Int
                let badChecksums: Int
                let repeated: Int
            }

            let played: [String]
            let heard: [Heard]?
            let largestWheelDifferenceKmH: Double?
            let largestMotorDifferenceRpm: Double?
        }

        private func summary(of plant: Program) throws -> BenchSummary {
            let line = try #require(
                plant.output.split(separator: "\n").first { $0.hasPrefix("summary: ") }
            )
            return try BenchSummary(parsing: String(line.dropFirst("summary: ".count)))
        }

        @Test("a fault is made in a running plant, acknowledged, and seen on the bus")
        func injected() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            let folder = prototype.folder
            let front = try await BusListener.open(prototype.buses.front, to: [0x1DC, 0x1DA])
            let socket = folder.file("plant.sock")
            try await prototype.startPlant(["--control", socket])
            let limit = try await inject(["discharge_limit=60 kW"], at: socket, in: folder)
            #expect(limit.output == "discharge_limit: 60 kW\n", "\(limit.errors)")
            try await eventually(within: 5, "the battery tells 60 kW") {
                front.last(of: 0x1DC).map { BatteryFrame.dischargeLimit($0.bytes) } == 60
            }
            let silent = try await inject(
                ["front_inverter=silent", "contactor=open", "--json"],
                at: socket,
                in: folder
            )
            #expect(silent.output.contains(#""contactor":"open""#), "\(silent.output)")
            try await Task.sleep(for: .milliseconds(100))
            front.forget()
            try await Task.sleep(for: .milliseconds(300))
            #expect(front.sightings(of: 0x1DA).isEmpty && front.sightings(of: 0x1DC).count > 5)
            let all = try await inject([], at: socket, in: folder)
            #expect(all.output.contains("\nfront_inverter: silent\n"), "\(all.output)")
            #expect(prototype.plant?.errors.contains("injected discharge_limit: 60 kW") == true)
        }

        @Test("what may not be changed ends inject with 2 and a sentence, no plant with 3")
        func refused() async throws {
            let prototype = try Prototype()
            let folder = prototype.folder
            let socket = folder.file("plant.sock")
            let nobody = try await inject(["contactor=open"], at: socket, in: folder)
            #expect(try await nobody.end() == 3)
            #expect(nobody.errors.contains("no plant listens there"), "\(nobody.errors)")
            try await prototype.startPlant(["--control", socket])
            for (change, sentence) in [
                ("contacter=open", "a key that is not known, allowed for example contactor"),
                ("discharge_limit=60 V", "found 60 V, allowed 0 to 2000 kW"),
                ("corrupt=front.None", "corrupt: found front.None, allowed front.INV_Status"),
            ] {
                let tool = try await inject([change, "front_grip=0.5"], at: socket, in: folder)
                #expect(try await tool.end() == 2)
                #expect(tool.errors.contains(sentence), "\(tool.errors)")
                #expect(tool.errors.split(separator: "\n").count == 1 && tool.output.isEmpty)
            }
            let state = try await inject([], at: socket, in: folder)
            #expect(state.output.contains("front_grip: 1\n"), "\(state.output)")
            // The socket of a plant that died is taken over, one that is served is not.
            let second = try Program(
                "axlesim",
                [
                    "attach", "--front", "unix:" + folder.file("a"), "--rear",
                    "unix:" + folder.file("b"), "--car", "unix:" + folder.file("c"), "--control",
                    socket,
                ],
                in: folder
            )
            #expect(try await second.end() == 2)
            #expect(second.errors.contains("another process listens there already"))
            try await prototype.plant?.killAndReap()
            try await prototype.startPlant(["--control", socket])
            let again = try await inject(["contactor=open"], at: socket, in: folder)
            #expect(try await again.end() == 0, "\(again.errors)")
        }

        @Test("a car with one motor needs no bus for the other; a car with two does")
        func oneMotor() async throws {
            let folder = try TestFolder()
            let buses = [
                "--front", "unix:" + folder.file("f"), "--car", "unix:" + folder.file("c"),
            ]
            let plant = repository + "/Config/plants/leaf-eplus.yaml"
            let single = try Program(
                "axlesim",
                ["attach"] + buses + ["--plant", plant],
                in: folder
            )
            try await eventually(within: 20, "the plant runs: \(single.errors)") {
                single.errors.contains("LEAF e+ on unix:")
            }
            let front = try await BusListener.open("unix:" + folder.file("f"), to: [0x1DA, 0x1DB])
            try await eventually(within: 5, "inverter and battery speak") {
                front.last(of: 0x1DA) != nil && front.last(of: 0x1DB) != nil
            }
            single.signal(SIGTERM)
            #expect(try await single.end() == 0, "\(single.errors)")
            let double = try Program("axlesim", ["attach"] + buses, in: folder)
            #expect(try await double.end() == 2)
            #expect(
                double.errors.contains(
                    "--rear: found nothing, allowed the bus of the rear drive unit"
                ),
                "\(double.errors)"
            )
        }

        @Test("a request of more than 64 KiB is refused and the next client served")
        func tooLong() async throws {
            let prototype = try Prototype()
            let socket = prototype.folder.file("plant.sock")
            try await prototype.startPlant(["--control", socket])
            let client = StateSocket(path: socket)
            let long = try client.answer(to: String(repeating: " ", count: 70_000))
            #expect(long.contains("-32700") && long.contains("allowed 65536"), "\(long)")
            let state = try client.answer(to: #"{"jsonrpc":"2.0","id":1,"method":"plant.state"}"#)
            #expect(state.contains(#""contactor":"closed""#), "\(state)")
        }

        @Test("two plants, one of them the rear inverter alone, launch as one does")
        func sharedLaunch() async throws {
            for attempt in 1...2 {
                let prototype = try Prototype()
                let rear = try await launch(prototype)
                if !prototype.trips.isEmpty, attempt == 1 {
                    print("bench: \(prototype.trips) on a machine that was late; once more")
                    continue
                }
                try #require(prototype.trips.isEmpty)
                let text = try String(contentsOfFile: prototype.summary, encoding: .utf8)
                let time = try #require(try DriveSummary(parsing: text).zeroTo100S)
                #expect((4.4...5.3).contains(time))
                let fault = "front_inverter=silent"
                let tool = try await inject(
                    [fault],
                    at: prototype.folder.file("plant.sock"),
                    in: prototype.folder
                )
                #expect(tool.output == "front_inverter: silent\n", "\(tool.errors)")
                try await Task.sleep(for: .milliseconds(500))
                #expect(try await prototype.faults().contains("front-inverter-lost"))
                rear.signal(SIGTERM)
                #expect(try await rear.end() == 0, "\(rear.errors)")
                let told = try summary(of: rear)
                print("bench: 0 to 100 km/h in \(time) s; \(rear.output)")
                // Each plant has the other's torque a frame later.
                #expect(try #require(told.largestWheelDifferenceKmH) < 2)
                #expect(try #require(told.largestMotorDifferenceRpm) < 200)
                return
            }
        }

        /// The shipped launch on two plants until it has ended or tripped; the one that is the rear
        /// inverter.
        private func launch(_ prototype: Prototype) async throws -> Program {
            try await prototype.serveBuses()
            try await prototype.startPlant([
                "--drive", "launch", "--control", prototype.folder.file("plant.sock"), "--play",
                "battery,front-inverter,pedals,wheels",
            ])
            let rear = try Program(
                "axlesim",
                [
                    "attach", "--front", prototype.buses.front, "--rear", prototype.buses.rear,
                    "--car", prototype.buses.car, "--play", "rear-inverter",
                ],
                in: prototype.folder
            )
            try await eventually(within: 20, "the rear runs: \(rear.errors)") {
                rear.errors.contains("scenario")
            }
            try await prototype.startGuardian()
            try await prototype.startDaemon()
            try await prototype.arm()
            try await eventually(within: 90, "the drive ends: \(prototype.plant?.errors ?? "")") {
                !prototype.trips.isEmpty
                    || FileManager.default.fileExists(atPath: prototype.summary)
            }
            return rear
        }

        @Test(
            "two plants share a car: one is the battery, and the other has its voltage and limits"
        )
        func shared() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            let folder = prototype.folder
            let front = try await BusListener.open(prototype.buses.front, to: [0x1DB, 0x1DA])
            let battery = folder.file("battery.sock")
            try await prototype.startPlant(["--control", battery, "--play", "battery"])
            let socket = folder.file("rest.sock")
            let rest = try Program(
                "axlesim",
                [
                    "attach", "--front", prototype.buses.front, "--rear", prototype.buses.rear,
                    "--car", prototype.buses.car, "--control", socket, "--play",
                    "front-inverter,rear-inverter,pedals,wheels",
                ],
                in: folder
            )
            try await eventually(within: 20, "the rest runs: \(rest.errors)") {
                rest.errors.contains("scenario")
            }
            _ = try await inject(["discharge_limit=70 kW"], at: battery, in: folder)
            try await Task.sleep(for: .milliseconds(300))
            let state = try await inject([], at: socket, in: folder)
            #expect(state.output.contains("discharge_limit: 70 kW\n"), "\(state.output)")
            front.forget()
            try await Task.sleep(for: .milliseconds(500))
            // One sender each: as many of the one as of the other, not twice as many.
            let count = front.sightings(of: 0x1DB).count
            #expect(abs(count - front.sightings(of: 0x1DA).count) <= 5 && count > 20)
            rest.signal(SIGTERM)
            #expect(try await rest.end() == 0, "\(rest.errors)")
            let told = try summary(of: rest)
            #expect(told.played == ["front-inverter", "rear-inverter", "pedals", "wheels"])
            let status = try #require(told.heard?.first { $0.message == "front.LB_Status" })
            #expect(status.accepted > 50 && status.badChecksums == 0 && status.repeated == 0)
            try await eventually(within: 5, "the battery misses the rest") {
                prototype.plant?.errors.contains("pedals is silent: no car.VCM_Pedals") == true
            }
        }

        @Test("a node that is there already is not played a second time")
        func there() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            try await prototype.startPlant(["--play", "rear-inverter"])
            let second = try Program(
                "axlesim",
                [
                    "attach", "--front", prototype.buses.front, "--rear", prototype.buses.rear,
                    "--car", prototype.buses.car,
                ],
                in: prototype.folder
            )
            #expect(try await second.end() == 1)
            let sentence =
                "axlesim: rear.INV_Status comes from another sender, which --play rear-inverter plays too"
            #expect(second.errors.contains(sentence), "\(second.errors)")
        }

        @Test("a node that appears later is played no more from then on, and the end is 1")
        func appearing() async throws {
            let prototype = try Prototype()
            try await prototype.serveBuses()
            let front = try await BusListener.open(prototype.buses.front, to: [0x1DB, 0x1DA])
            try await prototype.startPlant([])
            try await eventually(within: 5, "the battery speaks") {
                front.sightings(of: 0x1DB).count > 20
            }
            var transmitter = try BusTransmitter.open(BusAddress(parsing: prototype.buses.front))
            let id = try #require(FrameID(standard: 0x1DB))
            try transmitter.transmit(try #require(Frame(id: id, bytes: [0, 0, 0, 0, 0, 0, 0, 0])))
            try await eventually(within: 5, "the plant says so: \(prototype.plant?.errors ?? "")") {
                prototype.plant?.errors.contains(
                    "front.LB_Status comes from another sender too: battery is not played any more"
                ) == true
            }
            front.forget()
            try await Task.sleep(for: .milliseconds(200))
            #expect(front.sightings(of: 0x1DB).isEmpty && !front.sightings(of: 0x1DA).isEmpty)
            prototype.plant?.signal(SIGTERM)
            #expect(try await prototype.plant?.end() == 1)
        }

        @Test(
            "a plant against the clock compares what its scenario expects, as far as it measures it"
        )
        func compared() async throws {
            let prototype = try Prototype()
            let text = """
                name: stand
                phases:
                  - {phase: only, selector: P, accelerator: 0 %, brake: 40 %, until: {elapsed: 0.3 s}}
                expect:
                  trips: {max: 0}
                  greatest_speed: {min: 10 km/h}
                  lowest_voltage: {min: 300 V}
                """
            let file = try prototype.folder.write(text, to: "stand.yaml")
            try await prototype.startPlant(["--scenario", file, "--exit-at-end"])
            #expect(try await prototype.plant?.end() == 1)
            let errors = prototype.plant?.errors ?? ""
            #expect(
                errors.contains("stand: greatest_speed: found 0 km/h, expected at least 10 km/h")
            )
            #expect(errors.contains("stand: trips: not measured here, expected at most 0"))
            #expect(!errors.contains("lowest_voltage"), "\(errors)")
            let summary = try String(contentsOfFile: prototype.summary, encoding: .utf8)
            #expect(summary.contains(#""measured":false"#) && summary.contains(#""met":false"#))
        }
    }
}
