import CANTransport
import Foundation

/// How late a loop of 10 ms wakes up that is made as the control thread is.
///
/// A timer on the absolute clock, epoll, real-time priority and locked memory as far as the kernel
/// grants them; against cyclictest, which sleeps on the same clock.
enum WakeUpBench {
    static let names = ["cycle.wakeup.median", "cycle.wakeup.p99", "cycle.wakeup.max"]
    private static let period: Int64 = 10_000_000
    // Both take turns, so that what disturbs one is likely to disturb the other.
    private static let turns = 2
    private static let cyclesPerTurn = 250

    static func run(_ report: inout BenchReport) throws {
        var ours = Samples(capacity: turns * cyclesPerTurn)
        var theirs = Samples(capacity: turns * cyclesPerTurn)
        var reason: String?
        for _ in 0..<turns {
            for lateness in try RealTimeThread.run(measure) { ours.add(lateness) }
            do {
                for latency in try CyclicTest.run(
                    cycles: cyclesPerTurn,
                    priority: RealTimeThread.priority
                ) {
                    theirs.add(latency)
                }
            } catch {
                reason = "\(error)"
            }
        }
        if let reason { report.explain("\(reason): the wake-up figures have no peer") }
        for (name, part) in zip(names, [0.5, 0.99, 1]) {
            let value = theirs.quantile(part)
            let peer = reason == nil ? Peer(name: CyclicTest.name, value: value) : nil
            report.print(name, ours.quantile(part), "us", peer: peer)
        }
    }

    /// The lateness of each cycle, us.
    private static func measure() throws -> [Double] {
        var latenesses: [Double] = []
        latenesses.reserveCapacity(cyclesPerTurn)
        var timer = try CycleTimer(period: period)
        var poller = try Poller()
        try poller.add(timer.descriptor, token: 0)
        while latenesses.count < cyclesPerTurn {
            _ = try poller.wait(milliseconds: 100)
            guard let tick = timer.read() else { continue }
            latenesses.append(Double(tick.lateness) / 1000)
        }
        return latenesses
    }
}

/// cyclictest of rt-tests.
enum CyclicTest {
    static let name = "cyclictest -q -m -p \(RealTimeThread.priority) -i 10000"

    /// The latency of each cycle, us, from its histogram.
    static func run(cycles: Int, priority: Int32) throws -> [Double] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "cyclictest", "-q", "-m", "-p", "\(priority)", "-i", "10000", "-l", "\(cycles)",
            "-h", "100000",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchError("cyclictest is missing or not permitted")
        }
        var latencies: [Double] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count == 2, let latency = Double(words[0]), let count = Int(words[1]) else {
                continue
            }
            latencies += Array(repeating: latency, count: count)
        }
        guard latencies.count == cycles else {
            throw BenchError("cyclictest tells of \(latencies.count) cycles, expected \(cycles)")
        }
        return latencies
    }
}
