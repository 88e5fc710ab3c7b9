import CANFrames
public import CANTransport
public import DBC
public import DaemonConfiguration
public import VehicleBinding
public import VehicleModel

/// Why a configuration that is right by itself cannot be run.
public enum AssemblyError: Error, CustomStringConvertible {
    /// A database cannot be read.
    case database(DBCError)
    /// A database has errors; every one of them.
    case diagnostics([Diagnostic])
    /// A bus's address is none.
    case address(bus: String, TransportError)
    /// A signal or message that is bound does not exist or does not fit.
    case binding(BindingError)
    /// More buses than the daemon has room for.
    case tooManyBuses(Int)

    /// One sentence a line: the place, what was found, what is allowed.
    public var description: String {
        switch self {
        case .database(let error): error.description
        case .diagnostics(let diagnostics):
            diagnostics.map(\.description).joined(separator: "\n")
        case .address(let bus, let error): "bus \(bus): \(error)"
        case .binding(let error): error.description
        case .tooManyBuses(let count):
            "buses: found \(count), allowed 1 to \(DaemonSnapshot.busLimit)"
        }
    }
}

/// A configuration with its databases read and everything bound, ready to run.
public struct DaemonAssembly: Sendable {
    /// For the control thread.
    public let plan: ControlPlan
    /// The buses with their databases, for the server.
    public let buses: [BoundBus]
    /// What is odd about the databases, and no error.
    public let warnings: [Diagnostic]

    /// Reads the databases and binds inputs and commands to them.
    ///
    /// `lastArmingID` is a number above any arming before. Filters let pass what is bound; where
    /// `receivesEverything`, all frames.
    public init(
        _ configuration: DaemonConfiguration,
        mode: OperatingMode,
        receivesEverything: Bool,
        lastArmingID: UInt64
    ) throws(AssemblyError) {
        guard (1...DaemonSnapshot.busLimit).contains(configuration.buses.count) else {
            throw .tooManyBuses(configuration.buses.count)
        }
        var library = DatabaseLibrary()
        var bound: [BoundBus] = []
        for bus in configuration.buses {
            bound.append(BoundBus(name: bus.name, database: try library.read(bus.databases)))
        }
        buses = bound
        warnings = library.warnings
        let vehicle = configuration.vehicle
        let receiver: InputReceiver
        let encoders: AxlePair<CommandEncoder>
        do throws(BindingError) {
            receiver = try InputReceiver(vehicle.inputs, on: bound)
            encoders = AxlePair(
                front: try CommandEncoder(vehicle.outputs.axles.front, on: bound),
                rear: try CommandEncoder(vehicle.outputs.axles.rear, on: bound)
            )
        } catch {
            throw .binding(error)
        }
        var plans: [BusPlan] = []
        for (index, bus) in configuration.buses.enumerated() {
            let bindings = receiver.identifiers(on: index).map { FrameFilter($0) }
            do throws(TransportError) {
                plans.append(
                    BusPlan(
                        name: bus.name,
                        address: try BusAddress(parsing: bus.address),
                        filters: receivesEverything ? nil : bindings,
                        receivesErrors: bus.receivesErrors
                    )
                )
            } catch {
                throw .address(bus: bus.name, error)
            }
        }
        plan = ControlPlan(
            buses: plans,
            pipeline: CyclePipeline(
                receiver: receiver,
                encoders: encoders,
                parameters: vehicle.parameters,
                mode: mode,
                lastArmingID: lastArmingID
            ),
            guardSocket: mode == .control ? configuration.guardSocket : nil,
            period: Int64(vehicle.parameters.period / .nanoseconds(1)),
            priority: configuration.realTime.priority.map { Int32($0) },
            locksMemory: configuration.realTime.locksMemory
        )
    }
}

/// Reads the databases of each bus; several files become one, and the same files are read once.
private struct DatabaseLibrary {
    private var compiled: [[String]: CompiledDatabase] = [:]
    private(set) var warnings: [Diagnostic] = []

    mutating func read(_ paths: [String]) throws(AssemblyError) -> CompiledDatabase {
        if let known = compiled[paths] { return known }
        var merged = Database()
        var diagnostics: [Diagnostic] = []
        for (index, path) in paths.enumerated() {
            do throws(DBCError) {
                let (database, found) = try DBCReader.read(path: path)
                diagnostics += found
                if index == 0 { merged = database } else { merged.add(database) }
            } catch {
                throw .database(error)
            }
        }
        let result = CompiledDatabase(merged)
        diagnostics += result.diagnostics
        let errors = diagnostics.filter { $0.severity == .error }
        guard errors.isEmpty else { throw .diagnostics(errors) }
        warnings += diagnostics
        compiled[paths] = result
        return result
    }
}

extension Database {
    /// Takes the messages of another file in, and what their attributes need.
    fileprivate mutating func add(_ other: Database) {
        messages += other.messages
        valueTables += other.valueTables
        let known = attributeDefinitions
        attributeDefinitions += other.attributeDefinitions.filter { definition in
            !known.contains { $0.object == definition.object && $0.name == definition.name }
        }
    }
}
