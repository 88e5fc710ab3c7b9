import CANTransport
import Testing

@Suite struct BusAddressTests {
    @Test(
        "an address is written as it was read",
        arguments: ["can0", "vcan12", "unix:/run/axle/front", "unix:bus", "abcdefghijklmno"]
    )
    func roundTrips(text: String) throws {
        #expect(try BusAddress(parsing: text).description == text)
    }

    @Test(
        "what the kernel could not take is refused with what is allowed",
        arguments: [
            "", "unix:", "abcdefghijklmnop", "can 0", "a/b", "tcp:host", ".", "..", "can\n",
            "unix:" + String(repeating: "x", count: 108),
        ]
    )
    func refuses(text: String) {
        let error = #expect(throws: TransportError.self) { try BusAddress(parsing: text) }
        guard case .invalidAddress(let found, let allowed) = error else {
            Issue.record("another error")
            return
        }
        #expect(found == text)
        #expect(!allowed.isEmpty)
    }

    @Test("a bus that is not there is absent, whatever its kind")
    func absent() {
        #expect(BusAddress.interface("axlenone0").state == .absent)
        #expect(BusAddress.local(path: "/nonexistent/bus").state == .absent)
    }

    @Test("a network interface of another kind is no CAN bus")
    func otherInterface() { #expect(BusAddress.interface("lo").state == .absent) }
}
