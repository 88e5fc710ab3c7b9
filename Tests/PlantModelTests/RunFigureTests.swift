import Charts
import Foundation
import PlantModel
import StateProtocol
import Testing
import VehicleModel

@testable import axlesim

@Suite struct RunFigureTests {
    private func figure(
        _ scenario: String,
        atMost time: Double = 60
    ) throws -> (RunFigure, RunTrace) {
        var loop = try offlineLoop(try shippedScenario(scenario), trace: RunTrace())
        try loop.run(atMost: time)
        let trace = try #require(loop.trace)
        return (RunFigure(loop, expected: Outcome(loop).comparisons), trace)
    }

    @Test("a run is traced once a cycle only where that is wanted")
    func traced() throws {
        let (_, trace) = try figure("launch", atMost: 4)
        #expect(trace.cycles.count == 400)
        #expect(zip(trace.cycles, trace.cycles.dropFirst()).allSatisfy { $0.time < $1.time })
        #expect(trace.phases.map(\.index) == Array(0..<trace.phases.count))
        #expect(trace.phases[0].time == 0 && trace.phases.count > 3)
        var loop = try offlineLoop(try shippedScenario("launch"))
        try loop.run(atMost: 1)
        #expect(loop.trace == nil)
    }

    @Test("a step of the limit is drawn with the power under it and what bound")
    func limitStep() throws {
        let (picture, trace) = try figure("limit-step")
        let panels = picture.figure.panels
        #expect(panels.map(\.unit) == ["km/h", "%", "Nm", "Nm", "kW", "m/s", "V"])
        let power = panels[4]
        let limit = try #require(power.series.first { $0.kind == .upperLimit })
        #expect(Set(limit.samples.map(\.value)) == [245, 60])
        let begin = try #require(trace.phases.first { $0.index == 4 }).time
        #expect(picture.figure.moments.contains(Moment("the limit falls", at: begin)))
        let step = try #require(limit.samples.first { $0.value == 60 })
        #expect(abs(step.time - begin) < 0.011)
        #expect(power.tracks.map(\.name) == ["front bound by", "rear bound by"])
        let later = step.time + 0.5
        let bound = power.tracks.flatMap(\.spans).filter { $0.start < later && $0.end > later }
        #expect(bound.map(\.name) == ["discharge", "discharge"])
        let known = Set(BindingLimit.allCases.map(\.wireName))
        #expect(power.tracks.flatMap(\.spans).allSatisfy { known.contains($0.name) })
        let floor = try #require(panels[6].series.first { $0.kind == .lowerLimit })
        #expect(floor.samples.first?.value == 288)
        #expect(picture.figure.facts.contains { $0.contains("expectations met") })
        let text = picture.figure.svg()
        #expect(text == picture.figure.svg() && text.utf8.count < 400_000)
    }

    @Test("where the daemon holds less than the battery tells, its limit is a line and says why")
    func heldLess() throws {
        let (picture, trace) = try figure("inverter-loss")
        let power = try #require(picture.figure.panels.first { $0.unit == "kW" })
        let held = try #require(power.series.first { $0.name == "limit that the daemon holds" })
        #expect(held.samples.contains { $0.value < 249 })
        let track = try #require(power.tracks.last)
        #expect(track.name == "daemon's limit by" && track.spans.contains { $0.name == "ladder" })
        let begin = try #require(trace.phases.first { $0.index == 4 }).time
        #expect(track.spans.allSatisfy { $0.start > begin })
        #expect(try figure("launch", atMost: 3).0.figure.panels[4].tracks.count == 2)
    }

    @Test("an axle without a motor has no panel, and one that was never asked for torque is there")
    func axles() throws {
        let (picture, trace) = try figure("launch", atMost: 0.3)
        #expect(!trace.hasTorque(on: .front) && !trace.hasTorque(on: .rear))
        #expect(picture.figure.panels.filter { $0.unit == "Nm" }.count == 2)
    }

    @Test("each limit that can bind has a colour of its own, and nothing bound has none")
    func colours() {
        let fills = BindingLimit.allCases.compactMap(\.prominence).map { Fill.numbered($0) }
        #expect(Set(fills).count == BindingLimit.allCases.count - 1)
        #expect(BindingLimit.none.prominence == nil)
        #expect(Set(PowerLimit.allCases.map(\.prominence)).count == PowerLimit.allCases.count)
        for limit in PowerLimit.allCases {
            let same = BindingLimit.allCases.first { $0.wireName == limit.wireName }
            #expect(same == nil || same?.prominence == limit.prominence, "\(limit)")
        }
    }

    @Test("a picture that cannot be written is one sentence with its path")
    func unwritable() throws {
        let (picture, _) = try figure("launch", atMost: 0.1)
        let error = #expect(throws: FileError.self) { try picture.write(to: "/nowhere/a.svg") }
        #expect(try #require(error).description.hasPrefix("/nowhere/a.svg: cannot be written"))
    }
}
