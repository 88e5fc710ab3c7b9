import CANTransport
import Foundation
import SerialAdapter
import Synchronization

/// A virtual CAN interface of its own; needs root and vcan in the kernel.
struct VirtualCANFixture: BusFixture, ~Copyable {
    let name: String

    private static let next = Atomic(0)

    static var burst: Int { 20_000 }

    init() throws {
        name = "axle\(Self.next.add(1, ordering: .relaxed).newValue)"
        _ = try? run("ip", "link", "delete", name)
        try bringBack()
    }

    deinit { _ = try? run("ip", "link", "delete", name) }

    var bus: SocketCANBus { SocketCANBus(interface: name) }

    mutating func takeAway() throws { try run("ip", "link", "delete", name) }

    mutating func bringBack() throws {
        try run("ip", "link", "add", "dev", name, "type", "vcan")
        try run("ip", "link", "set", name, "up")
    }

    func setUp(_ isUp: Bool) throws { try run("ip", "link", "set", name, isUp ? "up" : "down") }

    /// A virtual interface sends at once, so a serial-line adapter whose line nobody reads is used.
    static func withStalledTransmitter(_ body: (inout BusTransmitter) throws -> Void) throws {
        let adapter = try SerialLineAdapter()
        var transmitter = try SocketCANBus(interface: adapter.interface).openTransmitter()
        try body(&transmitter)
    }
}

/// Runs a program and returns what it wrote; throws where it failed.
@discardableResult
func run(_ arguments: String...) throws -> String { try run(arguments) }

/// The same, of a command that was put together.
@discardableResult
func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw TestFailure("\(arguments.joined(separator: " ")): \(text)")
    }
    return text
}
