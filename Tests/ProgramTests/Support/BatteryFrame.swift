/// The LEAF battery controller's frames, decoded here by hand, as a second source.
enum BatteryFrame {
    /// 0x1DB: 10 bits in bytes 2 and 3, half a volt a count.
    static func voltage(_ bytes: [UInt8]) -> Double {
        Double(UInt16(bytes[2]) << 2 | UInt16(bytes[3]) >> 6) * 0.5
    }

    /// 0x1DB: 11 bits from the top of byte 0, signed, half an ampere a count, negative for discharge.
    static func current(_ bytes: [UInt8]) -> Double {
        let bits = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return Double(Int16(bitPattern: bits) >> 5) * 0.5
    }

    /// 0x1DC: 10 bits from the top of byte 0, a quarter of a kilowatt a count.
    static func dischargeLimit(_ bytes: [UInt8]) -> Double {
        Double(UInt16(bytes[0]) << 2 | UInt16(bytes[1]) >> 6) * 0.25
    }

    /// 0x1DB: volts times the wide current, kilowatts, positive for discharge.
    static func power(_ bytes: [UInt8]) -> Double {
        // 12 bits from the top of byte 5, signed, half an ampere a count, negative for discharge.
        let bits = UInt16(bytes[5]) << 8 | UInt16(bytes[6])
        return -voltage(bytes) * Double(Int16(bitPattern: bits) >> 4) * 0.5 / 1000
    }
}
