import PlantModel

extension MessageRecipe {
    /// What pedals, selector and brake unit say.
    static let car: [MessageRecipe] = [
        MessageRecipe(id: 0x239, period: 10) { source, frame in
            let pedal = 100 * source.controls.accelerator
            frame.set("Pedal_A", pedal + source.disturbances.bias(.pedalA))
            frame.set("Pedal_B", pedal + source.disturbances.bias(.pedalB))
            frame.set("User_Brake", source.controls.isBraking)
        },
        MessageRecipe(id: 0x1CC, period: 10) { source, frame in
            frame.set("Brake_Pedal_Position", 255 * source.controls.brake)
        },
        MessageRecipe(id: 0x174, period: 10) { source, frame in
            let position: UInt64 =
                switch source.controls.selector {
                case .park, .neutral: 0xAA
                case .drive: 0xBB
                case .reverse: 0x99
                }
            frame.set("Shifter_Position", raw: position)
        },
        MessageRecipe(id: 0x280, period: 20) { source, frame in
            frame.set("Cluster_Speed", abs(source.plant.speed.rawValue) * 3.6)
        },
        MessageRecipe(id: 0x284, period: 20) { source, frame in
            frame.set("Wheel_Speed_FR", wheelSpeed(source, .frontRight))
            frame.set("Wheel_Speed_FL", wheelSpeed(source, .frontLeft))
            setVehicleSpeed(source, &frame)
        },
        MessageRecipe(id: 0x285, period: 20) { source, frame in
            frame.set("Wheel_Speed_RR", wheelSpeed(source, .rearRight))
            frame.set("Wheel_Speed_RL", wheelSpeed(source, .rearLeft))
            setVehicleSpeed(source, &frame)
        },
        MessageRecipe(id: 0x292, period: 20) { source, frame in
            frame.set(
                "Longitudinal_Acceleration",
                source.plant.specificForce.rawValue + source.disturbances.bias(.acceleration)
            )
            frame.set("Battery_12V", 13.8)
            frame.set("Friction_Brake", 255 * source.controls.brake)
        },
    ]

    /// What cruise control and the switches of the pedal's modes say, by axle-bench.dbc.
    static let assistance = MessageRecipe(id: 0x6A3, period: 10) { source, frame in
        frame.set("Cruise_Active", source.controls.cruiseTorque != nil)
        frame.set("Cruise_Torque", source.controls.cruiseTorque ?? 0)
        frame.set("Eco_Mode", source.controls.mode == .eco)
        frame.set("One_Pedal_Mode", source.controls.mode == .onePedal)
    }

    /// What the controller of a battery beyond 255.5 kW says, by axle-bench.dbc.
    static let wideLimits = MessageRecipe(id: 0x6A2, period: 10) { source, frame in
        let battery = source.plant.battery
        frame.set("Wide_Discharge_Power_Limit", battery.dischargeLimit / 1000)
        frame.set("Wide_Charge_Power_Limit", battery.chargeLimit / 1000)
    }

    /// What the bench's switch box says, by axle-bench.dbc.
    static let bench = MessageRecipe(id: 0x6A4, period: 20) { source, frame in
        frame.set("Bench_Key", source.controls.hasBenchKey == true)
    }

    /// What the steering's sensor says.
    static let steering = MessageRecipe(id: 0x002, period: 10) { source, frame in
        let turns = source.plant.parameters.body.steeringRatio * 180 / .pi
        frame.set("Steering_Angle", source.plant.steering.rawValue * turns)
    }

    /// What sensors of motion say, and the brakes of themselves, by axle-bench.dbc.
    static let motion = MessageRecipe(id: 0x6A5, period: 10) { source, frame in
        frame.set("Lateral_Acceleration", source.plant.lateralAcceleration.rawValue)
        frame.set("Yaw_Rate", source.plant.yawRate.rawValue * 180 / .pi)
        frame.set("Antilock_Active", source.plant.isAntilockActive)
        frame.set("Wanted_Regeneration", source.plant.wantedRegeneration.rawValue)
    }

    private static func wheelSpeed(_ source: FrameSource, _ wheel: PlantWheel) -> Double {
        let plant = source.plant
        let radius =
            switch wheel {
            case .frontLeft, .frontRight: plant.parameters.front.rollingRadius
            case .rearLeft, .rearRight: plant.parameters.rear.rollingRadius
            }
        return abs(plant[wheel].speed * radius) * 3.6
    }

    private static func setVehicleSpeed(_ source: FrameSource, _ frame: inout FrameWriter) {
        frame.set("Vehicle_Speed", abs(source.plant.speed.rawValue) * 3.6)
        // Counts the way in centimetres, free running, as far as one byte goes.
        let way = UInt64(abs(source.plant.distance.rawValue) * 100)
        frame.set("Distance_Counter_A", raw: way)
        frame.set("Distance_Counter_B", raw: way)
    }
}
