/// The two sockets that clients connect to.
public struct SocketDescription: Hashable, Sendable {
    /// The path of the socket that only tells.
    public var state: String
    /// The path of the socket that also takes requests.
    public var control: String
    /// The group that may connect to the state socket; nil leaves the daemon's own.
    public var stateGroup: String?
    /// The group that may connect to the control socket; nil leaves the daemon's own.
    public var controlGroup: String?

    /// Puts the parts together.
    public init(
        state: String,
        control: String,
        stateGroup: String? = nil,
        controlGroup: String? = nil
    ) {
        self.state = state
        self.control = control
        self.stateGroup = stateGroup
        self.controlGroup = controlGroup
    }
}
