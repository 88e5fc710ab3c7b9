import Foundation
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite("The table of cars")
struct TableTests {
    private static let cars = CarFiles.all(in: shipped("Config"))

    private func row(_ car: String) throws -> TableRow {
        try TableRow(
            car,
            try shippedScenario("launch").untilFast(),
            databases: shipped("DBC"),
            in: shipped("Config")
        )
    }

    @Test("the cars of the issue are there")
    func names() {
        #expect(
            Set(Self.cars).isSuperset(of: [
                "leaf-eplus-awd", "leaf-eplus", "leaf-40", "leaf-nismo-rc", "zoe-e-sport",
                "ariya-e-4orce", "ariya-fwd", "leaf-eplus-awd-big-battery",
            ])
        )
    }

    @Test("what was published comes out within 8 %, and nothing is over a limit", arguments: cars)
    func published(car: String) throws {
        let row = try row(car)
        let time = try #require(row.figures.zeroTo100)
        let sixty = try #require(row.figures.zeroTo60Miles)
        #expect(sixty < time && sixty > 0.9 * time)
        if let published = row.published {
            #expect(row.isClose == true, "\(car): \(time) s, published \(published) s")
            #expect(row.band == nil)
        } else {
            let band = try #require(row.band)
            #expect(row.isClose == nil && row.error == nil)
            #expect(band.parameters.contains(time) && band.model.contains(time))
        }
        let torque = Double(row.plant.front.isDriven && row.plant.rear.isDriven ? 2 : 1)
        #expect(row.figures.peakTorque <= torque * row.plant.envelope.peakTorque + 0.3)
        #expect(row.figures.peakElectrical <= row.plant.battery.dischargeLimit + 100)
    }

    @Test("the documents' sums come out: 227 kW at a battery's limit, 319 kW at a bigger one's")
    func sums() throws {
        let prototype = try row("leaf-eplus-awd").figures
        #expect(abs(prototype.peakShaft - 227_000) < 1000)
        #expect(prototype.limitedBy == "system-ceiling")
        let bigger = try row("leaf-eplus-awd-big-battery").figures
        #expect((312_000...320_500).contains(bigger.peakShaft), "\(bigger.peakShaft)")
        #expect(bigger.limitedBy == "envelope")
        #expect(!bigger.limits.contains { $0.limit == .discharge || $0.limit == .systemCeiling })
    }

    @Test("variations move the time the way that they must")
    func variations() throws {
        let moves = try row("leaf-eplus-awd").moves
        func change(_ key: String) throws -> Double {
            try #require(moves.first { $0.variation.key == key }?.change)
        }
        #expect(try (0.05...0.2).contains(change("mass_plus_50kg_s")))
        #expect(try (0.05...0.2).contains(change("driveline_minus_2pct_s")))
        #expect(try (0.08...0.25).contains(change("power_minus_5pct_s")))
        #expect(try change("ratio_plus_5pct_s") < 0)
        #expect(try (0...0.1).contains(change("grip_minus_005_s")))
    }

    @Test("a row is one JSON object with the names that scripts read")
    func json() throws {
        let data = try JSONEncoder().encode(try row("leaf-nismo-rc"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["vehicle"] as? String == "leaf-nismo-rc")
        #expect(object["published_s"] as? Double == 3.4)
        let time = try #require(object["simulated_s"] as? Double)
        let error = try #require(object["error_pct"] as? Double)
        #expect(abs(error - (time / 3.4 - 1) * 100) < 0.1)
        for key in [
            "zero_to_60mph_s", "peak_shaft_kW", "peak_electrical_kW", "peak_torque_Nm",
        ] {
            #expect(object[key] is Double, "\(key)")
        }
        #expect(object["limited_by"] is String)
        let unknown = try JSONEncoder().encode(try row("leaf-eplus-awd"))
        #expect(String(decoding: unknown, as: UTF8.self).contains(#""published_s":null"#))
    }

    @Test(
        "what held torque back is told by time, and a tenth of a second is left to what was before"
    )
    func timeline() {
        var timeline = LimitTimeline()
        func step(_ limit: BindingLimit, _ cycles: Int, from start: Int, pedal: Double = 1) {
            for cycle in start..<(start + cycles) {
                var report = CycleReport()
                report.axles.rear.asked = Torque(300)
                report.axles.rear.given = Torque(100)
                report.axles.rear.binding = limit
                report.axles.front.binding = .slip
                timeline.step(report, pedal: pedal, at: Double(cycle) / 100)
            }
        }
        step(.upRate, 30, from: 100)
        step(.shaping, 5, from: 130)
        step(.none, 40, from: 135)
        step(.discharge, 30, from: 175)
        timeline.finish()
        let spans = timeline.spans
        #expect(spans.map(\.limit) == [.upRate, .envelope, .discharge])
        for (span, ends) in zip(spans, [(0.0, 0.35), (0.35, 0.75), (0.75, 1.04)]) {
            #expect(abs(span.start - ends.0) < 1e-9 && abs(span.end - ends.1) < 1e-9)
        }
        // A pedal that is let go is another beginning.
        step(.discharge, 1, from: 300, pedal: 0.5)
        step(.discharge, 30, from: 400)
        timeline.finish()
        #expect(timeline.spans.last?.limit == .discharge)
    }

    @Test("columns line up: the first flush left, numbers flush right, the last as it is")
    func columns() {
        var table = TextTable(["car", "s", "why"])
        table.add(["a", "10.25", "x"])
        table.add(["longer", "1", "yy"])
        #expect(table.text == "car         s  why\na       10.25  x\nlonger      1  yy\n")
    }
}
