import Logging
import NIOCore
import NIOPosix
import StateProtocol

/// Databases made ready for the board, off the server's thread.
struct PreparedDatabases: Sendable {
    let generation: UInt32
    let catalog: SignalCatalog
}

extension ServerCore {
    /// Has the databases read again, for `asker`; `answer` is called once on the server's thread.
    func reload(for asker: String, _ answer: @escaping (Result<JSONValue, RPCError>) -> Void) {
        guard let reload = configuration.reload else { return refuse(.replay, asker, answer) }
        guard !isReloading else { return refuse(.underWay, asker, answer) }
        // The control thread has the last word; this spares the reading where it is known already.
        guard board.snapshot.report.arming == .disarmed else {
            return refuse(.armed, asker, answer)
        }
        isReloading = true
        logger.info("\(DatabaseMethod.reload.rawValue): \(asker)")
        let core = NIOLoopBound(self, eventLoop: eventLoop)
        let (eventLoop, buses) = (eventLoop, configuration.buses)
        // A thread that is there for this one reload; nothing waits for it where the server stops.
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        let work = pool.runIfActive(eventLoop: eventLoop) {
            () -> Result<[LoadedDatabase], DatabaseReloadError> in
            do throws(DatabaseReloadError) {
                let files = try reload { (fresh) throws(DatabaseReloadError) in
                    let prepared = PreparedDatabases(
                        generation: fresh.generation,
                        catalog: SignalCatalog(buses: buses, databases: fresh.databases)
                    )
                    do {
                        try eventLoop.submit { core.value.prepared = prepared }.wait()
                    } catch {
                        // The loop takes nothing more.
                        throw .stopping
                    }
                }
                return .success(files)
            } catch {
                return .failure(error)
            }
        }
        work.assumeIsolated().whenComplete { result in
            pool.shutdownGracefully { _ in }
            self.isReloading = false
            switch result {
            case .success(.success(let files)): self.finish(files, asker, answer)
            case .success(.failure(let error)): self.refuse(error, asker, answer)
            case .failure: self.refuse(.stopping, asker, answer)
            }
        }
    }

    private func finish(
        _ files: [LoadedDatabase],
        _ asker: String,
        _ answer: (Result<JSONValue, RPCError>) -> Void
    ) {
        // No frame may have come since; who asks for names now shall see the new ones.
        if let prepared { putInForce(prepared) }
        for file in files { logger.info("\(file.sentence)") }
        logger.info("databases reloaded, generation \(board.generation): \(asker)")
        answer(
            .success([
                "generation": .count(board.generation), "files": .array(files.map(\.json)),
            ])
        )
    }

    private func refuse(
        _ error: DatabaseReloadError,
        _ asker: String,
        _ answer: (Result<JSONValue, RPCError>) -> Void
    ) {
        switch error {
        case .broken(let reasons):
            for reason in reasons.prefix(20) { logger.error("\(reason)") }
            prepared = nil
        case .armed: prepared = nil
        // What was prepared before the control thread fell silent may be in force there.
        case .underWay, .replay, .unanswered, .stopping: break
        }
        logger.notice("databases not reloaded, those in force stay: \(error.sentence): \(asker)")
        answer(.failure(error.rpc))
    }

    /// Puts prepared databases in force at the first frame that was received under them.
    func followGeneration(of frame: UInt32) {
        guard let prepared, prepared.generation == frame else { return }
        putInForce(prepared)
    }

    /// Decodes with other databases from here on: nothing is known of their signals yet, and
    /// subscriptions find theirs again by name.
    private func putInForce(_ fresh: PreparedDatabases) {
        prepared = nil
        board.replace(fresh)
        for client in clients.values { client.databasesChanged(board) }
    }
}
