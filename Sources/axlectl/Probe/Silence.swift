import CANTransport

/// What it can mean that no frame was heard on a bus.
enum Silence {
    /// Sentences, the likeliest first; never empty.
    static func reasons(_ bus: ListenedBus) -> [String] {
        guard let address = bus.address else { return ["the log has no data frame of it"] }
        switch bus.state {
        case .absent: return ["\(address) is not there any more"]
        case .down:
            guard case .interface(let name) = address else { return ["nobody serves the bus"] }
            let type = bus.link?.isVirtual == true ? "" : " type can bitrate 500000 listen-only on"
            return ["\(name) is down: ip link set \(name) up\(type)"]
        case .busOff:
            return ["the controller is in bus-off: it takes no part until it is restarted"]
        case .up: break
        }
        guard case .interface = address else { return ["nobody sends on this local bus"] }
        guard bus.link?.isVirtual != true else {
            return ["nobody sends on this virtual interface"]
        }
        return bus.hasErrors ? errors(bus.link?.controller) : quiet(bus.link?.controller)
    }

    /// Something is on the wire.
    private static func errors(_ controller: CANController?) -> [String] {
        var reasons = [
            "errors and no frame: the bit rate\(rate(controller)) is probably not the bus's"
        ]
        if controller?.listensOnly == true {
            reasons.append(
                "or only one node is there and nobody acknowledges it, as this controller is "
                    + "listen-only: what it sends is never complete"
            )
        } else {
            reasons.append("or CANH and CANL are swapped, shorted or not terminated")
        }
        return reasons
    }

    /// Nothing seems to be on the wire.
    private static func quiet(_ controller: CANController?) -> [String] {
        var reasons = ["no frame and no error: nobody sends, or the wires do not lead to the bus"]
        guard let controller else {
            reasons.append("or the bit rate is not the bus's; the kernel tells nothing of it")
            return reasons
        }
        // A controller may stop its error counters while it only listens, as the SJA1000 does.
        if controller.listensOnly, controller.modes & berrReporting == 0 {
            reasons.append(
                "or the bit rate\(rate(controller)) is not the bus's: a listen-only controller "
                    + "may keep that to itself unless berr-reporting is on"
            )
        }
        return reasons
    }

    /// CAN_CTRLMODE_BERR_REPORTING.
    private static let berrReporting: UInt32 = 0x10

    private static func rate(_ controller: CANController?) -> String {
        controller?.bitrate.map { " of \(plain(Double($0) / 1_000)) kbit/s" } ?? ""
    }
}
