/// An 8-bit cyclic redundancy check, most significant bit first, by table.
public struct CRC8: Sendable {
    /// The generator polynomial without its x^8.
    public let polynomial: UInt8
    /// The register before the first byte.
    public let initial: UInt8
    /// What the result is combined with by exclusive or.
    public let final: UInt8
    private let table: [256 of UInt8]

    /// Builds the table.
    public init(polynomial: UInt8, initial: UInt8, final: UInt8) {
        self.polynomial = polynomial
        self.initial = initial
        self.final = final
        var table = [256 of UInt8](repeating: 0)
        for index in 0..<256 {
            var register = UInt8(truncatingIfNeeded: index)
            for _ in 0..<8 {
                register = register & 0x80 != 0 ? register << 1 ^ polynomial : register << 1
            }
            table[index] = register
        }
        self.table = table
    }

    /// The register after one more byte; begin with `initial`, end with exclusive or of `final`.
    public func step(_ register: UInt8, _ byte: UInt8) -> UInt8 {
        table.span[Int(register ^ byte)]
    }

    /// The LEAF's: x^8 + x^7 + x^2 + 1 from 0; "123456789" gives 0x2A.
    public static let nissan = CRC8(polynomial: 0x85, initial: 0, final: 0)
    /// SAE J1850: x^8 + x^4 + x^3 + x^2 + 1 from 0xFF, inverted; "123456789" gives 0x4B.
    public static let j1850 = CRC8(polynomial: 0x1D, initial: 0xFF, final: 0xFF)
}
