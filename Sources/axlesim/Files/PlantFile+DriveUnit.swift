import Glibc
import PlantModel

// An axle's motor, inverter and gear.
extension PlantFile {
    /// The drive unit among an axle's keys.
    static func drive(_ axle: FileSection) throws(FileError) -> DriveUnitParameters {
        DriveUnitParameters(
            gearRatio: try axle.number("gear_ratio", .one, 1...30),
            drivelineEfficiency: try axle.number("driveline_efficiency", .percent, 50...100),
            rotorInertia: try axle.number("rotor_inertia", .inertia, 0...1),
            envelope: axle.has("motor_envelope")
                ? try envelope(axle.section("motor_envelope")) : nil,
            losses: axle.has("motor_losses") ? try losses(axle.section("motor_losses")) : nil,
            inverter: axle.has("inverter") ? try inverter(axle.section("inverter")) : nil,
            heat: axle.has("motor_heat") ? try motorHeat(axle.section("motor_heat")) : nil,
            shaft: try shaft(axle)
        )
    }

    private static func motorHeat(
        _ section: FileSection
    ) throws(FileError) -> MotorHeatParameters {
        let heat = MotorHeatParameters(
            capacity: try section.number("capacity", .heatCapacity, 0.1...1000),
            cooling: try section.number("cooling", .conductance, 0.1...10_000),
            coolant: try section.number("coolant", .celsius, -40...120),
            lossShare: try section.optional("loss_share", .percent, 0...100) ?? 0.7,
            deratesFrom: try section.number("derates_from", .celsius, 0...300),
            deratesTo: try section.number("derates_to", .celsius, 0...400)
        )
        guard heat.deratesFrom < heat.deratesTo else {
            throw section.error(
                "derates_to",
                "found \(heat.deratesTo) C, allowed more than derates_from"
            )
        }
        try section.finish()
        return heat
    }

    /// Play and stiffness; a rotor that turns with the wheels where no play is given.
    private static func shaft(_ axle: FileSection) throws(FileError) -> ShaftParameters? {
        let lash = try axle.optional("lash", .degree, 0...20) ?? 0
        var shaft = ShaftParameters(lash: lash)
        shaft.stiffness =
            try axle.optional("shaft_stiffness", .rotaryStiffness, 500...50_000)
            ?? shaft.stiffness
        shaft.damping =
            try axle.optional("shaft_damping", .rotaryDamping, 0...200) ?? shaft.damping
        guard lash > 0 else { return nil }
        let ratio = try axle.number("gear_ratio", .one, 1...30)
        let inertia = try axle.number("rotor_inertia", .inertia, 0...1) * ratio * ratio
        guard inertia >= 0.5 else {
            throw axle.error(
                "lash",
                "found a rotor of \(rounded(inertia)) kg m2 at the wheels, allowed with lash from "
                    + "0.5 kg m2 on"
            )
        }
        return shaft
    }
}
