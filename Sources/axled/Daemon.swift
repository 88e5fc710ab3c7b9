import CANTransport
import ControlRuntime
import DBC
import DaemonConfiguration
import Foundation
import FrameLogs
import Logging
import StateProtocol
import StateServer
import ThreadExchange
import VehicleBinding
import VehicleModel

/// Why the daemon cannot start; its text names the place, what was found and what is allowed.
struct StartError: Error, CustomStringConvertible {
    let description: String
}

/// The daemon's parts, put together and run.
struct Daemon {
    private let configuration: DaemonConfiguration
    private let mode: OperatingMode
    private let assembly: DaemonAssembly
    private let replay: ReplayThread.Options?
    private let recorder: LogRecorder?
    private let channels: DaemonChannels
    private let logger: Logger

    /// Why it ends.
    private enum Ending: Sendable {
        case signal(Int32)
        case controlEnded(TransportError?)
        case replayEnded(ReplayThread.Outcome)
        case stopAsked
    }

    /// Reads and checks everything that can be wrong, before anything runs.
    init(
        configurationPath: String,
        replay: ReplayThread.Options?,
        logger: Logger
    ) throws(StartError) {
        self.replay = replay
        self.logger = logger
        do throws(ConfigurationError) {
            configuration = try DaemonConfiguration.read(path: configurationPath)
        } catch {
            throw StartError(description: error.description)
        }
        for warning in configuration.warnings { logger.warning("\(warning)") }
        mode = replay == nil ? configuration.mode : min(configuration.mode, .shadow)
        do throws(AssemblyError) {
            assembly = try DaemonAssembly(
                configuration,
                mode: mode,
                receivesEverything: true,
                lastArmingID: UInt64(max(0, MonotonicClock.now()))
            )
        } catch {
            throw StartError(description: error.description)
        }
        for warning in assembly.warnings { logger.warning("\(warning)") }
        let cycles = Ring<CycleNote>(capacity: configuration.recording == nil ? 1 : 4096)
        if let recording = configuration.recording {
            recorder = try .configured(
                recording,
                configuration.buses,
                cycles: .reports(in: cycles),
                logger: logger
            )
        } else {
            recorder = nil
        }
        channels = DaemonChannels(
            recording: recorder?.ring,
            notes: recorder?.notes,
            cycles: recorder == nil ? nil : cycles,
            lost: recorder?.lost
        )
    }

    /// Runs until a signal, a client's request or the log's end; returns the exit status.
    func run(until signals: AwaitedSignals, exitsAtEnd: Bool) async throws -> Int32 {
        let (endings, sender) = AsyncStream.makeStream(of: Ending.self)
        let server = try await startServer()
        try signals.wait { number in
            if number == SIGHUP {
                server.reloadDatabases(for: "SIGHUP")
            } else {
                sender.yield(.signal(number))
            }
        }
        let status: Int32
        if let replay {
            let player = try ReplayThread(
                assembly.plan,
                options: replay,
                channels: channels,
                whenReady: { [logger] in logger.info("\(replay.path): playing") },
                whenAskedToStop: { sender.yield(.stopAsked) },
                whenEnded: { sender.yield(.replayEnded($0)) }
            )
            status = await wait(endings, exitsAtEnd: exitsAtEnd)
            player.stop()
        } else {
            let control = try ControlThread(
                assembly.plan,
                channels: channels,
                whenReady: { [logger, mode] granted in
                    let scheduling = granted.map { "; \($0)" } ?? ""
                    logger.info("mode \(mode.wireName)\(scheduling)")
                },
                whenEnded: { sender.yield(.controlEnded($0)) }
            )
            status = await wait(endings, exitsAtEnd: true)
            control.stop()
        }
        await server.stop()
        recorder?.end()
        return status
    }

    private func startServer() async throws -> StateServer {
        let databases = assembly.buses.byName
        var settings = StateServerConfiguration(
            statePath: configuration.sockets.state,
            controlPath: configuration.sockets.control,
            stateGroup: configuration.sockets.stateGroup,
            controlGroup: configuration.sockets.controlGroup,
            vehicle: configuration.vehicle.name,
            buses: configuration.buses.map { BusIdentity(name: $0.name, address: $0.address) },
            databases: databases,
            configuredMode: configuration.mode,
            mode: mode
        )
        settings.recorder = recorder
        if replay == nil {
            settings.dumpsAtFaults = configuration.recording?.dumpsAtFaults ?? false
            let reloader = DatabaseReloader(
                configuration,
                exchange: channels.databases,
                logger: logger
            )
            settings.reload = { (prepare) throws(DatabaseReloadError) in
                try reloader.reload(prepare)
            }
        }
        let server = StateServer(
            settings,
            snapshots: channels.snapshots,
            frames: channels.frames,
            requests: channels.requests,
            answers: channels.answers,
            logger: logger
        )
        try await server.start()
        return server
    }

    private func wait(_ endings: AsyncStream<Ending>, exitsAtEnd: Bool) async -> Int32 {
        for await ending in endings {
            switch ending {
            case .signal, .stopAsked: return 0
            case .controlEnded(nil): return 0
            case .controlEnded(let error?):
                logger.error("control thread: \(error)")
                return 1
            case .replayEnded(let outcome):
                logger.info("played \(outcome.frames) frames, ignored \(outcome.ignored)")
                if let remark = outcome.remark { logger.warning("\(remark)") }
                if let failure = outcome.failure {
                    logger.error("\(failure)")
                    if exitsAtEnd { return 2 }
                }
                if let playback = outcome.playback {
                    logger.log(level: playback.isExact ? .info : .error, "\(playback)")
                    if exitsAtEnd, !playback.isExact { return 1 }
                }
                if exitsAtEnd { return 0 }
            }
        }
        return 0
    }
}

extension BusDescription {
    /// What a log calls the bus: the interface where there is one, else the bus's name.
    var interfaceName: String { address.hasPrefix("unix:") ? name : address }
}

extension [BoundBus] {
    /// The database of each bus, by the bus's name.
    var byName: [String: CompiledDatabase] {
        Dictionary(map { ($0.name, $0.database) }, uniquingKeysWith: { first, _ in first })
    }
}
