import PlantModel

extension MessageRecipe {
    /// What an axle's inverter says.
    static func inverter(_ axle: PlantAxle) -> [MessageRecipe] {
        [
            MessageRecipe(id: 0x1DA, period: 10, axle: axle) { source, frame in
                let unit = source.plant[axle]
                let bias = source.disturbances.bias(
                    axle == .front ? .frontMotorSpeed : .rearMotorSpeed
                )
                let sign = source.disturbances.mounting(axle) == .mirrored ? -1.0 : 1.0
                let isReady = source.disturbances.inverter(axle) == .working
                frame.set("MG_InputVoltage", source.plant.linkVoltage.rawValue)
                // 0x32 once high voltage is ready, as recorded.
                frame.set("INV_ReadyCapability", raw: 0x32)
                frame.set("INV_Toggle", source.count % 2 == 1)
                // 3 is ready, 1 is pre-charged and not ready, 4 is discharging the link.
                let state: UInt64 = isReady ? 3 : 1
                frame.set("INV_State", raw: source.plant.link.isBlocked ? 4 : state)
                frame.set("MG_EffectiveTorque", sign * unit.motorTorque.rawValue)
                let speed = unit.motorSpeed.rawValue * 30 / .pi
                frame.set("MG_OutputRevolution", sign * speed + bias)
                frame.set("INV_SpeedValid", true)
                // Bit 51 is always set by the 160 kW inverter, without a fault.
                frame.set("INV_Error", raw: 2)
            },
            MessageRecipe(id: 0x55A, period: 100, axle: axle) { source, frame in
                // Only the winding warms up, where the plant has it warm; all else is at 30 degrees.
                let winding = source.plant[axle].drive?.heat?.temperature ?? 30
                frame.set("INV_Temperature_Byte1", winding)
                for byte in 2...4 { frame.set("INV_Temperature_Byte\(byte)", 30) }
            },
        ]
    }

    /// What the battery's controller says.
    static let battery: [MessageRecipe] = [
        MessageRecipe(id: 0x1DB, period: 10) { source, frame in
            let battery = source.plant.battery
            let told = source.disturbances
            // On the wire discharge is negative; the first field saturates at 512 A.
            let current = -battery.reportedCurrent.rawValue - told.bias(.batteryCurrent)
            frame.set("LB_Current", current)
            frame.set("LB_Current_2", current)
            frame.set("LB_Relay_Cut_Request", raw: 0)
            frame.set("LB_Failsafe_Status", raw: 0)
            let voltage = battery.voltage.rawValue + told.bias(.batteryVoltage)
            frame.set("LB_Total_Voltage", voltage)
            frame.set("LB_Main_Relay_Permission", !source.plant.link.isToldOpen)
            frame.set("LB_Full_Charge", false)
            frame.set("LB_Interlock", true)
            frame.set("LB_Discharge_Power_Status", raw: 1)
            frame.set("LB_Voltage_Latch", false)
            // Always 0 in this generation.
            frame.set("LB_Usable_SOC", raw: 0)
        },
        MessageRecipe(id: 0x1DC, period: 10) { source, frame in
            let battery = source.plant.battery
            // The highest count says that there is no value.
            let greatest = BatteryParameters.narrowLimit
            frame.set("Discharge_Power_Limit", min(battery.dischargeLimit, greatest) / 1000)
            frame.set("Charge_Power_Limit", min(battery.chargeLimit, greatest) / 1000)
            frame.set("Max_Power_For_Charger", min(battery.chargeLimit, 92_300) / 1000)
            frame.set("Charge_Power_Status", raw: 1)
        },
        MessageRecipe(id: 0x355, period: 40) { source, frame in
            // The meter's message, which this generation has on EV-CAN; it shows 3 % too much.
            let speed = abs(source.plant.speed.rawValue) * 3.6
            frame.set("METER_True_Speed", speed)
            frame.set("METER_Indicated_Speed", 1.03 * speed)
            frame.set("METER_Distance_Unit", raw: 0x40)
        },
        MessageRecipe(id: 0x55B, period: 100) { source, frame in
            frame.set("LB_SOC", 100 * source.plant.battery.stateOfCharge)
        },
        MessageRecipe(id: 0x59E, period: 500) { source, frame in
            let full = source.plant.battery.parameters.usableEnergy / 3.6e6
            let stateOfCharge = source.plant.battery.stateOfCharge
            frame.set("LB_Full_Capacity", full)
            frame.set("LB_Remaining_Energy", full * stateOfCharge)
            frame.set("LB_Dashboard_SOC", 100 * stateOfCharge)
        },
        MessageRecipe(id: 0x5BC, period: 100) { source, frame in
            // Full and remaining energy take turns, in counts of 80 Wh.
            let full = source.plant.battery.parameters.usableEnergy / 3600 / 80
            let isFull = source.count % 2 == 1
            frame.set("LB_Max_Gids_Flag", isFull)
            if isFull {
                frame.set("LB_Max_Gids", full)
            } else {
                frame.set("LB_Remaining_Gids", full * source.plant.battery.stateOfCharge)
            }
            frame.set("LB_State_Of_Health", 100)
            frame.set("LB_Charge_Time", raw: 0x1FFF)
        },
    ]
}
