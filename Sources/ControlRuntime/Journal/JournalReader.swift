import FrameLogs

/// Puts a journal's parts together.
struct JournalReader {
    /// A record.
    enum Record {
        case state(RecordedState)
        case cycle(RecordedCycle)
        case request(RecordedRequest)
        /// Another program wrote it.
        case foreign
        /// Parts of it are missing or damaged, or it came before any state of this program.
        case unreadable
    }

    private var isOurs = false
    private var kind: UInt8 = 0
    private var bytes: [UInt8] = []

    /// The record that ends with this part; nil where more belong to it.
    mutating func take(_ part: JournalPart) -> Record? {
        if part.kind != kind { bytes = [] }
        kind = part.kind
        bytes += part.bytes
        guard !part.isContinued else { return nil }
        defer { bytes = [] }
        guard let kind = JournalKind(rawValue: part.kind), let content = checkedContent else {
            return .unreadable
        }
        switch kind {
        case .state:
            // Another program's memory is not looked at, whatever its sum says.
            isOurs = Self.read(UInt64.self, content, from: 0) == JournalSum.program
            guard isOurs else { return .foreign }
            return Self.read(RecordedState.self, content).map(Record.state) ?? .unreadable
        case .cycle:
            guard isOurs else { return .unreadable }
            return Self.read(RecordedCycle.self, content).map(Record.cycle) ?? .unreadable
        case .request:
            guard isOurs else { return .unreadable }
            return Self.read(RecordedRequest.self, content).map(Record.request) ?? .unreadable
        }
    }

    /// What stands before the sum, where that is right.
    private var checkedContent: ArraySlice<UInt8>? {
        let length = bytes.count - MemoryLayout<UInt64>.size
        guard length > 0 else { return nil }
        var sum = JournalSum()
        bytes.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
        let content = bytes[..<length]
        return Self.read(UInt64.self, bytes[...], from: length) == sum.value ? content : nil
    }

    /// Reads memory that this program wrote.
    private static func read<Value: BitwiseCopyable>(
        _ type: Value.Type,
        _ content: ArraySlice<UInt8>
    ) -> Value? {
        content.count == MemoryLayout<Value>.size ? read(type, content, from: 0) : nil
    }

    private static func read<Value: BitwiseCopyable>(
        _ type: Value.Type,
        _ content: ArraySlice<UInt8>,
        from place: Int
    ) -> Value? {
        guard content.count >= place + MemoryLayout<Value>.size else { return nil }
        return content.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: type) }
    }
}
