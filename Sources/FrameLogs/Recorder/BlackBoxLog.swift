public import CANFrames
import CANTransport

/// A log that a black box was written to.
public struct BlackBoxLog: Hashable, Sendable {
    /// The file.
    public var path: String
    /// Frames in it.
    public var frames: Int
    /// Bytes in it.
    public var size: Int64
    /// The stamp of its first frame, wall clock.
    public var first: Timestamp
    /// The stamp of its last frame, wall clock.
    public var last: Timestamp
    /// Frames of that time that were lost before they came here, because the ring was full.
    public var lost: UInt64
}

extension BlackBoxLog {
    /// Lines are handed to the kernel in portions of this size, bytes.
    private static let portion = 1 << 17

    /// Writes a black box to a new file beside the recording's, `blackbox-20261126-142530.log`, and waits
    /// until it is on the disk.
    ///
    /// `name` stands in place of `blackbox`. Throws `.emptyBlackBox`, or `.file` where the file cannot be
    /// made, its file system has no room above the floor, or writing fails; the file then holds the lines
    /// that fitted.
    static func write(
        _ box: BlackBox,
        as name: String?,
        _ settings: RecorderSettings,
        _ cycles: CycleSource? = nil,
        at now: RecorderMoment
    ) throws(RecordingRefusal) -> BlackBoxLog {
        guard box.count > 0 else { throw .emptyBlackBox }
        let directory = LogFileNames(path: settings.path, name: nil).directory
        var names = LogFileNames(path: directory.path + "/", name: name ?? "blackbox")
        try keepFloor(box, directory, settings.freeSpaceFloor)
        var log = BlackBoxLog(
            path: directory.path,
            frames: box.count,
            size: 0,
            first: box[0].received.stamp,
            last: box[box.count - 1].received.stamp,
            lost: (0..<box.count).reduce(box.lostBehind) { $0 + box[$1].lostBefore }
        )
        do throws(TransportError) {
            var file = try names.create(at: now)
            log.path = file.path
            try write(box, cycles, to: &file, RecorderLines(settings))
            log.size = file.size
        } catch {
            throw .file(.file(log.path, reason: error.description))
        }
        return log
    }

    private static func write(
        _ box: BlackBox,
        _ cycles: CycleSource?,
        to file: inout LogFile,
        _ lines: RecorderLines
    ) throws(TransportError) {
        var text: [UInt8] = []
        text.reserveCapacity(2 * portion)
        var note = 0
        // The notes that stand before a frame; those of frames that have left the box say nothing.
        func appendNotes(before frame: UInt64) {
            while note < box.notes.count, box.notes[note].position <= frame {
                if box.notes[note].position >= box.leftBehind {
                    lines.append(.journal(box.notes[note].part), to: &text)
                }
                note += 1
            }
        }
        func sayLoss(_ frames: UInt64) {
            if frames > 0 { lines.append(.notRecorded(frames), to: &text) }
        }
        if let cycles { for item in cycles.columns { lines.append(item, to: &text) } }
        var cycle = box.cycles.startIndex
        func appendCycles(before frame: UInt64) {
            while let cycles, cycle < box.cycles.endIndex, box.cycles[cycle].position <= frame {
                let line = box.cycles[cycle]
                cycle += 1
                guard line.position >= box.leftBehind else { continue }
                for item in cycles.items(of: line) { lines.append(item, to: &text) }
            }
        }
        var told = 0
        for index in 0..<box.count {
            let place = box.leftBehind + UInt64(index)
            appendNotes(before: place)
            appendCycles(before: place)
            sayLoss(box[index].lostBefore)
            if box.notes.count > 0, index >= told {
                let next = note < box.notes.count ? box.notes[note].position : .max
                let end = min(box.count, index + RecorderLines.arrivalsPerLine)
                told = min(end, Int(clamping: next - box.leftBehind))
                let arrivals = (index..<told).map { box[$0].received.arrival }
                lines.append(.arrivals(arrivals), to: &text)
            }
            lines.append(box[index].received, to: &text)
            guard text.count >= portion else { continue }
            try file.write(text)
            text.removeAll(keepingCapacity: true)
        }
        appendNotes(before: box.leftBehind + UInt64(box.count))
        appendCycles(before: .max)
        sayLoss(box.lostBehind)
        try file.write(text)
        try file.sync()
    }

    /// Refuses where less room would be left than the floor, in bytes.
    private static func keepFloor(
        _ box: BlackBox,
        _ directory: Directory,
        _ floor: Int64
    ) throws(RecordingRefusal) {
        // A line has two digits a byte, and at most so much beside them.
        let notes = Int64(box.notes.count) * Int64(2 * JournalNote.capacity + 16)
        let needed = (0..<box.count).reduce(notes) {
            $0 + 2 * Int64(box[$1].received.frame.length) + 84
        }
        // Where nobody knows how much room there is, a write will tell that there is none.
        guard floor > 0, let space = try? directory.freeSpace(), space - needed < floor else {
            return
        }
        let reason = "\(space) bytes are free, \(needed) are needed, and \(floor) are to be left"
        throw .file(.file(directory.path, reason: reason))
    }
}
