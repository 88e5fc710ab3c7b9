import CANTransport

/// A bus's load, from its interface's own counts: these see every frame, whatever the filters let pass.
struct LoadMeter {
    private var begun: (link: CANLink, at: Int64)?
    /// The load that was measured last; nil where there is none.
    private(set) var last: UInt16?

    /// A load is of at least so long, ns.
    private static let window: Int64 = 500_000_000
    /// A frame with an identifier of 11 bits and no data, without stuff bits, and the pause behind it
    /// (ISO 11898-1).
    private static let bitsPerFrame = 47.0

    /// The load up to now, when the link's counts were asked for, thousandths, at most 1000; nil where the bit rate is not known or there are
    /// two.
    mutating func load(of link: CANLink, at now: Int64) -> UInt16? {
        guard link.isUp, let bitrate = link.controller?.bitrate,
            link.controller?.dataBitrate == nil
        else {
            begun = nil
            last = nil
            return nil
        }
        guard let begun, begun.link.index == link.index, link.frames >= begun.link.frames,
            link.bytes >= begun.link.bytes
        else {
            self.begun = (link, now)
            last = nil
            return nil
        }
        let elapsed = now - begun.at
        guard elapsed >= Self.window else { return last }
        let bits =
            Double(link.frames - begun.link.frames) * Self.bitsPerFrame
            + Double(link.bytes - begun.link.bytes) * 8
        let taken = bits / Double(bitrate) / (Double(elapsed) / 1e9)
        self.begun = (link, now)
        last = UInt16(min(taken, 1) * 1_000)
        return last
    }
}
