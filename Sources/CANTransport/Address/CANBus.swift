public import CANFrames

/// A bus one can attach to.
///
/// Receiving and transmitting are different types, so that a program that holds only receivers
/// cannot send.
public protocol CANBus: Sendable {
    /// Where the bus is found.
    var address: BusAddress { get }

    /// Whether the bus can carry frames now; asks the kernel, without waiting for the bus.
    var state: LinkState { get }

    /// Attaches to receive frames that pass any of `filters`; nil passes all, an empty list none.
    ///
    /// A frame sent after this returns, from any other socket on this host too, is received.
    /// - Parameters:
    ///   - filters: At most 512.
    ///   - bus: The index of the bus that received frames shall carry.
    ///   - receivesErrors: Whether error frames, of all classes, are received.
    /// - Returns: The receiving end, non-blocking.
    /// - Throws: `.absent`, `.noCANSupport`, `.notCAN`, `.tooManyFilters`, or `.system`.
    func openReceiver(
        filters: [FrameFilter]?,
        bus: UInt8,
        receivesErrors: Bool
    ) throws(TransportError) -> BusReceiver

    /// Attaches to send. The transmitter never receives; its frames reach every other socket.
    func openTransmitter() throws(TransportError) -> BusTransmitter
}

extension CANBus {
    /// Attaches to receive every frame but error frames, as bus 0.
    public func openReceiver() throws(TransportError) -> BusReceiver {
        try openReceiver(filters: nil, bus: 0, receivesErrors: false)
    }
}

/// The receiving end of a bus.
///
/// Closed when it goes out of scope.
public protocol CANReceiver: ~Copyable, Sendable {
    /// The socket, to wait on: readable means `receive` has something to say.
    var descriptor: Int32 { get }

    /// Frames lost so far because nobody received them in time. The kernel stamps the count when a
    /// frame is queued, so losses after the last queued frame show only with the next one.
    var overflowCount: UInt64 { get }

    /// Takes what waits, at most `FrameBatch.capacity` frames, without blocking and without heap use.
    ///
    /// Throws `.gone` where the bus vanished (from then on always), `.down` once where the interface
    /// went down.
    /// - Returns: The number of frames in the batch; 0 where none waits.
    mutating func receive(into batch: inout FrameBatch) throws(TransportError) -> Int
}

/// The transmitting end of a bus.
///
/// Closed when it goes out of scope.
public protocol CANTransmitter: ~Copyable, Sendable {
    /// The socket, to wait on: writable means the send queue has room again.
    var descriptor: Int32 { get }

    /// Sends a frame without blocking and without heap use.
    ///
    /// Throws `.full`, `.down`, `.gone` or `.unsupportedFrame`; then the frame was not sent. Error
    /// frames are made by controllers and refused as `.unsupportedFrame`.
    mutating func transmit(_ frame: borrowing Frame) throws(TransportError)
}
