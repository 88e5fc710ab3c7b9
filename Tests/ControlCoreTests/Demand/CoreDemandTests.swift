import Testing
import VehicleModel

@testable import ControlCore

@Suite("ControlCore's demand on each axle")
struct CoreDemandTests {
    private func pair(_ front: Double, _ rear: Double) -> AxlePair<Torque> {
        AxlePair(front: Torque(front), rear: Torque(rear))
    }

    /// What the driver asks for at 60 % of the pedal and 20 m/s, Nm.
    private var pressed: Torque {
        let parameters = Asking().core.parameters
        var maps = parameters.maps
        var other = parameters
        let available = other.nominalTorque(at: Speed(20))
        return maps.drive.demand(
            PedalMap.Press(
                pedal: 0.6,
                speed: Speed(20),
                available: available,
                present: available,
                isBraking: false
            )
        )
    }

    private func driving(_ gear: Gear = .drive) -> Asking {
        var asking = Asking()
        asking.inputs.pedal = 0.6
        asking.inputs.speed = Speed(20 * gear.direction)
        return asking
    }

    @Test("nothing is asked before anybody does")
    func begins() {
        let demand = Demand()
        #expect(demand.torques == pair(0, 0))
        #expect(demand.direction == 1 && demand.gear == 0)
        #expect(demand.greatestShareBehind == 1)
        #expect(!demand.brakeCap.isFinite)
        #expect(!demand.isShaped && !demand.isBench)
    }

    @Test("both axles are scaled")
    func scaled() { #expect(pair(30, -20).times(2) == pair(60, -40)) }

    @Test(
        "the driver's torque goes to the axles by their shares, and is reported",
        arguments: [Gear.drive, .reverse]
    )
    func driver(gear: Gear) {
        var asking = driving(gear)
        let demand = asking.ask(gear)
        let total = pressed * gear.direction
        let report = asking.report
        #expect(pressed > Torque(200))
        #expect(report.driverDemand == total)
        #expect(report.arbitrated == total)
        #expect(report.stages == 0x32)
        #expect(abs(report.frontShare - 0.5) > 0.01)
        let front = (total * report.frontShare).rawValue
        #expect(abs(report.axles.front.asked.rawValue - front) < 1e-9)
        #expect(abs(report.axles.rear.asked.rawValue - (total.rawValue - front)) < 1e-9)
        #expect(abs(demand.torques.front.rawValue - front) < 1e-9)
        #expect(abs((demand.torques.total - total).rawValue) < 1e-9)
        #expect(demand.direction == gear.direction && demand.gear == gear.direction)
        #expect(demand.isShaped && !demand.isBench)
        #expect(report.axles.front.binding == .none && report.axles.rear.binding == .none)
    }

    @Test("without a gear nothing is asked, and what is driven has its own direction")
    func noGear() {
        for (driven, direction) in [(-10.0, -1.0), (0, 1), (10, 1)] {
            var asking = driving()
            asking.place(.cruise, .setpoint, .total, 50)
            let demand = asking.ask(.neutral, driven: pair(driven, driven))
            let report = asking.report
            #expect(demand.direction == direction && demand.gear == 0)
            #expect(demand.torques == pair(0, 0))
            #expect(demand.greatestShareBehind == 1)
            #expect(!demand.isShaped)
            #expect(report.driverDemand == .zero && report.arbitrated == .zero)
            #expect(report.axles.front.asked == .zero && report.axles.rear.asked == .zero)
            #expect(!asking.core.cruise.isArmed)
        }
    }

    @Test("cruise control arms in either direction", arguments: [Gear.drive, .reverse])
    func cruise(gear: Gear) {
        var asking = Asking()
        asking.place(.cruise, .setpoint, .total, 50)
        _ = asking.ask(gear)
        #expect(asking.core.cruise.isArmed)
        #expect(asking.report.arbitrated == Torque(50) * gear.direction)
    }

    @Test("a car that creeps does so while its brake is unknown, and no cap holds it")
    func unknownBrake() {
        var asking = Asking()
        asking.inputs.isBraking = nil
        let demand = asking.ask()
        #expect(abs(asking.report.driverDemand.rawValue - 40) < 1e-9)
        #expect(!demand.brakeCap.isFinite)
    }

    @Test("the pressed brake's cap is named at both axles")
    func brake() {
        var asking = driving()
        asking.inputs.isBraking = true
        let demand = asking.ask(driven: pair(50, 50))
        // A thirtieth of full torque less than what was driven.
        let cap = 100 - asking.core.fullTorque.rawValue / 30
        #expect(abs(demand.brakeCap.rawValue - cap) < 1e-9)
        #expect(abs(demand.torques.total.rawValue - cap) < 1e-9)
        #expect(asking.report.axles.front.binding == .brake)
        #expect(asking.report.axles.rear.binding == .brake)
    }

    @Test("where torque may not leave none is asked, that is named and nothing is shaped")
    func hindered() {
        var asking = driving()
        asking.inputs.isRelayPermitted = false
        let demand = asking.ask()
        #expect(demand.torques == pair(0, 0))
        #expect(!demand.isShaped)
        #expect(asking.report.driverDemand == pressed)
        #expect(asking.report.arbitrated == .zero)
        #expect(asking.report.axles.front.binding == .notArmed)
        #expect(asking.report.axles.rear.binding == .notArmed)
    }

    @Test("a speed limit is the ladder's where that is the slower one, else the operator's")
    func speedLimit() {
        func binding(_ ceiling: Speed?) -> BindingLimit {
            var asking = driving()
            asking.inputs.speed = Speed(kilometresPerHour: 85)
            asking.core.monitor = .seeing { $0.isMotorSpeedStuck.front = true }
            asking.core.ceilings.speed = ceiling
            let demand = asking.ask()
            #expect(demand.torques.rear == .zero)
            return asking.report.axles.rear.binding
        }
        #expect(binding(nil) == .ladder)
        #expect(binding(Speed(kilometresPerHour: 81)) == .ladder)
        #expect(binding(Speed(kilometresPerHour: 79)) == .operatorCeiling)
    }

    @Test("below the ladder's speed the driver is the driver")
    func belowTheLimit() {
        var asking = driving()
        asking.core.monitor = .seeing { $0.isMotorSpeedStuck.front = true }
        let demand = asking.ask()
        #expect(abs((demand.torques.total - pressed).rawValue) < 1e-9)
        #expect(asking.report.axles.rear.binding == .none)
    }

    @Test("a maximum on an axle takes its drive torque, down to nothing and not further")
    func axleMaximum() {
        for (maximum, torque) in [(20.0, 20.0), (-100, 0)] {
            for gear in [Gear.drive, .reverse] {
                var asking = driving(gear)
                asking.place(.stability, .maximum, .front, maximum)
                let demand = asking.ask(gear)
                #expect(demand.torques.front == Torque(torque * gear.direction))
                #expect(demand.torques.rear.magnitude > Torque(100))
            }
        }
    }

    @Test("a maximum on an axle leaves its braking to the total")
    func axleMaximumBraking() {
        var asking = driving()
        asking.inputs.pedal = 0
        let free = asking.ask(.brake).torques.front
        asking = driving()
        asking.inputs.pedal = 0
        asking.place(.stability, .maximum, .front, -100)
        #expect(free < Torque(-50) && free > Torque(-100))
        let held = asking.ask(.brake).torques.front
        #expect(held == free)
    }

    @Test("on the bench each axle has its own setpoint, positive forward in either gear")
    func onBench() {
        for gear in [Gear.drive, .reverse] {
            var asking = Asking()
            asking.inputs.hasBenchKey = true
            asking.place(.bench, .setpoint, .front, 20)
            asking.place(.bench, .setpoint, .rear, -10)
            let demand = asking.ask(gear)
            #expect(demand.torques == pair(20, -10))
            #expect(demand.isBench && !demand.isShaped)
            #expect(asking.report.axles.front.asked == Torque(20))
            #expect(asking.report.axles.rear.asked == Torque(-10))
        }
    }

    @Test("on the bench too nothing is asked where torque may not leave")
    func hinderedBench() {
        var asking = Asking()
        asking.inputs.hasBenchKey = true
        asking.inputs.isRelayPermitted = false
        asking.place(.bench, .setpoint, .front, 20)
        let demand = asking.ask()
        #expect(demand.torques == pair(0, 0))
        #expect(!demand.isBench && !demand.isShaped)
    }
}
