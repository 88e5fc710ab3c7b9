import CANFrames
import CLinuxCAN

extension axle_record {
    /// A CAN socket's datagram for a classic frame, in bytes.
    static var classicSize: Int { MemoryLayout<can_frame>.size }

    /// A CAN socket's datagram for an FD frame, in bytes.
    static var fdSize: Int { MemoryLayout<canfd_frame>.size }

    /// The frame in the kernel's form; nil for an error frame, which only controllers make.
    init?(sending frame: borrowing Frame) {
        self.init()
        self.frame.can_id = frame.id.rawValue
        switch frame.kind {
        case .data: break
        case .remote: self.frame.can_id |= FrameFilter.remoteBit
        case .error: return nil
        }
        self.frame.len = frame.length
        if frame.flags.rawValue & FDFlags.isFD.rawValue != 0 {
            self.frame.flags = frame.flags.rawValue
        } else {
            axle_record_set_raw_dlc(&self, frame.rawDLC)
        }
        let length = Int32(frame.length)
        var record = self
        // The span is valid inside the closure, and the C function copies at most 64 bytes.
        frame.payload.span.withUnsafeBytes { bytes in
            axle_record_store(&record, bytes.baseAddress, length)
        }
        self = record
    }

    /// How many of the record's bytes a CAN socket takes for this frame.
    var socketSize: Int32 {
        frame.flags & FDFlags.isFD.rawValue != 0 ? Int32(Self.fdSize) : Int32(Self.classicSize)
    }

    /// Reads the frame; nil where its length or identifier is none that CAN has.
    func received(isFD: Bool) -> Frame? {
        let bits = frame.can_id
        let isError = bits & FrameFilter.errorBit != 0
        guard let id = Self.identifier(of: bits, isError: isError) else { return nil }
        let kind: FrameKind =
            isError ? .error : bits & FrameFilter.remoteBit != 0 ? .remote : .data
        // Newer kernels set the FD flag in received FD frames and older ones do not: it is taken
        // from the datagram's size instead, so both read the same.
        let flags = FDFlags(rawValue: isFD ? frame.flags & 0x03 | FDFlags.isFD.rawValue : 0)
        let rawDLC = isFD || frame.len < 8 ? 0 : axle_record_raw_dlc_of(self)
        guard
            var result = Frame(
                id: id,
                kind: kind,
                flags: flags,
                length: Int(frame.len),
                rawDLC: rawDLC
            )
        else { return nil }
        guard kind != .remote else { return result }
        withUnsafePointer(to: self) { record in
            // Both buffers hold 64 bytes, and the length was checked above.
            withUnsafeMutableBytes(of: &result.payload) { bytes in
                axle_record_load(record, bytes.baseAddress, Int32(frame.len))
            }
        }
        return result
    }

    private static func identifier(of bits: UInt32, isError: Bool) -> FrameID? {
        if isError {
            let classes = bits & 0x1FFF_FFFF
            return FrameID(standard: classes) ?? FrameID(extended: classes)
        }
        return FrameID(rawValue: bits & ~FrameFilter.remoteBit)
    }
}

private func axle_record_raw_dlc_of(_ record: axle_record) -> UInt8 {
    withUnsafePointer(to: record) { axle_record_raw_dlc($0) }
}
