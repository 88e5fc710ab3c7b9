import FrameLogs
import GuardLink
import VehicleModel

/// What became of a black box that was played back.
public struct Playback: Hashable, Sendable {
    /// Cycles that were computed again.
    public var cycles: UInt64 = 0
    /// Those of them in which frames were commanded.
    public var commandedCycles: UInt64 = 0
    /// How often it had to begin anew behind a gap: frames or parts of the journal are missing.
    public var interruptions: UInt64 = 0
    /// Cycles whose command or torque differs from what was recorded.
    public var differentCycles: UInt64 = 0
    /// The first of them: what came of it, and what was recorded.
    public var firstDifference: String?
    /// Whether another program wrote the journal, so that nothing was played back.
    public var isForeign = false
}

/// Computes the cycles of a journal again, from the state that it holds on, and compares.
struct JournalPlayback {
    /// What became of it so far.
    private(set) var result = Playback()
    /// Whether the pipeline is in the recorded one's place.
    private(set) var isExact = false
    private var reader = JournalReader()

    /// Something is missing: nothing is exact until the next state.
    mutating func interrupt() {
        if isExact { result.interruptions += 1 }
        isExact = false
    }

    /// Takes a part of the journal.
    /// - Returns: The time of the cycle that it made, monotonic ns; nil where it made none.
    mutating func take(_ part: JournalPart, _ pipeline: inout CyclePipeline) -> Int64? {
        switch reader.take(part) {
        case nil: break
        case .unreadable: interrupt()
        case .foreign:
            interrupt()
            result.isForeign = true
        case .state(let state):
            guard !isExact || state.memory.generation != pipeline.generation else { break }
            pipeline.wholeMemory = state.memory
            isExact = true
        case .request(let recorded):
            guard isExact else { break }
            _ = pipeline.handle(recorded.request, at: Instant(nanoseconds: recorded.time))
        case .cycle(let recorded):
            if recorded.hasGap || recorded.command.cycle != pipeline.report.cycle &+ 1 {
                interrupt()
            }
            guard isExact else { break }
            run(recorded, &pipeline)
            return recorded.time
        }
        return nil
    }

    private mutating func run(_ recorded: RecordedCycle, _ pipeline: inout CyclePipeline) {
        pipeline.step(
            at: Instant(nanoseconds: recorded.time),
            guardian: recorded.guardian,
            isOverrun: recorded.isOverrun,
            isStalled: recorded.isStalled,
            isBusLost: recorded.isBusLost,
            hasLostFrames: recorded.hasLostFrames
        )
        let command = pipeline.encode(issued: recorded.time)
        result.cycles += 1
        if recorded.command.count > 0 { result.commandedCycles += 1 }
        guard let difference = difference(command, pipeline.report, recorded) else { return }
        result.differentCycles += 1
        result.firstDifference =
            result.firstDifference ?? "cycle \(recorded.command.cycle): \(difference)"
    }

    private func difference(
        _ command: GuardCommand,
        _ report: CycleReport,
        _ recorded: RecordedCycle
    ) -> String? {
        for axle in Axle.allCases {
            let (found, expected) = (report.axles[axle].given, recorded.given[axle])
            guard found.rawValue.bitPattern != expected.rawValue.bitPattern else { continue }
            return "\(axle) torque \(found.rawValue) Nm, recorded \(expected.rawValue) Nm"
        }
        guard command != recorded.command else { return nil }
        for index in 0..<GuardCommand.maximumFrames {
            let (found, expected) = (Self.text(command, index), Self.text(recorded.command, index))
            if found != expected { return "frame \(found), recorded \(expected)" }
        }
        return "arming \(command.armingID), token \(command.token), recorded arming "
            + "\(recorded.command.armingID), token \(recorded.command.token)"
    }

    private static func text(_ command: borrowing GuardCommand, _ index: Int) -> String {
        guard let (axle, frame) = command.frame(at: index) else { return "none" }
        return "\(axle) \(FrameNotation.format(frame))"
    }
}

extension Playback: CustomStringConvertible {
    /// Whether cycles were played back, and every one had the recorded command and torque.
    public var isExact: Bool { cycles > 0 && differentCycles == 0 && !isForeign }

    /// One sentence.
    public var description: String {
        if isForeign { return "black box: not played back, another build of axled wrote it" }
        guard cycles > 0 else { return "black box: not played back, it holds no whole state" }
        let parts = interruptions == 0 ? "" : ", with \(interruptions) gaps"
        let played =
            "black box: played \(cycles) cycles back\(parts), \(commandedCycles) of them with a command"
        guard let firstDifference else {
            return played + "; every command and torque is the recorded one, bit for bit"
        }
        return played + "; \(differentCycles) differ, the first in \(firstDifference)"
    }
}
