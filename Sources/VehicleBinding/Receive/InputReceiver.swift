public import CANFrames
public import DBC
import SignalCodec
public import VehicleModel

/// One bus as the binding needs it: its name and what its frames mean.
public struct BoundBus: Sendable {
    /// The name people use: front, rear, car.
    public var name: String
    /// What its frames mean; several files are one database here.
    public var database: CompiledDatabase

    /// Puts the parts together.
    public init(name: String, database: CompiledDatabase) {
        self.name = name
        self.database = database
    }
}

/// What became of a received frame.
public enum Reception: UInt8, Sendable {
    /// No input is bound to it.
    case unbound
    /// Its signals are in the table.
    case accepted
    /// Its checksum is wrong; the table keeps what it had, which ages.
    case badChecksum
    /// Its alive counter stood still or jumped too far; the table keeps what it had.
    case badCounter
    /// Accepted, but one frame before it is missing.
    case acceptedAfterGap
}

/// Turns received frames into input samples.
///
/// A frame that fails its end-to-end check refreshes nothing: its signals age out like those of a
/// frame that never came. Uses no heap after it is made.
public struct InputReceiver: Sendable {
    /// Where the alive counter of each bound message stands.
    public struct Memory: Sendable, BitwiseCopyable {
        var counters: [32 of CounterTracker] = .init(repeating: CounterTracker())
        var frames = FrameCounts()
    }

    /// What it remembers of the frames so far.
    public var memory = Memory()

    private let messages: [BoundMessage]
    private let bindings: [InputBinding]
    private let standard: [Int16]
    private let extended: [UInt64: Int16]

    private struct BoundMessage: Sendable {
        let id: FrameID
        let bus: UInt8
        let protection: Protection
        let group: FrameGroup?
        let bindings: Range<Int>
    }

    private static let messageLimit = 32

    /// Binds inputs to the signals of the buses' databases.
    /// - Throws: the first `BindingError`.
    public init(_ inputs: [InputDescription], on buses: [BoundBus]) throws(BindingError) {
        var found: [(bus: Int, message: CompiledMessage, binding: InputBinding)] = []
        for input in inputs { found.append(try Self.resolve(input, on: buses)) }
        var messages: [BoundMessage] = []
        var bindings: [InputBinding] = []
        var standard = [Int16](repeating: -1, count: buses.count * 0x800)
        var extended: [UInt64: Int16] = [:]
        for bus in buses.indices {
            let ids = Set(found.filter { $0.bus == bus }.map(\.message.id))
            for id in ids.sorted(by: { $0.rawValue < $1.rawValue }) {
                let members = found.filter { $0.bus == bus && $0.message.id == id }
                guard let message = members.first?.message else { continue }
                let start = bindings.count
                bindings += members.map(\.binding)
                if id.isExtended {
                    extended[Self.key(bus, id)] = Int16(messages.count)
                } else {
                    standard[bus * 0x800 + Int(id.identifier)] = Int16(messages.count)
                }
                messages.append(
                    BoundMessage(
                        id: id,
                        bus: UInt8(bus),
                        protection: message.protection,
                        group: members.compactMap(\.binding.quantity.group).first,
                        bindings: start..<bindings.count
                    )
                )
            }
        }
        guard messages.count <= Self.messageLimit else {
            throw .tooMany(
                messages.count,
                of: "messages",
                signal: "the vehicle's inputs",
                allowed: Self.messageLimit
            )
        }
        self.messages = messages
        self.bindings = bindings
        self.standard = standard
        self.extended = extended
    }

    /// The identifiers bound on a bus, for the kernel's filters.
    public func identifiers(on bus: Int) -> [FrameID] {
        messages.filter { Int($0.bus) == bus }.map(\.id)
    }

    /// Checks a frame and takes its signals into `table`.
    public mutating func take(
        _ received: borrowing ReceivedFrame,
        into table: inout InputTable
    ) -> Reception {
        guard received.frame.kind == .data, let index = index(of: received) else { return .unbound }
        let reception = check(received.frame, at: index)
        let isBad = reception == .badChecksum || reception == .badCounter
        if let group = messages[index].group { memory.frames.note(group, isBad: isBad) }
        guard !isBad else { return reception }
        let arrival = Instant(nanoseconds: received.arrival)
        for binding in messages[index].bindings {
            let quantity = bindings[binding].quantity
            table[quantity] = bindings[binding].sample(of: received.frame, arrival: arrival)
        }
        return reception
    }

    /// Which frames passed their check since this was asked last.
    public mutating func takeFrameCounts() -> FrameCounts {
        let frames = memory.frames
        memory.frames = FrameCounts()
        return frames
    }

    private mutating func check(_ frame: borrowing Frame, at index: Int) -> Reception {
        let protection = messages[index].protection
        if protection.checksumIsRight(frame) == .bad { return .badChecksum }
        return switch memory.counters[index].step(frame, protection) {
        case .ok, .none: .accepted
        case .gap(let missed): missed == 1 ? .acceptedAfterGap : .badCounter
        case .repeated: .badCounter
        }
    }

    private func index(of received: borrowing ReceivedFrame) -> Int? {
        let id = received.frame.id
        let index: Int16
        if id.isExtended {
            index = extended[Self.key(Int(received.bus), id)] ?? -1
        } else {
            let place = Int(received.bus) * 0x800 + Int(id.identifier)
            index = place < standard.count ? standard[place] : -1
        }
        return index >= 0 ? Int(index) : nil
    }

    private static func key(_ bus: Int, _ id: FrameID) -> UInt64 {
        UInt64(bus) << 32 | UInt64(id.rawValue)
    }

    private static func resolve(
        _ input: InputDescription,
        on buses: [BoundBus]
    ) throws(BindingError) -> (bus: Int, message: CompiledMessage, binding: InputBinding) {
        let parts = input.signal.split(separator: ".", omittingEmptySubsequences: false).map(
            String.init
        )
        guard parts.count == 3 else { throw .malformedPath(input.signal) }
        let bus = try buses.index(named: parts[0], of: input.signal)
        let message = try buses[bus].message(named: parts[1])
        let signal = try message.requireSignal(parts[2])
        guard let scale = WireUnit.factor(of: signal.unit, for: input.quantity) else {
            throw .unit(
                signal.unit,
                signal: input.signal,
                allowed: WireUnit.allowed(for: input.quantity)
            )
        }
        let capacity = InputBinding.capacity
        guard input.table.count <= capacity else {
            throw .tooMany(
                input.table.count,
                of: "values",
                signal: input.signal,
                allowed: capacity
            )
        }
        guard input.notAvailable.count <= capacity else {
            throw .tooMany(
                input.notAvailable.count,
                of: "not-available codes",
                signal: input.signal,
                allowed: capacity
            )
        }
        var validity: SignalLayout?
        if let condition = input.validWhen {
            let prefix = "\(parts[0]).\(parts[1])."
            guard condition.signal.hasPrefix(prefix) else {
                throw .otherMessage(condition.signal, signal: input.signal)
            }
            let name = String(condition.signal.dropFirst(prefix.count))
            validity = try message.requireSignal(name).layout
        }
        let binding = InputBinding(
            input,
            layout: signal.layout,
            scale: scale,
            validity: validity
        )
        return (bus, message, binding)
    }
}

extension [BoundBus] {
    /// The index of the bus with this name.
    func index(named name: String, of path: String) throws(BindingError) -> Int {
        guard let index = firstIndex(where: { $0.name == name }) else {
            throw .unknownBus(name, of: path, known: map(\.name))
        }
        return index
    }
}

extension BoundBus {
    /// The message with this name.
    func message(named message: String) throws(BindingError) -> CompiledMessage {
        if let found = database.message(named: message) { return found }
        throw .unknownMessage(message, bus: name)
    }
}

extension CompiledMessage {
    /// The signal with this name.
    func requireSignal(_ signal: String) throws(BindingError) -> CompiledSignal {
        guard let found = self.signal(named: signal) else {
            throw .unknownSignal(signal, message: name, known: signals.map(\.name))
        }
        return found
    }
}
