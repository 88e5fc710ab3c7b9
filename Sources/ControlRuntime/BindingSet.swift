public import DaemonConfiguration
import VehicleBinding
import VehicleModel

/// What the control thread knows of the databases: how inputs are received and commands encoded.
///
/// It exists once, so that the control thread writes into it without copying, and hands the old one
/// back for another thread to release. The kernel's filters are not part of it: the daemon's buses
/// receive everything, whatever is bound.
public struct BindingSet: ~Copyable, Sendable {
    var receiver: InputReceiver
    /// Nil for an axle without a motor.
    var encoders: AxlePair<CommandEncoder?>
    /// Which databases it was made from, counted from 0 at the start.
    var generation: UInt32

    /// Binds the vehicle's inputs and commands to the databases.
    /// - Throws: `AssemblyError.binding`.
    public init(
        _ vehicle: VehicleDescription,
        on databases: DatabaseSet,
        generation: UInt32
    ) throws(AssemblyError) {
        let receiver: InputReceiver
        let encoders: AxlePair<CommandEncoder?>
        do throws(BindingError) {
            receiver = try InputReceiver(vehicle.inputs, on: databases.buses)
            encoders = AxlePair(
                front: try Self.encoder(vehicle.outputs.axles.front, databases),
                rear: try Self.encoder(vehicle.outputs.axles.rear, databases)
            )
        } catch {
            throw .binding(error, place: databases.place(of: error))
        }
        self.receiver = receiver
        self.encoders = encoders
        self.generation = generation
    }

    private static func encoder(
        _ output: AxleOutput?,
        _ databases: DatabaseSet
    ) throws(BindingError) -> CommandEncoder? {
        guard let output else { return nil }
        return try CommandEncoder(output, on: databases.buses)
    }
}
