import CANFrames
import DBC

/// Frames heard on one bus, held against every known database.
///
/// Time comes in with each frame; nothing here waits or reads a clock.
struct BusProbe {
    /// The databases, in the order in which indices name them.
    let databases: [CompiledDatabase]
    /// Data frames; the only ones that databases are held against.
    private(set) var frames = 0
    /// Remote frames, which carry nothing to compare.
    private(set) var remoteFrames = 0
    /// Frames by which the controller or the kernel tells of an error.
    private(set) var errorFrames = 0
    /// What the error frames said, and how often.
    private(set) var errors: [String: Int] = [:]

    private var places: [FrameID: Int] = [:]
    private var heard: [HeardIdentifier] = []

    /// A bus on which nothing was heard.
    init(_ databases: [CompiledDatabase]) { self.databases = databases }

    /// Takes a frame that came at `stamp`.
    mutating func add(_ frame: borrowing Frame, at stamp: Timestamp) {
        switch frame.kind {
        case .data:
            frames += 1
            heard[place(of: frame.id)].add(frame, at: stamp)
        case .remote: remoteFrames += 1
        case .error:
            errorFrames += 1
            for text in ErrorFrame.meaning(of: frame) where !text.hasPrefix("error counters") {
                errors[text, default: 0] += 1
            }
        }
    }

    /// The identifiers of data frames, standard ones first.
    var identifiers: [HeardIdentifier] {
        heard.sorted {
            ($0.id.isExtended ? 1 : 0, $0.id.identifier)
                < ($1.id.isExtended ? 1 : 0, $1.id.identifier)
        }
    }

    /// What each database is worth, the best first; equal ones in the order of `databases`.
    var scores: [DatabaseScore] {
        var scores = databases.indices.map { DatabaseScore($0, databases[$0], heard) }
        scores.sort { $0.rank < $1.rank }
        return scores
    }

    private mutating func place(of id: FrameID) -> Int {
        if let known = places[id] { return known }
        let matches = databases.indices.compactMap { index in
            databases[index].index(of: id).map {
                MessageMatch(database: index, message: $0, databases[index].messages[$0])
            }
        }
        places[id] = heard.count
        heard.append(HeardIdentifier(id, matches))
        return heard.count - 1
    }
}
