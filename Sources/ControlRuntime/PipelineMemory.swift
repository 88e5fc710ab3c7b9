import ControlCore
import VehicleBinding
import VehicleModel

/// Everything that the daemon's pipeline remembers from one frame and one cycle to the next; plain memory.
///
/// The vehicle's parameters are in it (`ControlCore`), the databases are not.
struct PipelineMemory: Sendable, BitwiseCopyable {
    var core: ControlCore
    var arming: Arming
    var mode: OperatingMode
    var table = InputTable()
    var missing = MissingPreconditions.mode
    var pending = Surroundings()
    var requests = RequestSet()
    var ceilings = OperatorCeilings()
    var commissioning = Commissioning()
    var isArmingKnown = false
    var wasTripped = false
    /// The arming that the guardian took with the pedal released: the only one that may give torque.
    var drivenArming: UInt64 = 0
    var guardian = GuardianReport()
    var given = GivenTorques()
    var generation: UInt32 = 0
    var buses: [8 of BusHealth] = .init(repeating: BusHealth())
    var report = CycleReport()
    var freezeFrames = FreezeFrames()
    /// As it was when this value was taken; the pipeline's own is in its receiver.
    var receiver: InputReceiver.Memory
    /// As they were when this value was taken; the pipeline's own are in its encoders.
    var encoders: AxlePair<CommandEncoder.Memory?>

    init(
        core: ControlCore,
        arming: Arming,
        mode: OperatingMode,
        receiver: InputReceiver.Memory,
        encoders: AxlePair<CommandEncoder.Memory?>
    ) {
        self.core = core
        self.arming = arming
        self.mode = mode
        self.receiver = receiver
        self.encoders = encoders
    }
}
