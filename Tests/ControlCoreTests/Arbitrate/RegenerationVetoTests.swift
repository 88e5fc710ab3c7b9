import ControlCore
import Testing
import VehicleModel

@Suite("RegenerationVeto")
struct RegenerationVetoTests {
    private func step(
        _ veto: inout RegenerationVeto,
        _ isActive: Bool?,
        _ front: Double = 0,
        _ rear: Double = 0,
        full: Double = 340
    ) -> [Double] {
        let caps = veto.step(
            isAntilockActive: isActive,
            driven: AxlePair(front: Torque(front), rear: Torque(rear)),
            full: Torque(full),
            period: .milliseconds(10),
            with: RegenerationVetoParameters()
        )
        return [caps.front.rawValue, caps.rear.rawValue]
    }

    @Test("each axle's cap falls from what it regenerates, whatever the other one does")
    func eachFalls() {
        for (front, rear, caps) in [
            (-100.0, -200.0, [60.0, 160.0]), (-200, -100, [160, 60]), (-41, -40, [1, 0]),
            (-39, -41, [0, 1]), (50, -100, [0, 60]), (.nan, -100, [0, 60]),
            (-100, .infinity, [60, 0]),
        ] {
            var veto = RegenerationVeto()
            #expect(step(&veto, true, front, rear) == caps)
        }
    }

    @Test("the axle that fell further returns as fast, and to the end though the other is free")
    func eachReturns() {
        for isFrontFree in [true, false] {
            var veto = RegenerationVeto()
            func caps(_ isActive: Bool, _ strong: Double = 0, _ weak: Double = 0) -> [Double] {
                let caps = step(
                    &veto,
                    isActive,
                    isFrontFree ? strong : weak,
                    isFrontFree ? weak : strong,
                    full: 32
                )
                return isFrontFree ? caps : caps.reversed()
            }
            #expect(caps(true, -56, -48) == [16, 8])
            for _ in 1...49 { #expect(caps(false) == [16, 8]) }
            #expect(caps(false) == [24, 16])
            // What has come to everything is no cap any more.
            #expect(caps(false) == [.infinity, 24])
            #expect(caps(false) == [.infinity, .infinity])
            #expect(caps(false) == [.infinity, .infinity])
        }
    }

    @Test("the rest begins anew with each time that the antilock brakes act")
    func rests() {
        var veto = RegenerationVeto()
        for _ in 1...60 { #expect(step(&veto, false) == [.infinity, .infinity]) }
        #expect(step(&veto, true, -48, -56) == [8, 16])
        for _ in 1...49 { #expect(step(&veto, false) == [8, 16]) }
        #expect(step(&veto, true, -8, -16) == [0, 0])
        for _ in 1...49 { #expect(step(&veto, false) == [0, 0]) }
        #expect(step(&veto, false) == [8, 8])
    }

    @Test(
        "regeneration falls at 4000 Nm/s under the antilock brakes and returns after 500 ms at 800"
    )
    func veto() {
        var veto = RegenerationVeto()
        func step(_ isActive: Bool?, _ driven: Double = 0) -> Double {
            veto.step(
                isAntilockActive: isActive,
                driven: AxlePair(front: Torque(driven), rear: Torque(-10)),
                full: Torque(340),
                period: .milliseconds(10),
                with: RegenerationVetoParameters()
            ).front.rawValue
        }
        #expect(step(false, -200) == .infinity)
        #expect(step(nil, -200) == .infinity)
        #expect(step(true, -100) == 60)
        #expect(step(true, -100) == 20)
        #expect(step(nil, .nan) == 0)
        #expect(step(true, 50) == 0)
        for _ in 1...49 { #expect(step(false) == 0) }
        #expect(step(false) == 8)
        #expect(step(nil) == 16)
        #expect(step(true, -16) == 0)
        for _ in 1...49 { #expect(step(false) == 0) }
        for cycle in 1...42 { #expect(step(false) == 8 * Double(cycle)) }
        #expect(step(false) == .infinity)
    }
}
