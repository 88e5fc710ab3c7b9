import CANFrames
import ControlCore
import ControlRuntime
import DaemonConfiguration
import GuardLink
import PlantModel
import VehicleModel

/// The daemon's pipeline with a client that arms it, without sockets and threads.
struct OfflineDaemon {
    /// The pipeline.
    private(set) var pipeline: CyclePipeline
    /// Who arms.
    private(set) var client = ArmingClient()
    /// What people call the vehicle.
    let vehicleName: String
    /// The pack's voltage below which no cell shall be drawn; nil where the vehicle's file has no cells.
    let voltageFloor: Voltage?

    private var answers = GuardianAnswers()

    /// Reads a vehicle's file; throws one sentence a problem.
    static func describe(_ path: String) throws -> VehicleDescription {
        try VehicleDescription.read(path: path, buses: PlantBus.allCases.map { "\($0)" })
    }

    /// Reads a vehicle's file and the databases in a directory; throws one sentence a problem.
    init(vehicle: String, databases: String) throws {
        try self.init(Self.describe(vehicle), databases: databases)
    }

    /// Reads the databases in a directory for a vehicle.
    init(_ description: VehicleDescription, databases: String) throws {
        let assembly = try DaemonAssembly(
            DaemonConfiguration(description, databases: databases),
            mode: .control,
            receivesEverything: true,
            lastArmingID: 0
        )
        pipeline = assembly.plan.pipeline
        vehicleName = description.name
        voltageFloor = description.parameters.battery.map {
            $0.discharge.cellLimit * $0.discharge.model.cells
        }
        for bus in PlantBus.allCases {
            pipeline.note(bus: Int(bus.rawValue)) { $0.state = .up }
        }
    }

    /// Takes a frame from a bus.
    mutating func take(_ received: borrowing ReceivedFrame) { pipeline.take(received) }

    /// Takes the guardian's answer, monotonic ns.
    mutating func take(_ reply: GuardReply, at now: Int64) { answers.take(reply, at: now) }

    /// One cycle, monotonic ns; what it commands.
    mutating func cycle(at now: Int64) -> GuardCommand {
        client.step(&pipeline, at: now)
        pipeline.step(
            at: Instant(nanoseconds: now),
            guardian: answers.view(arming: pipeline.report.armingID, at: now),
            isOverrun: false,
            isBusLost: false,
            hasLostFrames: false
        )
        return pipeline.encode(issued: now)
    }
}

extension DaemonConfiguration {
    /// A daemon in control of a vehicle on the plant's buses, which are nowhere.
    fileprivate init(_ vehicle: VehicleDescription, databases: String) {
        let buses = PlantBus.allCases.map { bus in
            BusDescription(
                name: "\(bus)",
                address: "\(bus)",
                databases: bus.databases.map { "\(databases)/\($0)" },
                receivesErrors: false
            )
        }
        self.init(
            vehicle: vehicle,
            mode: .control,
            buses: buses,
            sockets: SocketDescription(state: "", control: ""),
            guardSocket: "",
            recording: nil,
            realTime: RealTimeDescription(priority: nil, locksMemory: false),
            warnings: []
        )
    }
}
