import CANTransport

/// Virtual CAN interfaces for one drive, removed with it; needs root and vcan in the kernel.
final class VirtualBuses {
    let buses: Prototype.Buses
    /// Further ones, which the vehicle does not have.
    let others: [String]

    private let folder: TestFolder

    /// Three for the vehicle, and so many others.
    init(others count: Int = 0) async throws {
        folder = try TestFolder()
        // An interface's name has at most 15 characters.
        let tag = String(UInt16.random(in: 0 ... .max), radix: 36)
        buses = Prototype.Buses(front: "axf" + tag, rear: "axr" + tag, car: "axc" + tag)
        others = (0..<count).map { "ax\($0)" + tag }
        for name in all { try await create(name) }
    }

    deinit {
        for name in all {
            _ = try? Program("/usr/bin/env", ["ip", "link", "delete", name], in: folder)
        }
    }

    /// Those of the vehicle first.
    var all: [String] { [buses.front, buses.rear, buses.car] + others }

    func create(_ name: String) async throws {
        try await ip("link", "add", "dev", name, "type", "vcan")
        try await ip("link", "set", name, "up")
    }

    func delete(_ name: String) async throws { try await ip("link", "delete", name) }

    func setUp(_ name: String, _ isUp: Bool) async throws {
        try await ip("link", "set", name, isUp ? "up" : "down")
    }

    func rename(_ name: String, to other: String) async throws {
        try await setUp(name, false)
        try await ip("link", "set", name, "name", other)
        try await setUp(other, true)
    }

    private func ip(_ arguments: String...) async throws {
        try await Program.run("ip", arguments, in: folder)
    }
}
