import Testing

@testable import CANTransport

@Suite struct AdapterSettingsTests {
    private func link(_ change: (inout CANController) -> Void = { _ in }) -> CANLink {
        var controller = CANController(state: .errorActive)
        controller.bitrate = 500_000
        controller.samplePoint = 875
        change(&controller)
        return CANLink(name: "can0", index: 3, isUp: true, controller: controller)
    }

    @Test("settings that ask for nothing are met by any adapter that is up")
    func nothing() {
        #expect(AdapterSettings().areMet(by: link()))
        var down = link()
        down.isUp = false
        #expect(!AdapterSettings().areMet(by: down))
        var without = link()
        without.controller = nil
        #expect(!AdapterSettings().areMet(by: without))
    }

    @Test("a bit rate and a sample point are met as near as a controller's clock comes")
    func near() {
        var settings = AdapterSettings()
        settings.bitrate = 500_000
        settings.samplePoint = 870
        #expect(settings.areMet(by: link()))
        #expect(settings.areMet(by: link { $0.bitrate = 501_000 }))
        #expect(!settings.areMet(by: link { $0.bitrate = 250_000 }))
        #expect(!settings.areMet(by: link { $0.samplePoint = 750 }))
        #expect(!settings.areMet(by: link { $0.bitrate = nil }))
    }

    @Test("only the modes that are asked for matter, switched on or off")
    func modes() {
        var settings = AdapterSettings()
        settings.listensOnly = true
        settings.loopsBack = false
        #expect(settings.modes.mask == 0b11)
        #expect(settings.modes.flags == 0b10)
        #expect(settings.areMet(by: link { $0.modes = 0b1_0010 }))
        #expect(!settings.areMet(by: link { $0.modes = 0b0_0011 }))
        #expect(!settings.areMet(by: link()))
        settings.restartMilliseconds = 100
        #expect(!settings.areMet(by: link { $0.modes = 0b10 }))
        #expect(
            settings.areMet(
                by: link {
                    $0.modes = 0b10
                    $0.restartMilliseconds = 100
                }
            )
        )
    }
}
