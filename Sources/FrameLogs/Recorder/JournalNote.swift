/// A part of what stands between the frames of a black box, for whoever plays it back.
///
/// Its bytes say nothing here. Fixed-size, so that it fits a ring.
public struct JournalNote: Sendable, BitwiseCopyable {
    /// The most bytes of one; its line in the log stays below 400 bytes, where log2asc and canplayer end.
    public static let capacity = 168

    /// What it is about: a small letter of ASCII.
    public let kind: UInt8
    /// Whether the next note of this kind goes on with it.
    public let isContinued: Bool
    /// Frames that were put into the recorder's ring before it.
    public let position: UInt64
    /// When it was made, monotonic ns.
    public let time: Int64
    private let count: UInt8
    private let storage: [168 of UInt8]

    /// A note of the first bytes of `content`, `capacity` at most.
    public init(
        _ kind: UInt8,
        _ content: Span<UInt8>,
        isContinued: Bool,
        position: UInt64,
        time: Int64
    ) {
        self.kind = kind
        self.isContinued = isContinued
        self.position = position
        self.time = time
        let count = min(content.count, Self.capacity)
        self.count = UInt8(count)
        var storage = [168 of UInt8](repeating: 0)
        for index in 0..<count { storage[index] = content[index] }
        self.storage = storage
    }

    /// The content.
    var part: JournalPart {
        JournalPart(
            kind: kind,
            isContinued: isContinued,
            bytes: (0..<Int(count)).map { storage.span[$0] }
        )
    }
}

/// A part of a black box's journal as it was read: `# journal KIND HEX`, with `+` behind the kind where
/// the next one goes on with it.
public struct JournalPart: Equatable, Sendable {
    /// What it is about: a small letter of ASCII.
    public var kind: UInt8
    /// Whether the next part of this kind goes on with it.
    public var isContinued: Bool
    /// The content.
    public var bytes: [UInt8]
}
