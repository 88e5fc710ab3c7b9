import Foundation

/// What strace wrote of a program's sockets and of what it sent, by all its threads.
struct SystemCallTrace {
    /// Sockets of the CAN family that it opened.
    private(set) var canSockets = 0
    /// Every send or write, whatever to.
    private(set) var sends = 0
    /// Those on a descriptor that was a CAN socket then.
    private(set) var sendsOnCAN: [String] = []

    /// The command that starts a program under strace.
    static func tracer(writingTo path: String) -> [String] {
        [
            "/usr/bin/strace", "-f", "--seccomp-bpf", "-s", "16", "-o", path, "-e",
            "trace=socket,close,sendto,sendmsg,sendmmsg,write,writev",
        ]
    }

    init(_ path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var descriptors: Set<Substring> = []
        // A call that another thread's interrupted: its beginning, by thread.
        var unfinished: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let space = line.firstIndex(of: " ") else { continue }
            let thread = line[..<space]
            var call = line[space...].drop { $0 == " " }
            if let cut = call.range(of: " <unfinished ...>") {
                unfinished[thread] = call[..<cut.lowerBound]
                // What is sent is counted where it begins: descriptors may close behind it.
                note(call, descriptors)
                continue
            }
            if call.hasPrefix("<... "), let end = call.range(of: " resumed>") {
                let start = unfinished.removeValue(forKey: thread) ?? ""
                guard start.hasPrefix("socket(") || start.hasPrefix("close(") else { continue }
                call = Substring(start + call[end.upperBound...])
            }
            let result = call.range(of: " = ", options: .backwards).map {
                call[$0.upperBound...].prefix { $0.isNumber }
            }
            if call.hasPrefix("socket(AF_CAN,") || call.hasPrefix("socket(PF_CAN,") {
                if let result, !result.isEmpty {
                    descriptors.insert(result)
                    canSockets += 1
                }
            } else if call.hasPrefix("close(") {
                descriptors.remove(call.dropFirst(6).prefix { $0.isNumber })
            } else {
                note(call, descriptors)
            }
        }
    }

    private mutating func note(_ call: Substring, _ descriptors: Set<Substring>) {
        guard let open = call.firstIndex(of: "("),
            ["sendto", "sendmsg", "sendmmsg", "write", "writev"].contains(call[..<open])
        else { return }
        sends += 1
        let descriptor = call[call.index(after: open)...].prefix { $0.isNumber }
        if descriptors.contains(descriptor) { sendsOnCAN.append(String(call)) }
    }
}
