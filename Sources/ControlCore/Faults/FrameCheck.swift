import VehicleModel

/// Judges the frames of one group by their end-to-end check.
///
/// Three bad ones of ten, and they are as good as silent; five in a row, and their sender is broken;
/// ten good ones heal both.
struct FrameCheck: Sendable {
    private(set) var isBad = false
    private(set) var isBroken = false
    private var lastTen: UInt16 = 0
    private var inARow = 0

    mutating func step(isBad isFrameBad: Bool) {
        lastTen = (lastTen << 1 | (isFrameBad ? 1 : 0)) & 0x3FF
        inARow = isFrameBad ? inARow + 1 : 0
        if lastTen.nonzeroBitCount >= 3 { isBad = true }
        if inARow >= 5 { isBroken = true }
        guard lastTen == 0 else { return }
        isBad = false
        isBroken = false
    }
}
