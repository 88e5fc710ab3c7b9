import Testing

@testable import CANTransport

@Suite struct LinkTableTests {
    private func link(_ name: String, _ index: Int32, isUp: Bool = true) -> CANLink {
        CANLink(name: name, index: index, isUp: isUp)
    }

    @Test("a link is found by its name, and its state follows what is told")
    func state() {
        var table = LinkTable()
        #expect(table.state(of: "can0") == .absent)
        table.note(link("can0", 3, isUp: false))
        #expect(table.state(of: "can0") == .down)
        table.note(link("can0", 3))
        #expect(table.state(of: "can0") == .up)
        table.remove(index: 3)
        #expect(table.state(of: "can0") == .absent)
    }

    @Test("a controller in bus-off is up and passes nothing; one that is down is down")
    func busOff() {
        var off = link("can0", 3)
        off.controller = CANController(state: .busOff)
        #expect(off.state == .busOff)
        off.controller?.state = .errorPassive
        #expect(off.state == .up)
        off.controller?.state = .busOff
        off.isUp = false
        #expect(off.state == .down)
    }

    @Test("a renamed link has its new name only, and a new one of the old name is another")
    func renamed() {
        var table = LinkTable()
        table.note(link("can0", 3))
        table.note(link("can9", 3))
        #expect(table["can0"] == nil)
        #expect(table["can9"]?.index == 3)
        table.note(link("can0", 4))
        #expect(table["can0"]?.index == 4)
        #expect(table.all.map(\.name) == ["can0", "can9"])
    }

    @Test(
        "a link that a whole answer does not tell is gone; one that an incomplete one leaves out stays"
    )
    func sweep() {
        var table = LinkTable()
        table.note(link("can0", 3))
        table.note(link("can1", 4))
        table.beginAll()
        table.note(link("can1", 4))
        table.dropAnswer()
        table.endAll()
        #expect(table.all.count == 2)
        table.beginAll()
        table.note(link("can1", 4))
        table.endAll()
        #expect(table.all.map(\.name) == ["can1"])
    }
}
