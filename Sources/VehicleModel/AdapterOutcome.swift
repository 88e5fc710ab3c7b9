/// What became of setting a bus's adapter up, or of restarting its controller.
public struct AdapterOutcome: Sendable, BitwiseCopyable {
    /// How far it is.
    public enum Progress: UInt8, Sendable, BitwiseCopyable {
        /// The configuration asks for nothing: the adapter is left as it is.
        case notAsked
        /// It is being done.
        case waiting
        /// It is as the configuration asks.
        case done
        /// The kernel refused a step.
        case failed
        /// The kernel does not answer.
        case hangs
    }

    /// How far it is.
    public var progress = Progress.notAsked
    /// Which step failed; nil where there was no thread for it.
    public var step: AdapterStep?
    /// The kernel's reason for refusing it; 0 where it named none.
    public var errno: Int32 = 0

    /// Nothing is asked for.
    public init() {}

    /// So far, without a failed step.
    public init(_ progress: Progress) { self.progress = progress }
}

/// One thing to be done to set an adapter up.
public enum AdapterStep: UInt8, Sendable, BitwiseCopyable {
    /// Taking the interface down.
    case stop
    /// Setting the bit rate and the sample point.
    case bitrate
    /// Setting the modes.
    case modes
    /// Setting the delay of the restart after bus-off.
    case restart
    /// Bringing the interface up.
    case start
}

#if !hasFeature(Embedded)
extension AdapterOutcome.Progress: CaseIterable {}
extension AdapterStep: CaseIterable {}
#endif
