import ArgumentParser
import PlantModel

/// A node of the vehicle that the plant plays, or that is there and plays itself.
enum PlantNode: String, CaseIterable {
    /// The battery's controller.
    case battery
    /// The front drive unit.
    case frontInverter = "front-inverter"
    /// The rear drive unit.
    case rearInverter = "rear-inverter"
    /// Pedals, selector, and the driver's switches.
    case pedals
    /// Wheels, brake unit and meter: what tells how the car moves.
    case wheels

    /// The drive unit of an axle.
    init(of axle: PlantAxle) { self = axle == .front ? .frontInverter : .rearInverter }

    /// Who says a message.
    init(saying recipe: MessageRecipe) {
        if let axle = recipe.axle {
            self.init(of: axle)
            return
        }
        self =
            switch recipe.id {
            case 0x1DB, 0x1DC, 0x55B, 0x59E, 0x5BC: .battery
            case 0x239, 0x1CC, 0x174, 0x6A3, 0x6A4: .pedals
            default: .wheels
            }
    }
}

/// The nodes of a command line, as `battery,pedals`; `none` is none.
struct NodeList: ExpressibleByArgument {
    /// The nodes.
    let nodes: Set<PlantNode>

    /// All that there are.
    static let all = NodeList(nodes: Set(PlantNode.allCases))

    private init(nodes: Set<PlantNode>) { self.nodes = nodes }

    /// Reads names with commas between them; nil where one is not known.
    init?(argument: String) {
        let names =
            argument == "none"
            ? [] : argument.split(separator: ",", omittingEmptySubsequences: false)
        let nodes = names.map { PlantNode(rawValue: String($0)) }
        guard !nodes.contains(nil) else { return nil }
        self.nodes = Set(nodes.compactMap { $0 })
    }

    var defaultValueDescription: String { "all" }
    static var allValueStrings: [String] { PlantNode.allCases.map(\.rawValue) + ["none"] }
}
