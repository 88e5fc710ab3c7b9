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
    /// A signal or message that is bound does not exist or does not fit; the place is the database's
    /// where one is to blame, as `file:line:column` or a file.
    case binding(BindingError, place: String?)
    /// More buses than the daemon has room for.
    case tooManyBuses(Int)

    /// One sentence a line: the place, what was found, what is allowed.
    public var description: String {
        switch self {
        case .database(let error): error.description
        case .diagnostics(let diagnostics):
            diagnostics.map(\.description).joined(separator: "\n")
        case .address(let bus, let error): "bus \(bus): \(error)"
        case .binding(let error, let place?): "\(place): error: \(error)"
        case .binding(let error, nil): error.description
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
        let databases = try DatabaseSet(configuration.buses)
        buses = databases.buses
        warnings = databases.warnings
        let vehicle = configuration.vehicle
        let bindings = try BindingSet(vehicle, on: databases, generation: 0)
        let receiver = bindings.receiver
        var plans: [BusPlan] = []
        for (index, bus) in configuration.buses.enumerated() {
            let bound = receiver.identifiers(on: index).map { FrameFilter($0) }
            do throws(TransportError) {
                var plan = BusPlan(
                    name: bus.name,
                    address: try BusAddress(parsing: bus.address),
                    filters: receivesEverything ? nil : bound,
                    receivesErrors: bus.receivesErrors,
                    adapter: bus.adapter.map(AdapterSettings.init)
                )
                plan.recovery = bus.recovery.map(BusOffRecovery.Policy.init)
                plans.append(plan)
            } catch {
                throw .address(bus: bus.name, error)
            }
        }
        plan = ControlPlan(
            buses: plans,
            pipeline: CyclePipeline(
                receiver: receiver,
                encoders: bindings.encoders,
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

extension AdapterSettings {
    fileprivate init(_ description: AdapterDescription) {
        self.init()
        bitrate = description.bitrate
        samplePoint = description.samplePoint
        restartMilliseconds = description.restartMilliseconds
        listensOnly = description.listensOnly
        loopsBack = description.loopsBack
        sendsOnce = description.sendsOnce
        reportsErrors = description.reportsErrors
    }
}

extension BusOffRecovery.Policy {
    fileprivate init(_ description: RecoveryDescription) {
        self.init(
            delay: Int64(description.delay / .nanoseconds(1)),
            longestDelay: Int64(description.longestDelay / .nanoseconds(1)),
            limit: UInt32(clamping: description.limit)
        )
    }
}
