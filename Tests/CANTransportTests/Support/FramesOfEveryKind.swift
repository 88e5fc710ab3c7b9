import CANFrames

/// Frames of every kind a bus must carry unchanged.
let framesOfEveryKind: [Frame] = {
    let standard = [0, 0x123, 0x7FF].compactMap { FrameID(standard: $0) }
    let extended = [0, 0x123, 0x1FFF_FFFF].compactMap { FrameID(extended: $0) }
    var frames: [Frame?] = []
    for id in standard + extended {
        frames.append(Frame(id: id, bytes: []))
        frames.append(Frame(id: id, bytes: [0xDE, 0xAD, 0xBE, 0xEF]))
        frames.append(Frame(id: id, bytes: Array(1...8)))
        frames.append(Frame(id: id, kind: .remote, length: 4))
        frames.append(Frame(id: id, flags: .isFD, bytes: [1]))
    }
    let id = standard[1]
    frames.append(Frame(id: id, length: 8, rawDLC: 12))
    for length in [0, 8, 12, 16, 20, 24, 32, 48, 64] {
        let bytes = (0..<length).map { UInt8($0 + 1) }
        frames.append(Frame(id: id, flags: [.isFD, .bitRateSwitch], bytes: bytes))
        frames.append(Frame(id: id, flags: [.isFD, .errorStateIndicator], bytes: bytes))
    }
    return frames.compactMap { $0 }
}()
