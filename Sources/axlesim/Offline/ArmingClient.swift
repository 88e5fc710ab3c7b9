import ControlRuntime
import VehicleModel

/// A client that arms once nothing is missing and holds the lease, as `axlectl arm` does.
struct ArmingClient {
    /// The arming that it holds; 0 before it has one.
    private(set) var armingID: UInt64 = 0
    /// Why it gave up: its arming ended, and it does not begin another one.
    private(set) var hasEnded = false

    private var next: Int64 = 0
    private var number: UInt64 = 0

    private static let lease: Int64 = 1_000_000_000
    private static let renewal: Int64 = 200_000_000
    private static let patience: Int64 = 100_000_000

    /// Asks where its time has come; `now` is monotonic ns.
    mutating func step(_ pipeline: inout CyclePipeline, at now: Int64) {
        guard !hasEnded, now >= next else { return }
        next = now + Self.renewal
        number += 1
        let request = ControlRequest(
            kind: .arm,
            number: number,
            client: 1,
            renewing: armingID,
            lease: Self.lease,
            deadline: Instant(nanoseconds: now + Self.patience)
        )
        let answer = pipeline.handle(request, at: Instant(nanoseconds: now))
        if answer.outcome == .done {
            armingID = answer.armingID
        } else {
            hasEnded = armingID != 0
        }
    }
}
