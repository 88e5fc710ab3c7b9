import CANTransport
import Testing

@testable import ControlRuntime

@Suite struct LoadMeterTests {
    private func link(_ frames: UInt64, bitrate: UInt32? = 500_000, index: Int32 = 1) -> CANLink {
        var controller = CANController(state: .errorActive)
        controller.bitrate = bitrate
        return CANLink(
            name: "can0",
            index: index,
            isUp: true,
            controller: controller,
            frames: frames,
            bytes: frames * 8
        )
    }

    @Test("a thousand frames of eight bytes a second take 22.2 % of 500 kbit/s")
    func load() {
        var meter = LoadMeter()
        #expect(meter.load(of: link(100), at: 0) == nil)
        #expect(meter.load(of: link(300), at: 200_000_000) == nil)
        #expect(meter.load(of: link(1_100), at: 1_000_000_000) == 222)
        // What was measured last stands until there is more.
        #expect(meter.load(of: link(1_200), at: 1_100_000_000) == 222)
        #expect(meter.load(of: link(1_100), at: 2_000_000_000) == 0)
    }

    @Test("without a bit rate, with two, and on another interface of the name there is none")
    func none() {
        var meter = LoadMeter()
        #expect(meter.load(of: link(0), at: 0) == nil)
        #expect(meter.load(of: link(500, index: 2), at: 1_000_000_000) == nil)
        #expect(meter.load(of: link(1_000, index: 2), at: 2_000_000_000) == 111)
        #expect(meter.load(of: link(1_500, bitrate: nil, index: 2), at: 3_000_000_000) == nil)
        var fast = link(0)
        fast.controller?.dataBitrate = 2_000_000
        #expect(meter.load(of: fast, at: 4_000_000_000) == nil)
        #expect(meter.load(of: fast, at: 5_000_000_000) == nil)
    }

    @Test("more than the bus can carry, as on an emulated one, is all of it")
    func full() {
        var meter = LoadMeter()
        #expect(meter.load(of: link(0), at: 0) == nil)
        #expect(meter.load(of: link(100_000), at: 1_000_000_000) == 1_000)
    }
}
