/// A torque request (0x1D4) as an inverter reads it; decoded here by hand, as a second source.
struct TorqueRequest: Sendable {
    /// Wall clock, nanoseconds.
    let stamp: Int64
    /// Nm.
    let torque: Double
    /// The alive counter, 0 to 3.
    let counter: UInt8
    let isChecksumRight: Bool

    /// Of eight bytes.
    init(_ sighting: BusListener.Sighting) {
        let bytes = sighting.bytes
        stamp = sighting.stamp
        // 12 bits, signed, in bytes 2 and 3; 0.25 Nm a count.
        let bits = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        torque = Double(Int16(bitPattern: bits) >> 4) * 0.25
        counter = bytes[4] >> 6
        isChecksumRight = Self.checksum(bytes.dropLast()) == bytes[7]
    }

    /// CRC-8 of polynomial 0x85, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        var remainder: UInt8 = 0
        for byte in bytes {
            remainder ^= byte
            for _ in 0..<8 {
                remainder = remainder & 0x80 != 0 ? (remainder << 1) ^ 0x85 : remainder << 1
            }
        }
        return remainder
    }
}

/// The torque requests of one bus, in order.
struct TorqueTrace: Sendable {
    let requests: [TorqueRequest]

    init(_ listener: BusListener) {
        requests = listener.sightings(of: 0x1D4).map { TorqueRequest($0) }
    }

    /// The last request that was not zero.
    var lastTorque: TorqueRequest? { requests.last { $0.torque != 0 } }

    /// Those of zero that came behind it.
    var zeros: [TorqueRequest] {
        guard let index = requests.lastIndex(where: { $0.torque != 0 }) else { return [] }
        return Array(requests[(index + 1)...])
    }

    /// From the last torque to the first zero, milliseconds.
    var zeroDelay: Double? {
        guard let last = lastTorque, let first = zeros.first else { return nil }
        return Double(first.stamp - last.stamp) / 1e6
    }

    /// How many had a wrong checksum or did not count on.
    var faultyCount: Int {
        let wrong = requests.count { !$0.isChecksumRight }
        let jumps = zip(requests, requests.dropFirst()).count { ($0.counter + 1) & 3 != $1.counter }
        return wrong + jumps
    }
}
