import FrameLogs
import Logging
import NIOCore
import NIOPosix
import StateProtocol
import VehicleModel

/// The way to the recorder: what is asked of it is carried out in order, on a thread that may wait for a
/// disk, and answered on the server's.
final class RecorderLink {
    private let recorder: LogRecorder?
    private let dumpsAtFaults: Bool
    private let eventLoop: any EventLoop
    private let logger: Logger
    /// One thread; made for the first order.
    private var pool: NIOThreadPool?
    private var isEnded = false
    private var waiting = 0
    private var faults = FaultWatch()
    private var lastDump: NIODeadline?

    /// The most orders that wait, where the disk does not answer.
    private static let mostWaiting = 64

    init(_ configuration: StateServerConfiguration, eventLoop: any EventLoop, logger: Logger) {
        recorder = configuration.recorder
        dumpsAtFaults = configuration.dumpsAtFaults
        self.eventLoop = eventLoop
        self.logger = logger
    }

    /// Has a request carried out for `asker`; the status is answered at once, whatever the disk does.
    func submit(
        _ method: RecordMethod,
        _ request: RPCRequest,
        for asker: String,
        _ responder: Responder
    ) throws(RPCError) {
        let order = try RecordOrder(method, request)
        guard let recorder else {
            throw RPCError(
                RPCError.noRecorder,
                "\(method.rawValue): found no recording in the daemon's configuration; add "
                    + "recording: {path: DIRECTORY, autostart: no} to it and start axled again"
            )
        }
        if method == .status { return responder.succeed(recorder.json) }
        guard !isEnded else { throw Self.stopping(method) }
        guard waiting < Self.mostWaiting else {
            throw RPCError(
                RPCError.busy,
                "\(method.rawValue): \(waiting) requests wait for the recorder, which waits for its "
                    + "disk; at most \(Self.mostWaiting) may"
            )
        }
        carryOut(order, for: asker, by: recorder) { result in
            switch result {
            case .success(let answer): responder.succeed(answer)
            case .failure(let error): responder.fail(error)
            }
        }
    }

    /// Has the black box written where a fault appeared while armed, but not twice in the time that it
    /// spans.
    func look(at report: CycleReport) {
        guard dumpsAtFaults, let recorder, let span = recorder.blackBoxSpan,
            let fault = faults.newFault(in: report), waiting < Self.mostWaiting
        else { return }
        let now = NIODeadline.now()
        if let lastDump, now - lastDump < TimeAmount(span) { return }
        lastDump = now
        let order = RecordOrder.dump(name: "fault-" + fault.wireName)
        carryOut(order, for: "fault \(fault.wireName)", by: recorder) { _ in }
    }

    /// Takes nothing more.
    /// - Returns: The thread, to be shut down before the server's: what waits is refused then, and what is
    ///   under way is answered.
    func end() -> NIOThreadPool? {
        isEnded = true
        defer { pool = nil }
        return pool
    }

    private func carryOut(
        _ order: RecordOrder,
        for asker: String,
        by recorder: LogRecorder,
        _ answer: @escaping (Result<JSONValue, RPCError>) -> Void
    ) {
        waiting += 1
        let work = thread().runIfActive(eventLoop: eventLoop) {
            () -> Result<JSONValue, RecordingRefusal> in
            do throws(RecordingRefusal) {
                return .success(try order.carryOut(by: recorder))
            } catch {
                return .failure(error)
            }
        }
        let method = order.method
        work.assumeIsolated().whenComplete { result in
            self.waiting -= 1
            switch result {
            case .success(.success(let result)):
                self.logger.info("\(method.rawValue): \(asker)")
                answer(.success(result))
            case .success(.failure(let refusal)):
                let error = refusal.rpc(to: method)
                self.logger.notice("\(error.message): \(asker)")
                answer(.failure(error))
            case .failure: answer(.failure(Self.stopping(method)))
            }
        }
    }

    private static func stopping(_ method: RecordMethod) -> RPCError {
        RPCError(RPCError.noAnswer, "\(method.rawValue): the daemon stops")
    }

    private func thread() -> NIOThreadPool {
        if let pool { return pool }
        let made = NIOThreadPool(numberOfThreads: 1)
        made.start()
        pool = made
        return made
    }
}
