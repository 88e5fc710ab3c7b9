import CANTransport
import Testing

extension LinkMonitor {
    /// Waits for what is told unasked.
    mutating func awaitState(_ state: LinkState, of name: String) throws {
        var poller = try Poller()
        try poller.add(descriptor, token: 0)
        try update()
        for _ in 0..<50 where table.state(of: name) != state {
            try poller.wait(milliseconds: 100)
            try update()
        }
        let found = table.state(of: name)
        #expect(found == state)
    }
}
