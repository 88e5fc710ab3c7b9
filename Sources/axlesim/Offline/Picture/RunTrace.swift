import PlantModel
import VehicleModel

/// What happened in a run, cycle by cycle, for its picture.
struct RunTrace {
    /// What a cycle found, and what the plant was then.
    struct Cycle {
        /// Since the scenario's start, s.
        var time: Double
        /// The vehicle's.
        var speed: Speed
        /// Where the driver's feet are.
        var controls: DriverControls
        /// Out of the battery's terminals.
        var power: Power
        /// What the battery broadcasts, W.
        var broadcast: Double
        /// The limits that the daemon holds, W.
        var dischargeLimit: Power
        var chargeLimit: Power
        /// Which of the battery's limits is the least.
        var dischargeBinding: PowerLimit
        /// Whether the daemon is armed: before, its limits say nothing.
        var isArmed: Bool
        /// At the battery's terminals.
        var voltage: Voltage
        /// Front and rear.
        var axles: AxlePair<AxleCycle>
    }

    /// One axle's part of it.
    struct AxleCycle {
        /// Its share of what was asked.
        var asked: Torque
        /// What the daemon gave after every limit.
        var given: Torque
        /// What the motor gives.
        var torque: Torque
        /// How much faster than the vehicle its wheels turn.
        var slip: Speed
        /// What bound.
        var binding: BindingLimit
    }

    /// The cycles in their order.
    private(set) var cycles: [Cycle] = []
    /// When each phase began: its index and the time, s.
    private(set) var phases: [(index: Int, time: Double)] = []

    /// Takes a cycle's report, and the plant as it is then.
    mutating func append(_ driven: DrivenPlant, _ report: CycleReport) {
        let plant = driven.plant
        if case .running(let phase) = driven.runner.progress, phases.last?.index != phase {
            phases.append((phase, plant.time - driven.runner.inPhase))
        }
        cycles.append(
            Cycle(
                time: plant.time,
                speed: plant.speed,
                controls: driven.runner.controls,
                power: plant.battery.power,
                broadcast: plant.battery.dischargeLimit,
                dischargeLimit: report.dischargeLimit,
                chargeLimit: report.chargeLimit,
                dischargeBinding: report.dischargeLimits.binding,
                isArmed: report.arming == .armed,
                voltage: plant.battery.voltage,
                axles: AxlePair(
                    front: AxleCycle(report.axles.front, plant.front, over: plant.speed),
                    rear: AxleCycle(report.axles.rear, plant.rear, over: plant.speed)
                )
            )
        )
    }

    /// Whether an axle was ever asked for torque, or gave some: one without a motor never is.
    func hasTorque(on axle: Axle) -> Bool {
        cycles.contains { cycle in
            let part = cycle.axles[axle]
            return part.asked != .zero || part.given != .zero || part.torque != .zero
        }
    }
}

extension RunTrace.AxleCycle {
    fileprivate init(_ report: AxleReport, _ axle: AxleDynamics, over speed: Speed) {
        self.init(
            asked: report.asked,
            given: report.given,
            torque: axle.motorTorque,
            slip: axle.surfaceSpeed - speed,
            binding: report.binding
        )
    }
}
