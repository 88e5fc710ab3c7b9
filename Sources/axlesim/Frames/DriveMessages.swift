import PlantModel

extension MessageRecipe {
    /// What an axle's inverter says.
    static func inverter(_ axle: PlantAxle) -> [MessageRecipe] {
        [
            MessageRecipe(id: 0x1DA, period: 10) { source, frame in
                let unit = source.plant[axle]
                frame.set("MG_InputVoltage", source.plant.battery.voltage)
                // 0x32 once high voltage is ready, as recorded.
                frame.set("INV_ReadyCapability", raw: 0x32)
                frame.set("INV_Toggle", source.count % 2 == 1)
                frame.set("INV_State", raw: 3)
                frame.set("MG_EffectiveTorque", unit.motorTorque)
                frame.set("MG_OutputRevolution", unit.motorSpeed * 30 / .pi)
                frame.set("INV_SpeedValid", true)
                // Bit 51 is always set by the 160 kW inverter, without a fault.
                frame.set("INV_Error", raw: 2)
            },
            MessageRecipe(id: 0x55A, period: 100) { _, _ in },
        ]
    }

    /// What the battery's controller says.
    static let battery: [MessageRecipe] = [
        MessageRecipe(id: 0x1DB, period: 10) { source, frame in
            let battery = source.plant.battery
            // On the wire discharge is negative; the first field saturates at 512 A.
            frame.set("LB_Current", -battery.reportedCurrent)
            frame.set("LB_Current_2", -battery.reportedCurrent)
            frame.set("LB_Relay_Cut_Request", raw: 0)
            frame.set("LB_Failsafe_Status", raw: 0)
            frame.set("LB_Total_Voltage", battery.voltage)
            frame.set("LB_Main_Relay_Permission", true)
            frame.set("LB_Full_Charge", false)
            frame.set("LB_Interlock", true)
            frame.set("LB_Discharge_Power_Status", raw: 1)
            frame.set("LB_Voltage_Latch", false)
            // Always 0 in this generation.
            frame.set("LB_Usable_SOC", raw: 0)
        },
        MessageRecipe(id: 0x1DC, period: 10) { source, frame in
            let parameters = source.plant.battery.parameters
            frame.set("Discharge_Power_Limit", parameters.dischargeLimit / 1000)
            frame.set("Charge_Power_Limit", parameters.chargeLimit / 1000)
            frame.set("Max_Power_For_Charger", min(92.3, parameters.chargeLimit / 1000))
        },
        MessageRecipe(id: 0x55B, period: 100) { source, frame in
            frame.set("LB_SOC", 100 * source.plant.battery.stateOfCharge)
        },
    ]
}
