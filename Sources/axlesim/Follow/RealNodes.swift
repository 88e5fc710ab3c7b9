import CANFrames
import PlantModel
import VehicleModel

/// The nodes that the plant does not play: what they say, and what it makes of that.
///
/// A real drive unit's torque drives the plant's axle, and its power is counted with the speed it
/// tells; a real battery's voltage and limits are the plant's; real pedals are the driver. Real wheels
/// are compared with the plant's. Until a node has spoken, and once it is old, there is no torque and
/// no pedal; the battery keeps its last voltage.
struct RealNodes {
    /// What is heard of each message.
    private(set) var messages: [FollowedMessage]
    /// The largest difference between what real wheels and drive units tell of their speed and the
    /// plant's, m/s and rad/s.
    private(set) var largestDifference = (wheels: 0.0, motors: 0.0)

    /// The nodes that are not played.
    private var followed: Set<PlantNode>
    /// When each message was heard last, steps of the plant; nil before the first time.
    private var heard: [UInt64?]
    /// When each node was heard last, or began to be waited for.
    private var lastSign: [PlantNode: UInt64] = [:]
    /// The nodes whose silence was told.
    private var silent: Set<PlantNode> = []

    private var controls = DriverControls.parked

    /// How long torque and pedal are good, steps of the plant.
    private static let lifetime: UInt64 = 200
    /// After how long silence is told, steps of the plant.
    private static let patience: UInt64 = 1000

    /// Follows the nodes that are not played; throws where the databases lack what they say.
    init(_ databases: PlantDatabases, played: Set<PlantNode>) throws(DatabaseError) {
        messages = try FollowedMessage.all(databases)
        heard = .init(repeating: nil, count: messages.count)
        followed = Set(PlantNode.allCases).subtracting(played)
    }

    /// Whether there is a node to follow.
    var isFollowing: Bool { !followed.isEmpty }

    /// Follows one more node from a step on.
    mutating func follow(_ node: PlantNode, from step: UInt64) {
        followed.insert(node)
        lastSign[node] = step
    }

    /// Takes a frame that somebody else sent, before a step of the plant.
    mutating func take(_ frame: borrowing Frame, on bus: PlantBus, before plant: Plant) {
        let id = frame.id
        for index in messages.indices where messages[index].bus == bus && messages[index].id == id {
            guard followed.contains(messages[index].node), messages[index].take(frame) else {
                continue
            }
            heard[index] = plant.steps
            lastSign[messages[index].node] = plant.steps
            silent.remove(messages[index].node)
            use(messages[index], plant)
        }
    }

    private mutating func use(_ message: FollowedMessage, _ plant: Plant) {
        let values = message.values
        switch message.meaning {
        case .pedals:
            // As the core does: the lesser track is the pedal.
            controls.accelerator = min(max(min(values[0], values[1]) / 100, 0), 1)
            // The switch alone tells no way; a brake pedal's message says more.
            if values[2] == 0 {
                controls.brake = 0
            } else if controls.brake == 0 {
                controls.brake = DriverControls.parked.brake
            }
        case .brakePedal: controls.brake = values[0] / 255
        case .selector:
            switch values[0] {
            case 0xBB: controls.selector = .drive
            case 0x99: controls.selector = .reverse
            default: controls.selector = .neutral
            }
        case .wheels(let axle):
            let speed = 0.5 * (values[0] + values[1]) / 3.6
            let difference = abs(speed - plant[axle].surfaceSpeed.magnitude.rawValue)
            largestDifference.wheels = max(largestDifference.wheels, difference)
        case .unit(let axle):
            guard values[2] == 1 else { return }
            let difference = abs(values[1] * .pi / 30 - plant[axle].motorSpeed.rawValue)
            largestDifference.motors = max(largestDifference.motors, difference)
        case .batteryStatus, .batteryLimits: break
        }
    }

    /// Puts real pedals in the place of the scenario's.
    func replace(_ scripted: inout DriverControls, at step: UInt64) {
        guard followed.contains(.pedals) else { return }
        scripted = controls
        let isKnown = messages.indices.contains {
            messages[$0].meaning == .pedals && isFresh($0, at: step)
        }
        if !isKnown { scripted.accelerator = 0 }
    }

    /// Puts what real drive units and a real battery tell in the place of the plant's.
    func act(on plant: inout Plant) {
        for index in messages.indices where followed.contains(messages[index].node) {
            let values = messages[index].values
            switch messages[index].meaning {
            case .unit(let axle):
                let isKnown = isFresh(index, at: plant.steps)
                plant.follow(isKnown ? Self.reading(values) : Self.noTorque, on: axle)
            case .batteryStatus:
                // 1023 counts say that there is no value.
                guard let voltage = values.first, voltage < 511 else { continue }
                plant.follow(batteryVoltage: Voltage(voltage))
            case .batteryLimits:
                guard values.count == 2 else { continue }
                plant.setLimits(
                    discharge: values[0] < 255.75 ? values[0] * 1000 : nil,
                    charge: values[1] < 255.75 ? values[1] * 1000 : nil
                )
            case .pedals, .selector, .brakePedal, .wheels: break
            }
        }
    }

    /// The nodes that have just been silent for a second, with the message that is waited for.
    mutating func newlySilent(at step: UInt64) -> [(node: PlantNode, message: String)] {
        var found: [(node: PlantNode, message: String)] = []
        for node in PlantNode.allCases where followed.contains(node) && !silent.contains(node) {
            guard step >= lastSign[node, default: 0] + Self.patience,
                let message = messages.first(where: { $0.node == node })
            else { continue }
            silent.insert(node)
            found.append((node, message.name))
        }
        return found
    }

    private func isFresh(_ index: Int, at step: UInt64) -> Bool {
        heard[index].map { step <= $0 + Self.lifetime } ?? false
    }

    private static let noTorque = MotorReading(torque: .zero, speed: nil)

    private static func reading(_ values: [Double]) -> MotorReading {
        let isKnown = values[2] == 1
        return MotorReading(
            torque: Torque(values[0]),
            speed: isKnown ? RotationalSpeed(values[1] * .pi / 30) : nil
        )
    }
}
