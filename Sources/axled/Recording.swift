import CANFrames
import ControlRuntime
import DaemonConfiguration
import FrameLogs
import Logging
import StateProtocol
import ThreadExchange

extension RecorderSettings {
    /// As configured, under the names of these buses.
    init(_ recording: RecordingDescription, _ buses: [BusDescription]) {
        self.init(path: recording.path, interfaces: buses.map(\.interfaceName))
        marksDirection = recording.marksDirection
        flushInterval = recording.flushInterval
        syncInterval = recording.syncInterval
        greatestSize = recording.rotationSize
        greatestAge = recording.rotationAge
        freeSpaceFloor = recording.freeSpaceFloor
        blackBoxSpan = recording.blackBoxSpan
        blackBoxSize = recording.blackBoxSize
    }
}

extension LogRecorder {
    /// A recorder as configured, which tells the daemon's log what happens; it records already where it
    /// shall begin with the daemon.
    static func configured(
        _ recording: RecordingDescription,
        _ buses: [BusDescription],
        cycles: CycleSource,
        logger: Logger
    ) throws(StartError) -> LogRecorder {
        let recorder: LogRecorder
        do throws(LogError) {
            recorder = try LogRecorder(
                RecorderSettings(recording, buses),
                cycles: cycles
            ) { event in logger.log(level: event.level, "\(event)") }
        } catch {
            throw StartError(description: error.description)
        }
        guard recording.startsAtOnce else { return recorder }
        do throws(RecordingRefusal) {
            try recorder.start()
        } catch {
            throw StartError(description: error.description)
        }
        return recorder
    }
}

extension CycleSource {
    /// The control core's quantities, cycle by cycle.
    static func reports(in ring: Ring<CycleNote>) -> CycleSource {
        CycleSource(columns: CoreSignal.all.map(\.name)) {
            ring.pop().map { note in
                CycleLine(
                    position: note.position,
                    stamp: Timestamp(nanoseconds: note.report.wallTime),
                    values: CoreSignal.all.map { $0.value(in: note.report) }
                )
            }
        }
    }
}

extension RecorderEvent {
    fileprivate var level: Logger.Level {
        switch self {
        case .began, .rotated, .ended, .dumped: .info
        case .resumed: .warning
        case .paused: .error
        }
    }
}
