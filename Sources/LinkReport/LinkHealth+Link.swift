public import CANTransport
public import VehicleModel

extension LinkHealth {
    /// What people are told of a bus's interface; nil where there is none, or nothing is told of it.
    public init(_ link: CANLink?, of address: BusAddress) {
        self.init()
        if case .local = address { acknowledgement = .virtual }
        guard let link else { return }
        receiveDrops = link.receiveDrops
        if link.isVirtual { acknowledgement = .virtual }
        guard let controller = link.controller else { return }
        hasController = true
        acknowledgement = controller.listensOnly ? .silent : .acknowledges
        state = ControllerState(controller.state)
        bitrate = controller.bitrate ?? 0
        dataBitrate = controller.dataBitrate ?? 0
        samplePoint = controller.samplePoint ?? 0
        modes = controller.modes
        possibleModes = controller.possibleModes
        restartMilliseconds = controller.restartMilliseconds
        if let transmit = controller.transmitErrors, let receive = controller.receiveErrors {
            hasErrorCounters = true
            transmitErrors = transmit
            receiveErrors = receive
        }
        warnings = controller.warnings
        passives = controller.passives
        busOffs = controller.busOffs
        restarts = controller.restarts
    }
}

extension ControllerState {
    fileprivate init(_ state: CANController.State) {
        self =
            switch state {
            case .errorActive: .errorActive
            case .errorWarning: .errorWarning
            case .errorPassive: .errorPassive
            case .busOff: .busOff
            case .stopped: .stopped
            case .sleeping: .sleeping
            }
    }
}
