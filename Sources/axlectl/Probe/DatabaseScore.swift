import CANFrames
import DBC

/// How well a database fits what was heard.
enum Verdict: String, CaseIterable {
    /// It describes this bus.
    case fits
    /// It describes some of it: another model year, one control unit of many, a part of the bus.
    case partly
    /// What agrees may be chance.
    case no
}

/// A database held against what was heard on a bus.
struct DatabaseScore {
    /// The database's index.
    let database: Int
    /// Messages that it has.
    let messages: Int
    /// Messages of it that were heard.
    let heardMessages: Int
    /// Identifiers that were heard, of this database or not.
    let identifiers: Int
    /// Identifiers of it against which nothing speaks.
    let agreeing: Int
    /// Identifiers of it whose length, checksum or counter is another.
    let contradicting: [Contradiction]
    /// Identifiers of it whose checksums are right while the bytes change.
    let proven: Int
    /// Identifiers of it that were heard more than once and for which it has a cycle time.
    let periods: Int
    /// Those whose period is as it says.
    let rightPeriods: Int
    /// Identifiers that would be known to a database of as many messages with identifiers drawn by lot.
    let byChance: Double

    /// Frames whose identifier it has.
    let frames: Int
    /// Those with another length than its message.
    let wrongLengths: Int
    /// Those with a right checksum.
    let rightChecksums: Int
    /// Those with a wrong checksum.
    let wrongChecksums: Int
    /// Those whose alive counter counted on.
    let rightSteps: Int
    /// Those whose alive counter did not.
    let wrongSteps: Int

    /// An identifier that speaks against a database, and by what.
    struct Contradiction {
        let id: FrameID
        let objections: [MessageMatch.Objection]
    }

    init(_ index: Int, _ database: CompiledDatabase, _ heard: [HeardIdentifier]) {
        let known = heard.compactMap { identifier in
            identifier.match(in: index).map { (id: identifier.id, match: $0) }
        }
        let periods = heard.compactMap { identifier -> Bool? in
            guard let match = identifier.match(in: index),
                let cycle = database.messages[match.message].cycleTime
            else { return nil }
            return identifier.hasPeriod(cycle)
        }
        self.database = index
        messages = database.messages.count
        heardMessages = Set(known.map(\.match.message)).count
        identifiers = heard.count
        let objected = known.filter { !$0.match.objections.isEmpty }
        agreeing = known.count - objected.count
        contradicting = objected.map { Contradiction(id: $0.id, objections: $0.match.objections) }
        self.periods = periods.count
        rightPeriods = periods.count { $0 }
        proven = known.count { $0.match.isProven }
        // Two extended identifiers, of half a billion, are hardly ever the same by chance.
        let standard = Set(database.messages.map(\.id)).count { !$0.isExtended }
        byChance = Double(standard * heard.count { !$0.id.isExtended }) / 2048
        frames = known.reduce(0) { $0 + $1.match.frames }
        wrongLengths = known.reduce(0) { $0 + $1.match.wrongLengths }
        rightChecksums = known.reduce(0) { $0 + $1.match.rightChecksums }
        wrongChecksums = known.reduce(0) { $0 + $1.match.wrongChecksums }
        rightSteps = known.reduce(0) { $0 + $1.match.rightSteps }
        wrongSteps = known.reduce(0) { $0 + $1.match.wrongSteps }
    }

    /// Whether it has a checksum or an alive counter in any of the frames.
    var hasChecks: Bool { rightChecksums + wrongChecksums + rightSteps + wrongSteps > 0 }

    /// Whether more agrees than chance gives.
    ///
    /// Cars crowd their identifiers together, so chance gives more than the lot does. On recordings of
    /// the LEAF none of 185 public databases of others has more than three times as many and two.
    var isBeyondChance: Bool { proven > 0 || Double(agreeing) > 3 * byChance + 2 }

    /// The verdict.
    var verdict: Verdict {
        guard isBeyondChance, agreeing > contradicting.count else { return .no }
        // Blocks of identifiers, as radars have them, overlap those of others: without a checksum
        // more has to agree.
        let isMost = proven > 0 ? agreeing * 2 >= identifiers : agreeing * 3 >= identifiers * 2
        let isWhole = isMost || agreeing * 2 >= messages
        let isClean = contradicting.count * 10 <= agreeing + contradicting.count
        return isWhole && isClean ? .fits : .partly
    }

    /// The smaller, the better it fits.
    var rank: (Int, Int, Int, Int, Int) {
        (
            Verdict.allCases.firstIndex(of: verdict) ?? 0, contradicting.count - agreeing, -proven,
            messages, database
        )
    }
}
