import CANTransport
import Glibc
import VehicleModel

/// Asks each adapter, once an attachment, whether it acknowledges frames.
///
/// libsocketcan may block for ever where an interface vanishes between its two steps. So it has a
/// thread that nobody waits for: a hang costs this one answer.
enum AdapterWatch {
    private static let interval: UInt32 = 200_000

    static func start(_ ports: [BusPort], until stop: StopFlag) throws(TransportError) {
        _ = try NamedThread.start(name: "adapters") {
            while !stop.isSet {
                for port in ports { ask(port) }
                usleep(interval)
            }
        }
    }

    private static func ask(_ port: BusPort) {
        guard case .interface(let name) = port.plan.address, port.isAttached,
            !port.isAcknowledgementAsked
        else { return }
        port.isAcknowledgementAsked = true
        let answer: Acknowledgement =
            switch BusAcknowledgement.query(interface: name) {
            case .listenOnly: .silent
            case .acknowledges: .acknowledges
            case .unknown: .unknown
            }
        port.acknowledgement = answer.rawValue
    }
}
