import CANTransport
import Foundation

/// A hub in a folder of its own.
struct LocalFixture: BusFixture, ~Copyable {
    private let folder: String
    private var hub: LocalBusHub?

    static var burst: Int { 20_000 }

    init() throws {
        folder = NSTemporaryDirectory() + "axle-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        hub = nil
        try bringBack()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/bus" }

    var bus: LocalBus { LocalBus(path: path) }

    var statistics: LocalBusHub.Statistics? { hub?.statistics }

    mutating func takeAway() throws {
        hub?.stop()
        hub = nil
    }

    mutating func bringBack() throws {
        let made = try LocalBusHub(path: path)
        try made.start()
        hub = made
    }

    static func withStalledTransmitter(_ body: (inout BusTransmitter) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "axle-\(UUID().uuidString)"
        // Not started: it takes nothing off its connections.
        let hub = try LocalBusHub(path: path)
        var transmitter = try LocalBus(path: path).openTransmitter()
        try body(&transmitter)
        hub.stop()
    }
}
