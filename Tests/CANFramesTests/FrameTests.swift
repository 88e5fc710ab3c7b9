import CANFrames
import Testing

@Suite struct FrameIDTests {
    @Test("an identifier that does not fit its width is refused")
    func widths() {
        #expect(FrameID(standard: 0x7FF) != nil)
        #expect(FrameID(standard: 0x800) == nil)
        #expect(FrameID(extended: 0x1FFF_FFFF) != nil)
        #expect(FrameID(extended: 0x2000_0000) == nil)
        #expect(FrameID(rawValue: 0x8000_0100)?.isExtended == true)
        #expect(FrameID(rawValue: 0x0000_0800) == nil)
    }

    @Test("standard 100 and extended 100 are different")
    func widthsDiffer() {
        #expect(FrameID(standard: 0x100) != FrameID(extended: 0x100))
        #expect(FrameID(standard: 0x100)?.identifier == FrameID(extended: 0x100)?.identifier)
    }

    @Test("three digits for a standard identifier, eight for an extended one")
    func text() {
        #expect(FrameID(standard: 0x1D)?.description == "01D")
        #expect(FrameID(extended: 0x18DB33F1)?.description == "18DB33F1")
    }
}

@Suite struct FrameTests {
    private let id: FrameID

    init() throws { id = try #require(FrameID(standard: 0x123)) }

    @Test("only lengths that CAN has are accepted", arguments: 0...70)
    func lengths(length: Int) throws {
        #expect((Frame(id: id, length: length) != nil) == (length <= 8))
        let hasFD = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64].contains(length)
        #expect((Frame(id: id, flags: .isFD, length: length) != nil) == hasFD)
    }

    @Test("a negative length is refused")
    func negativeLength() throws {
        #expect(Frame(id: id, length: -1) == nil)
    }

    @Test("bytes outside the payload read as zero and cannot be written")
    func bounds() throws {
        var frame = try #require(Frame(id: id, bytes: [1, 2, 3]))
        frame[3] = 9
        frame[64] = 9
        frame[-1] = 9
        #expect(frame.bytes == [1, 2, 3])
        #expect(frame[3] == 0)
        #expect(frame[64] == 0)
        #expect(frame[-1] == 0)
    }

    @Test("frames are equal exactly where all their parts are")
    func equality() throws {
        let frame = try #require(Frame(id: id, bytes: [1, 2, 3]))
        var other = frame
        #expect(frame == other)
        other[2] = 4
        #expect(frame != other)
        #expect(frame != Frame(id: id, flags: .isFD, bytes: [1, 2, 3]))
        let extended = try #require(FrameID(extended: 0x123))
        #expect(frame != Frame(id: extended, bytes: [1, 2, 3]))
        #expect(frame != Frame(id: id, bytes: [1, 2]))
    }

    @Test("an error frame shows its classes, another frame none")
    func errorClasses() throws {
        let bits = ErrorFrame.busOff.rawValue | ErrorFrame.controller.rawValue
        let id = try #require(FrameID(standard: bits))
        let error = try #require(Frame(id: id, kind: .error, length: 8))
        #expect(ErrorFrame(error)?.contains(.busOff) == true)
        #expect(ErrorFrame(error)?.contains(.noAcknowledge) == false)
        let ordinary = try #require(Frame(id: id, length: 8))
        #expect(ErrorFrame(ordinary) == nil)
    }
}
