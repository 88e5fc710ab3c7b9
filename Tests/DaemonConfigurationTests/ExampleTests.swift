import ControlCore
import DBC
import Foundation
import Testing
import VehicleBinding
import VehicleModel

@testable import DaemonConfiguration

@Suite("The example files")
struct ExampleTests {
    let configuration: DaemonConfiguration
    var parameters: ControlParameters { configuration.vehicle.parameters }

    init() throws {
        configuration = try DaemonConfiguration.read(path: Repository.path("Config/axled.yaml"))
    }

    @Test("they are read without a warning, and only observe")
    func areReadWithoutAWarning() {
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.mode == .observe)
        #expect(configuration.recording == nil)
        #expect(configuration.realTime == RealTimeDescription(priority: 10, locksMemory: true))
        #expect(configuration.guardSocket == "/run/axle-guard/guard.sock")
        let sockets = SocketDescription(
            state: "/run/axle/state.sock",
            control: "/run/axle/control.sock"
        )
        #expect(configuration.sockets == sockets)
    }

    @Test("the buses stand in the file's order, their databases beside the file")
    func busesStandInOrder() {
        #expect(configuration.buses.map(\.name) == ["front", "rear", "car"])
        #expect(configuration.buses.map(\.address) == ["can0", "can1", "can2"])
        #expect(configuration.buses.allSatisfy { $0.receivesErrors })
        for bus in configuration.buses {
            #expect(bus.databases.allSatisfy { FileManager.default.fileExists(atPath: $0) })
            #expect(bus.databases.count == (bus.name == "car" ? 2 : 1))
        }
    }

    /// The databases of each bus.
    private func databases() throws -> [String: [CompiledDatabase]] {
        var databases: [String: [CompiledDatabase]] = [:]
        for bus in configuration.buses {
            databases[bus.name] = try bus.databases.map {
                CompiledDatabase(try DBCReader.read(path: $0).0)
            }
        }
        return databases
    }

    @Test("every signal and message is in a database of its bus")
    func signalsExist() throws {
        let databases = try databases()
        for input in configuration.vehicle.inputs {
            for signal in [input.signal, input.validWhen?.signal].compactMap({ $0 }) {
                let parts = signal.split(separator: ".", maxSplits: 1).map(String.init)
                let ofBus = try #require(databases[parts[0]])
                #expect(ofBus.contains { $0.signal(named: parts[1]) != nil }, "\(signal)")
            }
        }
        for output in [
            configuration.vehicle.outputs.axles.front, configuration.vehicle.outputs.axles.rear,
        ] {
            let output = try #require(output)
            let ofBus = try #require(databases[output.bus])
            for message in [output.torqueMessage, output.gearMessage, output.stateMessage] {
                #expect(ofBus.contains { $0.message(named: message) != nil }, "\(message)")
            }
        }
    }

    @Test("a raw value that means not available can stand in its signal")
    func notAvailableCanStand() throws {
        let databases = try databases()
        for input in configuration.vehicle.inputs {
            let parts = input.signal.split(separator: ".", maxSplits: 1).map(String.init)
            let ofBus = try #require(databases[parts[0]])
            let found = ofBus.compactMap { $0.signal(named: parts[1]) }.first
            let layout = try #require(found).layout
            for raw in input.notAvailable + input.table.map(\.raw) {
                var payload = [64 of UInt8](repeating: 0)
                layout.store(bits: UInt64(bitPattern: raw), in: &payload)
                #expect(layout.raw(in: payload) == raw, "\(input.signal)")
            }
        }
    }

    @Test("every quantity that control needs is bound, and its rule says what the file says")
    func everyQuantityIsBound() {
        let bound = configuration.vehicle.inputs.map(\.quantity)
        for quantity in InputQuantity.allCases where InputForm.of(quantity).isEssential {
            #expect(bound.contains(quantity))
        }
        let inputs = parameters.inputs
        #expect(inputs[.pedalA].greatestAge == .milliseconds(60))
        #expect(inputs[.pedalA].maximum == 1)
        #expect(inputs[.brakePressed].greatestAge == .milliseconds(60))
        #expect(inputs[.brakePressed].minimum == 0)
        #expect(inputs[.brakePressed].maximum == 1)
        #expect(inputs[.gearSelector].greatestAge == .milliseconds(100))
        #expect(inputs[.gearSelector].maximum == 4)
        #expect(inputs[.rearMotorSpeed].greatestAge == .milliseconds(50))
        #expect(inputs[.rearMotorSpeed].minimum == -12_000 * .pi / 30)
        #expect(inputs[.dischargeLimit].greatestAge == .milliseconds(500))
        #expect(inputs[.dischargeLimit].maximum == 255_500)
        #expect(inputs[.stateOfCharge].greatestAge == .seconds(1))
        #expect(abs(inputs[.wheelSpeedRearLeft].maximum - 250 / 3.6) < 1e-9)
        #expect(inputs[.longitudinalAcceleration].minimum == -15)
    }

    @Test("raw values, signs and conditions are the recordings'")
    func signalsAreDescribed() throws {
        func input(_ quantity: InputQuantity) throws -> InputDescription {
            try #require(configuration.vehicle.inputs.first { $0.quantity == quantity })
        }
        let speed = try input(.frontMotorSpeed)
        #expect(speed.signal == "front.INV_Status.MG_OutputRevolution")
        #expect(speed.notAvailable == [0x3FFF])
        #expect(speed.validWhen?.signal == "front.INV_Status.INV_SpeedValid")
        #expect(speed.validWhen?.raw == 1)
        #expect(!speed.negated)
        let current = try input(.batteryCurrent)
        #expect(current.negated)
        #expect(current.notAvailable == [-2048])
        let gear = try input(.gearSelector)
        #expect(gear.table.map(\.raw) == [0xAA, 0xBB, 0x99])
        let gears = [Gear.neutral, .drive, .reverse].map { Double($0.rawValue) }
        #expect(gear.table.map(\.value) == gears)
        #expect(gear.otherwise == nil)
        let ready = try input(.rearInverterReady)
        #expect(ready.table.map(\.raw) == [3])
        #expect(ready.table.map(\.value) == [1])
        #expect(ready.otherwise == 0)
    }

    @Test("body, rates and power are the published and assumed figures")
    func parametersAreTheFigures() {
        #expect(configuration.vehicle.name == "LEAF e+ AWD prototype")
        #expect(parameters.period == .milliseconds(10))
        #expect(parameters.requests.limpTorque == Torque(200))
        #expect(parameters.body.mass == Mass(1875))
        #expect(parameters.body.wheelbase == Length(2.7))
        #expect(parameters.body.gravityHeight == Length(0.53))
        #expect(parameters.body.frontLoadShare == 0.5)
        #expect(parameters.body.drivelineEfficiency == 0.96)
        #expect(parameters.rates.up == TorqueRate(1200))
        #expect(parameters.rates.comfortDown == TorqueRate(2500))
        #expect(parameters.rates.protectiveDown == TorqueRate(4000))
        #expect(parameters.rates.brakeRamp == .milliseconds(300))
        #expect(parameters.power.auxiliary == Power(500))
        #expect(parameters.power.systemCeiling == Power(kilowatts: 227))
        #expect(parameters.power.limitRise == PowerRate(50_000))
        #expect(parameters.power.limpPower == Power(kilowatts: 30))
        #expect(parameters.power.speedLead == .milliseconds(30))
        #expect(parameters.power.greatestShaftAcceleration == 4000)
    }

    @Test("gears, wheels and losses are each axle's own")
    func axlesAreTheirOwn() throws {
        #expect(parameters.axles.front.rollingRadius == Length(0.3285))
        #expect(parameters.axles.rear.rollingRadius == Length(0.3277))
        for axle in [parameters.axles.front, parameters.axles.rear] {
            #expect(axle.gearRatio == 8.193)
            let losses = try #require(axle.losses.formula)
            #expect(losses.copper == 0.118)
            #expect(losses.weakening == 0.284 / 0.118)
            #expect(losses.weakeningSpeed == RotationalSpeed(480))
            #expect(losses.standby == Power(150))
            #expect(losses.linear == 2.8)
            #expect(losses.quadratic == 0)
        }
    }

    @Test("the pedal's maps run from 0 to 1 by the exponent, B lifts stronger than D")
    func mapsAreTheFigures() {
        let drive = parameters.maps.drive
        #expect(drive.shape[0] == 0)
        #expect(drive.shape[32] == 1)
        #expect(drive.shape[16] == pow(0.5, 1.3))
        #expect(drive.zeroPoint == 0.05)
        #expect(drive.zeroPointFade == Speed(kilometresPerHour: 5))
        #expect(drive.liftTorque == Torque(90))
        #expect(drive.liftFade.lower == Speed(2 * (1 / 3.6)))
        #expect(drive.liftFade.upper == Speed(7 * (1 / 3.6)))
        #expect(drive.creepTorque == Torque(40))
        #expect(drive.creepSpeed == Speed(6 * (1 / 3.6)))
        #expect(parameters.maps.brake.zeroPoint == 0.15)
        #expect(parameters.maps.brake.liftTorque == Torque(180))
    }

    @Test("the motor gives its published torque and power")
    func motorGivesItsFigures() {
        let envelope = parameters.axles.front.envelope
        #expect(envelope.referenceVoltage == Voltage(350))
        func torque(_ rpm: Double) -> Double {
            let speed = RotationalSpeed(revolutionsPerMinute: rpm)
            return envelope.greatestTorque(at: speed, voltage: nil).rawValue
        }
        #expect(torque(0) == 340)
        #expect(torque(3900) == 340)
        for rpm in [4700.0, 5000, 5400, 5700] {
            let power = torque(rpm) * rpm * .pi / 30
            #expect(abs(power - 160_000) < 500, "\(rpm)")
        }
        #expect(torque(7000) < 219)
        #expect(torque(10_390) == 0)
    }
}
