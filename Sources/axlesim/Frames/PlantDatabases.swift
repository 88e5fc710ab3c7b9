import CANFrames
import DBC
import PlantModel

extension PlantBus {
    /// The databases of what is said on it.
    var databases: [String] {
        switch self {
        case .front, .rear: ["leaf-ev.dbc"]
        case .car: ["leaf-car.dbc", "axle-bench.dbc"]
        }
    }
}

/// The databases that the plant speaks by.
struct PlantDatabases {
    /// Both EV-CANs.
    let drive: CompiledDatabase
    /// The CAR-CAN.
    let car: CompiledDatabase
    /// What a bench says on the CAR-CAN, and the car itself does not; nil where nothing is.
    let bench: CompiledDatabase?

    /// Takes databases that are compiled already.
    init(drive: CompiledDatabase, car: CompiledDatabase, bench: CompiledDatabase? = nil) {
        self.drive = drive
        self.car = car
        self.bench = bench
    }

    /// Reads `leaf-ev.dbc`, `leaf-car.dbc` and `axle-bench.dbc` in a directory; one with errors is
    /// refused.
    init(directory: String) throws {
        drive = try Self.read("\(directory)/leaf-ev.dbc")
        car = try Self.read("\(directory)/leaf-car.dbc")
        bench = try Self.read("\(directory)/axle-bench.dbc")
    }

    /// The message of an identifier on a bus; nil where no database of the bus has it.
    func message(_ id: FrameID, on bus: PlantBus) -> CompiledMessage? {
        let ofBus: [CompiledDatabase?] =
            switch bus {
            case .front, .rear: [drive]
            case .car: [car, bench]
            }
        for case let database? in ofBus {
            if let index = database.index(of: id) { return database.messages[index] }
        }
        return nil
    }

    private static func read(_ path: String) throws -> CompiledDatabase {
        let (database, found) = try DBCReader.read(path: path)
        let compiled = CompiledDatabase(database)
        for diagnostic in found + compiled.diagnostics where diagnostic.severity == .error {
            throw DatabaseError.broken(diagnostic.description)
        }
        return compiled
    }
}

/// Why a database does not serve.
enum DatabaseError: Error, Equatable, CustomStringConvertible {
    /// The database itself is wrong; place and reason.
    case broken(String)
    /// A message that the plant speaks is not in it.
    case noMessage(id: String, bus: String)
    /// A signal that the plant speaks is not in it.
    case noSignal(message: String, signal: String)
    /// A change is about a message that the plant does not speak.
    case notSpoken(key: String, message: String, allowed: [String])

    var description: String {
        switch self {
        case .broken(let reason): reason
        case .noMessage(let id, let bus): "the \(bus) bus's database has no message \(id)"
        case .noSignal(let message, let signal):
            "the database's message \(message) has no signal \(signal)"
        case .notSpoken(let key, let message, let allowed):
            "\(key): found \(message), allowed \(allowed.joined(separator: ", ")), none"
        }
    }
}
