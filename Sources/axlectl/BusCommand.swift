import ArgumentParser
import CANTransport
import StateClient

/// The command `axlectl bus`.
struct Bus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus",
        abstract: "Serve buses between the processes of one host, where the kernel has no CAN.",
        subcommands: [Serve.self]
    )

    /// The command `axlectl bus serve`.
    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Serve local buses until SIGINT or SIGTERM.",
            discussion: """
                Each frame that a process sends to a bus reaches every other connection to it. Other
                programs name the bus unix:PATH. Who may write to the socket's file may send frames.
                """
        )

        @Argument(help: "Where each bus's socket is made; unix: in front is accepted.")
        var paths: [String]

        func validate() throws {
            do throws(TransportError) {
                for path in paths { _ = try Self.path(path) }
            } catch {
                throw ValidationError("\(error)")
            }
        }

        func run() throws {
            Interruption.watch()
            // Before the hubs' threads start, so that they inherit it: a late hub is a late bus.
            let granted = RealTime.enter(priority: 30)
            if !granted.isScheduled { StandardOutput.writeError("axlectl: \(granted)") }
            let hubs: [LocalBusHub]
            do throws(TransportError) {
                hubs = try Self.serve(paths)
            } catch {
                StandardOutput.writeError("axlectl: \(error)")
                throw ExitCode(1)
            }
            while Interruption.signal == nil { Self.rest() }
            for hub in hubs {
                let statistics = hub.statistics
                hub.stop()
                StandardOutput.writeLine(
                    "unix:\(hub.path): \(statistics.frames) frames, \(statistics.dropped) not "
                        + "delivered to slow connections, \(statistics.malformed) malformed"
                )
            }
            throw ExitCode(128 + (Interruption.signal ?? 0))
        }

        private static func serve(_ paths: [String]) throws(TransportError) -> [LocalBusHub] {
            var hubs: [LocalBusHub] = []
            for path in paths {
                let hub = try LocalBusHub(path: try Self.path(path))
                try hub.start()
                StandardOutput.writeLine("serving unix:\(hub.path)")
                hubs.append(hub)
            }
            return hubs
        }

        /// Waits for a signal to this thread; one that another thread takes is seen half a second later.
        private static func rest() {
            guard var poller = try? Poller() else { return }
            _ = try? poller.wait(milliseconds: 500)
        }

        private static func path(_ text: String) throws(TransportError) -> String {
            let address = text.hasPrefix("unix:") ? text : "unix:" + text
            guard case .local(let path) = try BusAddress(parsing: address) else { return text }
            return path
        }
    }
}
