import Foundation

/// What something of somebody else's takes for the same work in the same run.
struct Peer {
    var name: String
    var value: Double
}

/// Prints the figures that were asked for.
struct BenchReport {
    let pattern: String
    private(set) var hasPrinted = false

    init(pattern: String) { self.pattern = pattern }

    /// Whether any of these figures was asked for.
    func wants(_ names: [String]) -> Bool {
        names.contains { pattern.isEmpty || $0.contains(pattern) }
    }

    /// Prints a figure, unless it was not asked for.
    mutating func print(_ name: String, _ value: Double, _ unit: String, peer: Peer? = nil) {
        guard wants([name]) else { return }
        hasPrinted = true
        let peerName = peer.map { Self.quoted($0.name) } ?? "null"
        let peerValue = peer.map { Self.number($0.value) } ?? "null"
        let ratio = peer.map { Self.number(value / $0.value) } ?? "null"
        let line =
            "{\"name\":\(Self.quoted(name)),\"value\":\(Self.number(value)),"
            + "\"unit\":\(Self.quoted(unit)),\"peer\":\(peerName),"
            + "\"peer_value\":\(peerValue),\"ratio\":\(ratio)}"
        Swift.print("bench: \(line)")
        fflush(nil)
    }

    /// Prints the median of several ratios.
    mutating func print(_ name: String, ratio: Double, of peer: String) {
        print(name, ratio, "x peer", peer: Peer(name: peer, value: 1))
    }

    /// Says on standard error why a figure has no peer.
    func explain(_ reason: String) {
        FileHandle.standardError.write(Data("bench: \(reason)\n".utf8))
    }

    private static func number(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        return String(format: value.magnitude < 100 ? "%.3f" : "%.1f", value)
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{20}"...: String(scalar)
            default: " "
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
