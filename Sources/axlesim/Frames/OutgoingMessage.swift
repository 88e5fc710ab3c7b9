import CANFrames
import DBC
import PlantModel

/// What a frame is made from.
struct FrameSource {
    /// The plant now.
    let plant: Plant
    /// The driver now.
    let controls: DriverControls
    /// What is wrong with what is said.
    var disturbances = Disturbances()
    /// How many frames of this message were made before.
    var count: UInt64 = 0
}

/// How one message's frames are made from the plant.
struct MessageRecipe: Sendable {
    /// The identifier.
    let id: UInt32
    /// The period where the database gives none, ms.
    let period: Int
    /// The axle whose inverter says it; nil where another says it.
    var axle: PlantAxle?
    /// Writes the signals.
    let fill: @Sendable (FrameSource, inout FrameWriter) -> Void
}

/// One message that the plant sends on one bus, with its counter.
struct OutgoingMessage {
    /// The bus it is sent on.
    let bus: PlantBus
    /// Who says it.
    let node: PlantNode
    /// The message.
    let message: CompiledMessage
    /// Ticks of 10 ms from one frame to the next.
    let period: UInt64

    /// Bus and message, as `front.INV_Status`.
    var name: String { "\(bus).\(message.name)" }

    private let recipe: MessageRecipe
    private var count: UInt64 = 0
    /// Frames made so far.
    private var number: UInt64 = 0

    /// Binds a recipe to a database; throws where message or signals are missing there.
    init(
        _ recipe: MessageRecipe,
        on bus: PlantBus,
        _ databases: PlantDatabases,
        _ plant: Plant
    )
        throws
    {
        guard
            let id = FrameID(standard: recipe.id),
            let message = databases.message(id, on: bus)
        else {
            throw DatabaseError.noMessage(
                id: String(recipe.id, radix: 16, uppercase: true),
                bus: "\(bus)"
            )
        }
        self.bus = bus
        self.recipe = recipe
        node = PlantNode(saying: recipe)
        self.message = message
        period = UInt64(max(1, (message.cycleTime ?? recipe.period) / 10))
        guard var writer = FrameWriter(message) else {
            throw DatabaseError.broken("\(message.name) has a length that CAN lacks")
        }
        recipe.fill(FrameSource(plant: plant, controls: .parked), &writer)
        if let missing = writer.missing.first {
            throw DatabaseError.noSignal(message: message.name, signal: missing)
        }
    }

    /// Whether a frame is due in a tick; messages with long periods are spread over the ticks.
    func isDue(in tick: UInt64) -> Bool {
        (tick &+ UInt64(message.id.identifier)) % period == 0
    }

    /// The next frame, protected; nil where its sender says nothing, or where the frame is lost.
    mutating func next(_ source: FrameSource) -> Frame? {
        if let axle = recipe.axle, source.disturbances.inverter(axle) == .silent { return nil }
        guard var writer = FrameWriter(message) else { return nil }
        var source = source
        source.count = count
        recipe.fill(source, &writer)
        var frame = writer.frame
        message.protection.protect(&frame, counter: count)
        if source.disturbances.frozenCounter != name { count &+= 1 }
        if source.disturbances.corrupted == name { frame.payload[0] = ~frame.payload[0] }
        defer { number &+= 1 }
        let isLost =
            source.disturbances.isOff(bus)
            || source.disturbances.loses(name, number: number, at: source.plant.time)
        return isLost ? nil : frame
    }
}

extension OutgoingMessage {
    /// Everything the plant says, in the order of sending within a tick.
    ///
    /// Driver assistance, the bench and sensors of motion have a message only where the scenario, or
    /// for the last blended brakes, use it: the car has none.
    static func all(
        _ databases: PlantDatabases,
        _ plant: Plant,
        hasAssistance: Bool = false,
        hasBench: Bool = false,
        hasMotion: Bool = false
    ) throws -> [OutgoingMessage] {
        let drive = try plant.drivenAxles.flatMap { axle in
            let bus: PlantBus = axle == .front ? .front : .rear
            return try MessageRecipe.inverter(axle).map {
                try OutgoingMessage($0, on: bus, databases, plant)
            }
        }
        let battery = try MessageRecipe.battery.map {
            try OutgoingMessage($0, on: .front, databases, plant)
        }
        var recipes = MessageRecipe.car
        if hasAssistance { recipes.append(.assistance) }
        if hasBench { recipes.append(.bench) }
        if hasMotion { recipes.append(.steering) }
        if hasMotion || plant.parameters.brakes.isBlended { recipes.append(.motion) }
        if plant.parameters.battery.hasWideLimits { recipes.append(.wideLimits) }
        let car = try recipes.map {
            try OutgoingMessage($0, on: .car, databases, plant)
        }
        return drive + battery + car
    }
}
