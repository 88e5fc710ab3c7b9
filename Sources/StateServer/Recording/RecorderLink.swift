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
    /// The fault that the black box is to be written for, and when.
    private var awaited: (fault: Fault, due: NIODeadline)?

    /// The most orders that wait, where the disk does not answer.
    private static let mostWaiting = 64
    /// The black box is written so long after a fault, so that it shows what became of it.
    private static let aftermath = TimeAmount.seconds(1)

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

    /// Notices a fault that appeared while armed: the black box is to be written for it, but not twice in
    /// the time that it spans.
    func look(at report: CycleReport) {
        guard dumpsAtFaults, let span = recorder?.blackBoxSpan,
            let fault = faults.newFault(in: report), awaited == nil
        else { return }
        let now = NIODeadline.now()
        if let lastDump, now - lastDump < TimeAmount(span) { return }
        lastDump = now
        awaited = (fault, now + Self.aftermath)
    }

    /// Has the black box written where that is due.
    func writeWhereDue() {
        guard let recorder, let awaited, awaited.due <= .now(), waiting < Self.mostWaiting else {
            return
        }
        self.awaited = nil
        carryOut(Self.order(awaited.fault), for: Self.asker(awaited.fault), by: recorder) { _ in }
    }

    /// Takes nothing more.
    /// - Returns: The thread, to be shut down before the server's: what waits is refused then, and what is
    ///   under way is answered.
    func end() -> NIOThreadPool? {
        isEnded = true
        if let recorder, let awaited {
            // Here and now: the thread takes nothing more, and nothing else is left to be served.
            let outcome = Result { () throws(RecordingRefusal) in
                try Self.order(awaited.fault).carryOut(by: recorder)
            }
            note(outcome, of: .dump, for: Self.asker(awaited.fault))
        }
        awaited = nil
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
            guard case .success(let outcome) = result else {
                return answer(.failure(Self.stopping(method)))
            }
            self.note(outcome, of: method, for: asker)
            answer(outcome.mapError { $0.rpc(to: method) })
        }
    }

    private func note(
        _ outcome: Result<JSONValue, RecordingRefusal>,
        of method: RecordMethod,
        for asker: String
    ) {
        switch outcome {
        case .success: logger.info("\(method.rawValue): \(asker)")
        case .failure(let refusal):
            logger.notice("\(refusal.rpc(to: method).message): \(asker)")
        }
    }

    private static func order(_ fault: Fault) -> RecordOrder {
        .dump(name: "fault-" + fault.wireName)
    }

    private static func asker(_ fault: Fault) -> String { "fault \(fault.wireName)" }

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
