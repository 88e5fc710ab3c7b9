import CANFrames

/// What the guardian has read of each input.
struct VehicleInputs: Sendable {
    /// The newest value with the time it was received.
    private struct Reading: Sendable {
        var value = 0
        var at: Int64?
        var counter: Int?
    }

    private let fields: InputFields
    private let nissan = Checksum()
    private let axle = Checksum(polynomial: 0x1D)
    private var readings: [24 of Reading] = .init(repeating: Reading())

    init(_ fields: InputFields) { self.fields = fields }

    /// Takes a frame from a bus.
    ///
    /// A wrong checksum, a counter that stands still (old data sent again) and a value that is not
    /// available are not taken: the last value lives until its age.
    mutating func take(_ frame: borrowing Frame, on bus: MonitorBus, at now: Int64) {
        for index in 0..<MonitorInput.count {
            guard fields.all[index]?.id == frame.id, let field = fields.all[index],
                field.bus == bus, field.length == frame.length, isRight(frame, field.protection)
            else { continue }
            if let counter = field.counter {
                let count = counter.raw(in: frame)
                guard readings[index].counter != count else { continue }
                readings[index].counter = count
            }
            guard let value = field.value(in: frame) else { continue }
            readings[index].value = value
            readings[index].at = now
        }
    }

    /// An input's value; nil where it is not known or not configured.
    mutating func value(_ input: MonitorInput, at now: Int64) -> Int? {
        let index = Int(input.rawValue)
        guard let age = fields.all[index]?.age, let at = readings[index].at else { return nil }
        return now &- at <= age ? readings[index].value : nil
    }

    /// Whether an input says yes; nil where it is not known or not configured.
    mutating func flag(_ input: MonitorInput, at now: Int64) -> Bool? {
        value(input, at: now).map { $0 != 0 }
    }

    mutating func isConfigured(_ input: MonitorInput) -> Bool {
        fields.all[Int(input.rawValue)]?.age != nil
    }

    private mutating func isRight(_ frame: borrowing Frame, _ protection: InputProtection) -> Bool {
        switch protection {
        case .none: return true
        case .nissan: return nissan.steps.isRight(frame)
        case .axle(let id):
            guard frame.length > 0 else { return false }
            return axle.steps.withID(id, of: frame) == frame[Int(frame.length) - 1]
        }
    }
}
