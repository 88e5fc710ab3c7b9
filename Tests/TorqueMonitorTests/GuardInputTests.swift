import CANFrames
import Testing

@testable import TorqueMonitor

/// How the guardian reads the vehicle's frames.
@Suite struct GuardInputTests {
    private let front = place(0, 16, high: false, signed: true)

    private func extra(_ raw: Int, _ more: [UInt8] = [0, 0, 0, 0, 0, 0]) throws -> Frame {
        let bits = UInt16(truncatingIfNeeded: raw)
        return try plain(0x100, [UInt8(bits & 0xFF), UInt8(bits >> 8)] + more)
    }

    private func inputs(_ change: (inout SignalField) -> Void) -> VehicleInputs {
        var fields = InputFields()
        var used = field(.car, 0x100, front, age: 100)
        change(&used)
        fields[.acceleration] = used
        return VehicleInputs(fields)
    }

    @Test(
        "a number is scaled toward zero, then offset",
        arguments: [(7, 24), (-7, 16), (0, 20), (1, 20), (3, 22), (-1, 20), (-3, 18)]
    )
    func scale(raw: Int, value: Int) {
        #expect(FieldScale(numerator: 2, denominator: 3, offset: 20).value(of: raw) == value)
    }

    @Test(
        "a value outside its range is none",
        arguments: [(-11, nil), (-10, -10), (0, 0), (20, 20), (21, nil)] as [(Int, Int?)]
    )
    func range(raw: Int, value: Int?) throws {
        var inputs = inputs { $0.range = -10...20 }
        try inputs.take(extra(raw), on: .car, at: 0)
        #expect(inputs.value(.acceleration, at: 0) == value)
    }

    @Test("each of four numbers may say that there is no value", arguments: 0..<4)
    func notAvailable(index: Int) throws {
        var inputs = inputs { $0.notAvailable[index] = 500 }
        try inputs.take(extra(499), on: .car, at: 0)
        try inputs.take(extra(500), on: .car, at: 60)
        #expect(inputs.value(.acceleration, at: 100) == 499)
        #expect(inputs.value(.acceleration, at: 101) == nil)
        try inputs.take(extra(501), on: .car, at: 101)
        #expect(inputs.value(.acceleration, at: 101) == 501)
    }

    @Test("a value counts while its condition is as it must be")
    func condition() throws {
        var inputs = inputs {
            $0.condition = place(16, 2, high: false, signed: false)
            $0.conditionRaw = 2
        }
        var usual = self.inputs { $0.condition = place(16, 2, high: false, signed: false) }
        try usual.take(extra(9, [1, 0, 0, 0, 0, 0]), on: .car, at: 0)
        #expect(usual.value(.acceleration, at: 0) == nil)
        try usual.take(extra(9), on: .car, at: 0)
        #expect(usual.value(.acceleration, at: 0) == 9)
        for bits in UInt8(0)..<4 {
            try inputs.take(extra(Int(bits), [bits, 0, 0, 0, 0, 0]), on: .car, at: 0)
            #expect(inputs.value(.acceleration, at: 0) == (bits < 2 ? nil : 2))
        }
    }

    @Test("a value of its age is known, and not a nanosecond later")
    func age() throws {
        var inputs = inputs { _ in }
        #expect(inputs.value(.acceleration, at: 0) == nil)
        try inputs.take(extra(-5), on: .car, at: 1000)
        #expect(inputs.value(.acceleration, at: 1100) == -5)
        #expect(inputs.value(.acceleration, at: 1101) == nil)
        #expect(inputs.flag(.acceleration, at: 1100) == true)
        #expect(inputs.flag(.acceleration, at: 1101) == nil)
        try inputs.take(extra(0), on: .car, at: 1101)
        #expect(inputs.flag(.acceleration, at: 1101) == false)
        #expect(inputs.value(.cruise, at: 1101) == nil)
        let isConfigured = inputs.isConfigured(.acceleration)
        #expect(isConfigured)
        let isCruiseConfigured = inputs.isConfigured(.cruise)
        #expect(!isCruiseConfigured)
    }

    @Test("a frame counts with its own identifier, bus and length only")
    func exactly() throws {
        var inputs = inputs { _ in }
        try inputs.take(plain(0x101, [1, 0, 0, 0, 0, 0, 0, 0]), on: .car, at: 0)
        try inputs.take(extra(1), on: .front, at: 0)
        try inputs.take(plain(0x100, [1, 0, 0, 0, 0, 0, 0]), on: .car, at: 0)
        #expect(inputs.value(.acceleration, at: 0) == nil)
        try inputs.take(extra(1), on: .car, at: 0)
        #expect(inputs.value(.acceleration, at: 0) == 1)
    }

    @Test("a counter that stands still is old data, any other one is new")
    func counter() throws {
        var inputs = inputs { $0.counter = place(16, 2, high: false, signed: false) }
        for (raw, count, taken) in [(5, 0, 5), (6, 0, 5), (7, 1, 7), (8, 0, 8), (9, 0, 8)] {
            try inputs.take(extra(raw, [UInt8(count), 0, 0, 0, 0, 0]), on: .car, at: Int64(raw))
            #expect(inputs.value(.acceleration, at: 10) == taken)
        }
    }

    @Test("a counter counts also where the value beside it is none")
    func counterBesideNone() throws {
        var inputs = inputs {
            $0.counter = place(16, 2, high: false, signed: false)
            $0.range = 0...10
        }
        try inputs.take(extra(11, [1, 0, 0, 0, 0, 0]), on: .car, at: 0)
        try inputs.take(extra(9, [1, 0, 0, 0, 0, 0]), on: .car, at: 1)
        #expect(inputs.value(.acceleration, at: 1) == nil)
        try inputs.take(extra(9, [2, 0, 0, 0, 0, 0]), on: .car, at: 2)
        #expect(inputs.value(.acceleration, at: 2) == 9)
    }

    // The checksum over data id 0x8C alone is 0.
    @Test("a protected frame without bytes is none", arguments: [0x8C, 0x201] as [UInt16])
    func protectionWithoutBytes(id: UInt16) throws {
        for protection in [InputProtection.nissan, .axle(dataID: id)] {
            var inputs = inputs {
                $0.protection = protection
                $0.length = 0
            }
            try inputs.take(plain(0x100, []), on: .car, at: 0)
            #expect(inputs.value(.acceleration, at: 0) == nil)
        }
        var one = inputs {
            $0.protection = .axle(dataID: id)
            $0.length = 1
            $0.bits = place(0, 8, high: false, signed: false)
        }
        let right = try Checksum(polynomial: 0x1D).withID(id, of: plain(0x100, [0]))
        try one.take(plain(0x100, [right]), on: .car, at: 0)
        #expect(one.value(.acceleration, at: 0) == Int(right))
    }

    @Test("of a protected frame a wrong checksum is not read")
    func protection() throws {
        for protection in [InputProtection.nissan, .axle(dataID: 0x0201)] {
            var inputs = inputs { $0.protection = protection }
            var right = try extra(3)
            let isNissan = protection == .nissan
            right[7] =
                isNissan
                ? checksum(right.bytes.dropLast())
                : Checksum(polynomial: 0x1D).withID(0x0201, of: right)
            var wrong = right
            wrong[7] ^= 1
            inputs.take(wrong, on: .car, at: 0)
            #expect(inputs.value(.acceleration, at: 0) == nil)
            inputs.take(right, on: .car, at: 0)
            #expect(inputs.value(.acceleration, at: 0) == 3)
        }
    }

    @Test(
        "a place lies in 64 bits: the last that does, and the first that does not",
        arguments: [
            (63, 1, false, true), (64, 1, false, false), (-1, 1, false, false), (0, 1, false, true),
            (0, 32, false, true), (0, 33, false, false), (0, 0, false, false),
            (32, 32, false, true),
            (33, 32, false, false), (39, 32, true, true), (38, 32, true, false),
            (56, 1, true, true),
            (56, 2, true, false), (63, 8, true, true), (63, 9, true, false), (7, 32, true, true),
        ]
    )
    func bits(start: Int, count: Int, high: Bool, isRight: Bool) {
        let field = BitField(start: start, count: count, isHighFirst: high, isSigned: false)
        #expect((field != nil) == isRight)
    }

    @Test("each input has the number under which the file and the tables know it")
    func numbers() {
        #expect(MonitorInput.count == MonitorInput.allCases.count)
        #expect(MonitorInput.speed(.front) == .frontSpeed)
        #expect(MonitorInput.speed(.rear) == .rearSpeed)
    }
}
