import ControlCore
import VehicleModel

// How requests are weighed.
extension VehicleReader {
    func readRequests(_ limpTorque: Torque) -> ArbitrationParameters {
        let section = top.impliedSection("requests")
        let requests = ArbitrationParameters(
            limpTorque: limpTorque,
            overridePedal: section.number("override_pedal", .share, 0...50, fallback: "5 %"),
            stabilityIncrease: section.torque("stability_increase", 0...500, fallback: "60 Nm"),
            speedCeilingGain: section.number(
                "speed_ceiling_gain",
                .speedGain,
                1...10_000,
                fallback: "340 Nm s/m"
            ),
            bench: readBench(top.impliedSection("bench"))
        )
        section.finish()
        return requests
    }

    private func readBench(_ section: Section) -> BenchParameters {
        let problems = section.findings.problems.count
        let bench = BenchParameters(
            torque: section.torque("torque", 0...100, fallback: "30 Nm"),
            speed: section.rotation("speed", 10...3000, fallback: "500 rpm"),
            speedFade: section.rotation("speed_fade", 1...1000, fallback: "50 rpm"),
            power: section.power("power", 0...10, fallback: "1.5 kW"),
            standstill: section.speed("standstill", 0.1...5, fallback: "0.1 m/s"),
            creditReserve: readCredit(section)
        )
        section.finish()
        if section.isSound(since: problems) {
            let (speed, fade) = (bench.speed.rawValue, bench.speedFade.rawValue)
            section.checkNotBelow("speed", speed, "speed_fade", fade, .rotation)
        }
        return bench
    }

    /// The reserve for credit on the bench; nil for no credit.
    private func readCredit(_ section: Section) -> Power? {
        let problems = section.findings.problems.count
        let isReserved = section.word(
            "regen_credit",
            [("none", false), ("reserved", true)],
            fallback: "none",
            instead: false
        )
        let reserve = section.power("regen_reserve", 0...100, fallback: "0 kW")
        guard section.isSound(since: problems), isReserved != (reserve > .zero) else {
            return isReserved ? reserve : nil
        }
        section.report(
            "regen_reserve",
            found: "\(reserve.kilowatts) kW",
            allowed: isReserved
                ? "more than 0 kW with regen_credit reserved"
                : "0 kW unless regen_credit is reserved"
        )
        return nil
    }

    func readAntilock(_ section: Section) -> RegenerationVetoParameters {
        let antilock = RegenerationVetoParameters(
            fall: section.torqueRate("fall", 100...20_000, fallback: "4000 Nm/s"),
            rise: section.torqueRate("rise", 10...20_000, fallback: "800 Nm/s"),
            rest: section.time("rest", 0...10_000, fallback: "500 ms")
        )
        section.finish()
        return antilock
    }
}
