@testable import CANTransport
@testable import ControlRuntime
import Glibc
import Testing
import VehicleModel

@Suite struct ControlLoopTests {
    @Test("where waiting fails the loop ends, and says what failed")
    func waitingFails() throws {
        let watch = try BusWatch(ports: [], guardian: nil, wakeUp: WakeUp())
        var loop = try ControlLoop(
            Shipped.assembly(.observe).plan,
            ports: [],
            guardian: nil,
            watch: watch,
            channels: DaemonChannels(recording: nil)
        )
        let null = open("/dev/null", O_RDONLY)
        let replaced = dup2(null, loop.poller.epoll.descriptor)
        close(null)
        try #require(replaced >= 0)
        var failure: TransportError?
        do throws(TransportError) {
            try loop.run(until: StopFlag()) {}
        } catch {
            failure = error
        }
        #expect("\(failure, default: "none")".contains("epoll_wait"))
    }
}
