/// Reads where the daemon's and the guardian's sockets are.
struct SocketReader {
    /// What relative paths are relative to.
    let directory: String
    private static let allowed = "a path of at most 107 bytes"

    /// The daemon's own sockets.
    func readSockets(_ section: Section) -> SocketDescription {
        let sockets = SocketDescription(
            state: readPath("state", section),
            control: readPath("control", section),
            stateGroup: readGroup("state_group", section),
            controlGroup: readGroup("control_group", section)
        )
        section.finish()
        return sockets
    }

    /// The guardian's socket.
    func readGuard(_ section: Section) -> String {
        let path = readPath("socket", section)
        section.finish()
        return path
    }

    /// Refuses two sockets at one path.
    func checkDifference(_ top: Section, _ sockets: SocketDescription, _ guardSocket: String?) {
        if !sockets.state.isEmpty && sockets.control == sockets.state {
            top.section("sockets").report(
                "control",
                found: "the path of sockets.state",
                allowed: "another path"
            )
        }
        let own = [sockets.state, sockets.control]
        if let guardSocket, !guardSocket.isEmpty, own.contains(guardSocket) {
            top.section("guard").report(
                "socket",
                found: "a path of the daemon's own sockets",
                allowed: "the guardian's"
            )
        }
    }

    private func readPath(_ key: String, _ section: Section) -> String {
        section.value(key, allowed: Self.allowed, instead: "") { text in
            Self.socketPath(text, in: directory)
        }
    }

    private func readGroup(_ key: String, _ section: Section) -> String? {
        section.value(
            key,
            allowed: "a group's name",
            fallback: "none",
            instead: nil as String?
        ) { text in
            if text == "none" { return .some(nil) }
            let isName = text.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/")
            }
            return isName && text.utf8.count <= 32 ? .some(text) : nil
        }
    }

    /// An absolute path that the kernel takes for a socket; nil where it would not.
    static func socketPath(_ text: String, in directory: String) -> String? {
        let path = DaemonReader.resolve(text, in: directory)
        let isPlain = path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return !text.isEmpty && isPlain && path.utf8.count <= 107 ? path : nil
    }
}
