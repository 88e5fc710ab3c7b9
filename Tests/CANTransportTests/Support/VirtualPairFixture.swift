import CANTransport
import Synchronization

/// A vxcan pair of its own, both ends here or the far one in a network namespace; needs root and vxcan
/// in the kernel.
struct VirtualPairFixture: ~Copyable {
    let near: String
    let far: String
    /// Where the far end is; nil is here.
    let namespace: String?

    private static let next = Atomic(0)

    init(inNamespace: Bool = false) throws {
        let number = Self.next.add(1, ordering: .relaxed).newValue
        near = "axln\(number)"
        far = "axlf\(number)"
        namespace = inNamespace ? "axle\(number)" : nil
        _ = try? run("ip", "link", "delete", near)
        if let namespace {
            _ = try? run("ip", "netns", "delete", namespace)
            try run("ip", "netns", "add", namespace)
        }
        try make()
    }

    deinit {
        _ = try? run("ip", "link", "delete", near)
        if let namespace { _ = try? run("ip", "netns", "delete", namespace) }
    }

    var nearBus: SocketCANBus { SocketCANBus(interface: near) }
    var farBus: SocketCANBus { SocketCANBus(interface: far) }

    /// Makes the pair, both ends up.
    func make() throws {
        try run("ip", "link", "add", "dev", near, "type", "vxcan", "peer", "name", far)
        if let namespace { try run("ip", "link", "set", far, "netns", namespace) }
        try run("ip", "link", "set", near, "up")
        try setFarUp(true)
    }

    func setFarUp(_ isUp: Bool) throws { try atFar("ip", "link", "set", far, isUp ? "up" : "down") }

    /// Deletes the far end, and with it the near one.
    func deleteFar() throws { try atFar("ip", "link", "delete", far) }

    /// Runs a program where the far end is.
    func atFar(_ arguments: String...) throws {
        let place = namespace.map { ["ip", "netns", "exec", $0] } ?? []
        try run(place + arguments)
    }
}
