import Foundation
import StateProtocol
import StateServer
import Testing

@Suite struct SocketFileTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("both sockets can be used by user and group only, and vanish at the end")
    func modesAndRemoval() async throws {
        let bench = try await ServerBench()
        #expect(try mode(bench.configuration.statePath) == 0o660)
        #expect(try mode(bench.configuration.controlPath) == 0o660)
        await bench.server.stop()
        #expect(!FileManager.default.fileExists(atPath: bench.configuration.statePath))
        #expect(!FileManager.default.fileExists(atPath: bench.configuration.controlPath))
        await bench.server.stop()
    }

    @Test("a configured group owns its socket, and one that does not exist is only warned of")
    func groups() async throws {
        try await ServerBench.run { configuration in
            configuration.stateGroup = "daemon"
            configuration.controlGroup = "axle-no-such-group"
        } _: { bench in
            let attributes = try FileManager.default.attributesOfItem(
                atPath: bench.configuration.statePath
            )
            if ProcessInfo.processInfo.userName == "root" {
                #expect(attributes[.groupOwnerAccountName] as? String == "daemon")
            }
            #expect(bench.log.contains("axle-no-such-group"))
            #expect(try mode(bench.configuration.controlPath) == 0o660)
        }
    }

    @Test("a live daemon's socket is refused, and the daemon goes on")
    func refusesLive() async throws {
        try await ServerBench.run { bench in
            let second = ServerBench.server(
                bench.configuration,
                bench.snapshots,
                bench.frames,
                bench.requests,
                bench.answers,
                bench.log
            )
            let expected = StateServerError.alreadyServed(path: bench.configuration.statePath)
            await #expect(throws: expected) { try await second.start() }
            var client = try bench.state()
            #expect(try client.ask("state.get")["result"] != nil)
        }
    }

    @Test("a socket that a dead daemon left is replaced")
    func replacesStale() async throws {
        try await ServerBench.run { configuration in
            makeDeadSocket(configuration.statePath)
            makeDeadSocket(configuration.controlPath)
        } _: { bench in
            var client = try bench.state()
            #expect(try client.ask("state.get")["result"] != nil)
        }
    }

    /// Binds a socket and closes it: the file stays, as after a kill.
    private func makeDeadSocket(_ path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(status == 0)
        close(descriptor)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test("a file that is no socket is left alone")
    func refusesFile() async throws {
        let error = await #expect(throws: StateServerError.self) {
            try await ServerBench.run { configuration in
                #expect(
                    FileManager.default.createFile(
                        atPath: configuration.controlPath,
                        contents: Data("keep".utf8)
                    )
                )
            } _: { _ in
            }
        }
        guard case .notASocket = error else {
            Issue.record("expected notASocket, got \(String(describing: error))")
            return
        }
    }

    @Test("a path that is too long or without its directory is refused in one sentence")
    func refusesBadPaths() async throws {
        let long = "/tmp/" + String(repeating: "x", count: 200)
        let expected = StateServerError.pathTooLong(path: long, length: 205, longest: 107)
        await #expect(throws: expected) {
            try await ServerBench.run {
                $0.statePath = long
            } _: { _ in
            }
        }
        let missing = "/tmp/axle-no-such-directory/state.sock"
        let error = await #expect(throws: StateServerError.self) {
            try await ServerBench.run {
                $0.statePath = missing
            } _: { _ in
            }
        }
        #expect(error?.description.contains("directory does not exist") == true)
    }
}
