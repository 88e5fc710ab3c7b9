import CANFrames
import CANTransport
import ThreadExchange

/// The recorder's work, without thread and clock: takes frames out of the ring and writes them.
struct RecorderCore: ~Copyable, Sendable {
    /// What it does, and what became of the frames.
    private(set) var status = RecordingStatus()
    /// What is to be told.
    private(set) var events: [RecorderEvent] = []

    /// The newest frames; nil where none are kept.
    private(set) var blackBox: BlackBox?

    private let settings: RecorderSettings
    private let ring: Ring<ReceivedFrame>
    private let notes: Ring<JournalNote>?
    private let cycles: CycleSource?
    private let lostBefore: LostFrames
    private let lines: RecorderLines
    private var names: LogFileNames
    private var file: LogFile?
    private var isActive = false
    private var text: [UInt8] = []
    /// Frames in `text`.
    private var count: UInt64 = 0
    /// What the ring had refused, or had not come to it, when that was looked at last.
    private var refused: UInt64 = 0
    /// Frames lost of which no log says so yet.
    private var unsaid: UInt64 = 0
    /// Frames lost of which `text` says so.
    private var said: UInt64 = 0
    private var lastSync: Int64 = 0
    private var nextAttempt: Int64 = 0
    /// Frames that were ever taken out of the ring.
    private var taken: UInt64 = 0
    /// The cycle whose place among the frames has not come.
    private var nextCycle: CycleLine?

    /// Lines are handed to the kernel in portions of this size, bytes.
    private static let portion = 1 << 17
    /// Above the floor there must be this much room before writing goes on, bytes.
    private static let margin: Int64 = 1 << 20

    init(
        _ settings: RecorderSettings,
        ring: Ring<ReceivedFrame>,
        notes: Ring<JournalNote>? = nil,
        cycles: CycleSource? = nil,
        lost: LostFrames = LostFrames()
    ) {
        self.settings = settings
        self.ring = ring
        self.notes = notes
        self.cycles = cycles
        lostBefore = lost
        lines = RecorderLines(settings)
        names = LogFileNames(path: settings.path, name: nil)
        blackBox = settings.blackBoxSpan.map { BlackBox(span: $0, size: settings.blackBoxSize) }
        text.reserveCapacity(2 * Self.portion)
        noteBlackBox()
    }

    /// Begins a recording with what is pushed from now on.
    mutating func start(
        name: String?,
        at now: RecorderMoment
    ) throws(RecordingRefusal) {
        guard !isActive else { throw .alreadyRecording(status.path ?? settings.path) }
        if let name, !LogFileNames.isName(name) { throw .invalidName(name) }
        discard()
        names = LogFileNames(path: settings.path, name: name)
        status = RecordingStatus()
        status.begun = now.wall
        noteBlackBox()
        do throws(TransportError) {
            try open(at: now)
        } catch {
            throw .file(.file(settings.path, reason: error.description))
        }
        isActive = true
        forgetLines()
        unsaid = 0
        nextAttempt = 0
        status.state = .recording
        lastSync = now.monotonic
        events.append(.began(path: status.path ?? settings.path))
        keepFloor(now)
    }

    /// Writes what is in the ring, and does what is due by now.
    mutating func step(at now: RecorderMoment) {
        defer { noteBlackBox() }
        guard isActive else { return discard() }
        if file == nil { resume(now) }
        drain(now)
        flush(now)
        rotateByAge(now)
        syncWhereDue(now)
        keepFloor(now)
    }

    /// Writes a person's remark behind the frames that came before it.
    mutating func mark(_ words: String, at now: RecorderMoment) throws(RecordingRefusal) {
        guard isActive else { throw .notRecording }
        if let fault = LogRemark.fault(inMark: words) { throw .invalidMark(fault) }
        drain(now)
        lines.append(.mark(now.wall, words), to: &text)
        flush(now)
        if case .paused(let reason) = status.state {
            throw .file(.file(status.path ?? settings.path, reason: reason))
        }
        status.marks += 1
    }

    /// Takes in what was pushed so far, so that the black box has it.
    mutating func catchUp(at now: RecorderMoment) {
        if isActive { drain(now) } else { discard() }
        noteBlackBox()
    }

    /// Ends the recording: everything pushed so far is written and brought to the disk.
    mutating func stop(at now: RecorderMoment) throws(RecordingRefusal) {
        guard isActive else { throw .notRecording }
        drain(now)
        flush(now)
        sync(now)
        file = nil
        isActive = false
        status.state = .stopped
        status.isFloorReached = false
        events.append(.ended(status))
    }

    /// The events since the last call.
    mutating func takeEvents() -> [RecorderEvent] {
        defer { events = [] }
        return events
    }
}

// Lines.
extension RecorderCore {
    /// Takes the frames out of the ring that no file shall have.
    private mutating func discard() {
        takeNotes()
        for _ in 0..<ring.capacity {
            takeCycles(isWritten: false)
            guard let received = ring.pop() else { break }
            taken &+= 1
            blackBox?.append(received)
        }
        takeCycles(isWritten: false)
        _ = noteRefused()
    }

    /// Takes the notes out of their ring; before the frames, so that those that a note is about are there.
    private mutating func takeNotes() {
        guard let notes else { return }
        for _ in 0..<notes.capacity {
            guard let note = notes.pop() else { return }
            blackBox?.append(note)
        }
    }

    /// Frames that the ring refused, or that did not come to it, since that was looked at last.
    private mutating func noteRefused() -> UInt64 {
        let total = ring.dropped + lostBefore.count
        defer { refused = total }
        blackBox?.lose(total - refused)
        return total - refused
    }

    private mutating func noteBlackBox() {
        guard let blackBox else { return }
        status.blackBoxFrames = blackBox.count
        guard blackBox.count > 0 else { return }
        status.blackBoxBegin = blackBox[0].received.stamp
        status.blackBoxEnd = blackBox[blackBox.count - 1].received.stamp
    }

    private mutating func drain(_ now: RecorderMoment) {
        takeNotes()
        // What comes meanwhile has its turn later: a log that is replayed is faster than any disk.
        for _ in 0..<ring.capacity {
            takeCycles(isWritten: true)
            guard let received = ring.pop() else { break }
            taken &+= 1
            blackBox?.append(received)
            lines.append(received, to: &text)
            count += 1
            if text.count >= Self.portion { flush(now) }
        }
        takeCycles(isWritten: true)
        lose(noteRefused())
    }

    /// Takes the cycles whose place among the frames has come.
    private mutating func takeCycles(isWritten: Bool) {
        guard let cycles else { return }
        while let cycle = nextCycle ?? cycles.next() {
            guard cycle.position <= taken else {
                nextCycle = cycle
                return
            }
            nextCycle = nil
            blackBox?.append(cycle)
            guard isWritten else { continue }
            for item in cycles.items(of: cycle) { lines.append(item, to: &text) }
        }
    }

    private mutating func lose(_ frames: UInt64) {
        status.lost += frames
        unsaid += frames
    }

    /// Hands the lines to the kernel; where that is not possible they are lost.
    private mutating func flush(_ now: RecorderMoment) {
        if file != nil { sayLosses() }
        guard !text.isEmpty else { return }
        rotateBySize(now)
        do throws(TransportError) {
            try write()
        } catch {
            // The file system has no larger files (FAT32 has 4 GiB): there may be room for another one.
            guard error.isTooLarge, rotate(now), (try? write()) != nil else {
                return pause(error.description, now)
            }
        }
    }

    private mutating func sayLosses() {
        guard unsaid > 0 else { return }
        lines.append(.notRecorded(unsaid), to: &text)
        said += unsaid
        unsaid = 0
    }

    private mutating func write() throws(TransportError) {
        guard let size = file?.size else { return dropLines() }
        if size == 0 { text = columns + text }
        try file?.write(text)
        status.written += count
        status.size += Int64(text.count)
        forgetLines()
    }

    /// The lines that each file begins with: what the numbers of cycles are.
    private var columns: [UInt8] {
        var names: [UInt8] = []
        for item in cycles?.columns ?? [] { lines.append(item, to: &names) }
        return names
    }

    private mutating func dropLines() {
        lose(count)
        unsaid += said
        forgetLines()
    }

    private mutating func forgetLines() {
        text.removeAll(keepingCapacity: true)
        count = 0
        said = 0
    }
}

// Files.
extension RecorderCore {
    private mutating func open(at now: RecorderMoment) throws(TransportError) {
        let created = try names.create(at: now)
        status.path = created.path
        file = consume created
        status.files += 1
    }

    private mutating func rotateBySize(_ now: RecorderMoment) {
        guard let greatest = settings.greatestSize, let size = file?.size, size > 0,
            size + Int64(text.count) > greatest
        else { return }
        rotate(now)
    }

    private mutating func rotateByAge(_ now: RecorderMoment) {
        guard let greatest = settings.greatestAge, let begun = file?.begun,
            let size = file?.size, size > 0, now.monotonic - begun >= greatest.wholeNanoseconds
        else { return }
        rotate(now)
    }

    /// Goes on in another file; where none can be made, in the same one, and false.
    @discardableResult
    private mutating func rotate(_ now: RecorderMoment) -> Bool {
        guard now.monotonic >= nextAttempt else { return false }
        sync(now)
        guard file != nil else { return false }
        do throws(TransportError) {
            try open(at: now)
        } catch {
            status.failure = error.description
            nextAttempt = now.monotonic + settings.retryInterval.wholeNanoseconds
            return false
        }
        events.append(.rotated(path: status.path ?? settings.path))
        return true
    }

    private mutating func syncWhereDue(_ now: RecorderMoment) {
        guard let interval = settings.syncInterval,
            now.monotonic - lastSync >= interval.wholeNanoseconds
        else { return }
        sync(now)
    }

    private mutating func sync(_ now: RecorderMoment) {
        lastSync = now.monotonic
        do throws(TransportError) {
            try file?.sync()
            if file != nil { status.synced = status.written }
        } catch {
            pause(error.description, now)
        }
    }
}

// Room.
extension RecorderCore {
    /// Stops writing where the file system has less room than is to be left.
    private mutating func keepFloor(_ now: RecorderMoment) {
        // Where nobody knows how much room there is, a write will tell that there is none.
        guard settings.freeSpaceFloor > 0, file != nil,
            let space = try? names.directory.freeSpace(),
            space < settings.freeSpaceFloor
        else { return }
        let floor = settings.freeSpaceFloor
        pause("\(space) bytes are free, and \(floor) are to be left", now)
        status.isFloorReached = true
    }

    /// Closes the file; what comes is lost until there is room.
    private mutating func pause(_ reason: String, _ now: RecorderMoment) {
        dropLines()
        nextAttempt = now.monotonic + settings.retryInterval.wholeNanoseconds
        status.failure = reason
        guard file != nil else { return }
        file = nil
        status.state = .paused(reason)
        events.append(.paused(path: status.path ?? settings.path, reason: reason))
    }

    private mutating func resume(_ now: RecorderMoment) {
        guard now.monotonic >= nextAttempt else { return }
        nextAttempt = now.monotonic + settings.retryInterval.wholeNanoseconds
        let needed = settings.freeSpaceFloor + Self.margin
        guard let space = try? names.directory.freeSpace(), space >= needed else { return }
        do throws(TransportError) {
            try open(at: now)
        } catch {
            status.failure = error.description
            return
        }
        status.state = .recording
        status.isFloorReached = false
        events.append(.resumed(path: status.path ?? settings.path, lost: unsaid))
        // Before the frames that come now.
        sayLosses()
    }
}
