/// What is set on a CAN adapter; what is nil is left as it is.
public struct AdapterSettings: Hashable, Sendable {
    /// Bit/s.
    public var bitrate: UInt32?
    /// The part of a bit before it is sampled, thousandths; used with a bit rate only.
    public var samplePoint: UInt32?
    /// From bus-off to a restart by the kernel, ms; 0 for never.
    public var restartMilliseconds: UInt32?
    /// Sends nothing, acknowledgements included.
    public var listensOnly: Bool?
    /// Receives what it sends.
    public var loopsBack: Bool?
    /// Sends a frame once, whether or not it succeeds.
    public var sendsOnce: Bool?
    /// Tells of every error on the bus.
    public var reportsErrors: Bool?

    /// Settings that change nothing.
    public init() {}

    /// The kernel's bits (CAN_CTRLMODE_*) of the modes that are set, and those of them that are on.
    var modes: (mask: UInt32, flags: UInt32) {
        var modes: (mask: UInt32, flags: UInt32) = (0, 0)
        let wishes = [
            (UInt32(0x01), loopsBack), (0x02, listensOnly), (0x08, sendsOnce),
            (0x10, reportsErrors),
        ]
        for case (let bit, let isOn?) in wishes {
            modes.mask |= bit
            if isOn { modes.flags |= bit }
        }
        return modes
    }

    /// Whether an interface is up and as these settings want it: then it is not touched.
    public func areMet(by link: CANLink) -> Bool {
        guard link.isUp, let controller = link.controller else { return false }
        // The controller's clock divides into few bit rates and sample points.
        let bitrateFits = bitrate.map { Self.isNear($0, controller.bitrate, within: 0.005) } ?? true
        let pointFits =
            samplePoint.map { Self.isNear($0, controller.samplePoint, within: 0.05) } ?? true
        return bitrateFits && pointFits
            && restartMilliseconds.map { $0 == controller.restartMilliseconds } ?? true
            && controller.modes & modes.mask == modes.flags
    }

    private static func isNear(_ asked: UInt32, _ found: UInt32?, within part: Double) -> Bool {
        guard let found else { return false }
        return abs(Double(found) - Double(asked)) <= Double(asked) * part
    }
}
