/// The CAN interfaces there are, kept by what the kernel tells.
public struct LinkTable: Sendable {
    private var links: [Int32: CANLink] = [:]
    // The interfaces told since all of them were asked for; nil outside of such an answer.
    private var told: Set<Int32>?

    /// A table without links.
    public init() {}

    /// The interface of that name, nil where there is none.
    public subscript(name: String) -> CANLink? { links.values.first { $0.name == name } }

    /// Whether frames can pass on the interface of that name.
    public func state(of name: String) -> LinkState { self[name]?.state ?? .absent }

    /// All interfaces, by name.
    public var all: [CANLink] { links.values.sorted { $0.name < $1.name } }

    /// Takes an interface as it is now.
    mutating func note(_ link: CANLink) {
        told?.insert(link.index)
        links[link.index] = link
    }

    /// Forgets an interface.
    mutating func remove(index: Int32) { links[index] = nil }

    /// Whether all interfaces were asked for, and not all have been told.
    var isBeingTold: Bool { told != nil }

    /// Begins the answer to a question for all interfaces.
    mutating func beginAll() { told = [] }

    /// Gives it up: nothing is known of what was not told.
    mutating func dropAnswer() { told = nil }

    /// Ends it: what was not told is there no more, and its end was told while messages were lost.
    mutating func endAll() {
        guard let told else { return }
        links = links.filter { told.contains($0.key) }
        self.told = nil
    }
}
