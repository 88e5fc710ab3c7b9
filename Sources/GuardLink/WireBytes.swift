/// The version both ends must have: a record with another one is malformed.
let guardWireVersion: UInt16 = 2

/// A fixed-size record that crosses the guardian's socket, little-endian.
protocol GuardRecord {
    /// The first four bytes.
    static var magic: UInt32 { get }
    /// The record's exact size in bytes, at most `WireBytes.capacity`.
    static var wireSize: Int { get }
    func write(to bytes: inout WireBytes)
    /// Reads a record whose size, magic and version are right; nil where its content is not.
    init?(reading bytes: borrowing WireBytes)
}

/// Room for one record of either kind and one byte more, which shows a longer one.
struct WireBytes: Sendable {
    static let capacity = 176
    var storage: [176 of UInt8] = .init(repeating: 0)

    mutating func put<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number, at place: Int)
    {
        for index in 0..<(Number.bitWidth / 8) {
            storage[place + index] = UInt8(truncatingIfNeeded: number >> (index * 8))
        }
    }

    func take<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type,
        at place: Int
    ) -> Number {
        var number: Number = 0
        for index in 0..<(Number.bitWidth / 8) {
            number |= Number(truncatingIfNeeded: storage.span[place + index]) << (index * 8)
        }
        return number
    }
}

extension GuardRecord {
    /// Reads what came as one datagram of `size` bytes.
    static func read(_ bytes: borrowing WireBytes, size: Int) -> Self? {
        guard
            size == wireSize, bytes.take(UInt32.self, at: 0) == magic,
            bytes.take(UInt16.self, at: 4) == guardWireVersion
        else { return nil }
        return Self(reading: bytes)
    }
}
