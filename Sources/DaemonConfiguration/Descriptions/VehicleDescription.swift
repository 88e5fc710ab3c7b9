public import ControlCore
public import VehicleBinding

/// Everything that a vehicle file says.
public struct VehicleDescription: Sendable {
    /// What people call the vehicle.
    public var name: String
    /// The control core's parameters, checked.
    public var parameters: ControlParameters
    /// The inputs that are bound to a signal, in the file's order; each quantity at most once.
    public var inputs: [InputDescription]
    /// The messages that carry commands.
    public var outputs: OutputDescription

    /// Puts the parts together.
    public init(
        name: String,
        parameters: ControlParameters,
        inputs: [InputDescription],
        outputs: OutputDescription
    ) {
        self.name = name
        self.parameters = parameters
        self.inputs = inputs
        self.outputs = outputs
    }
}
