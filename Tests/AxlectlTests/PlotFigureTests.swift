import CANFrames
import Charts
import FrameLogs
import StateProtocol
import Testing
import VehicleModel

@testable import axlectl

@Suite struct PlotFigureTests {
    private let names = ["axle.speed_kmh", "axle.front.binding", "axle.gear", "axle.front_share"]

    /// A log of cycles: at each time speed, what bound in front, gear, share.
    private func log(_ cycles: [(time: Double, values: [Double?])]) throws -> PlottedLog {
        var log = try PlottedLog(names, in: try DatabaseSet(paths: []))
        _ = log.take(.columns(group: UInt8(ascii: "a"), names))
        for (time, values) in cycles {
            let stamp = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(time * 1e9))
            _ = log.take(.cycle(group: UInt8(ascii: "a"), stamp, values))
        }
        return log
    }

    private func figure(_ log: PlottedLog) throws -> Figure {
        let window = try log.window(from: nil, to: nil, of: "a.log")
        return PlotFigure(log, name: "logs/a.log", hasWallTime: true, window: window).figure
    }

    private func raw(_ limit: BindingLimit) -> Double { Double(limit.rawValue) }

    @Test("what the control core computed is drawn: numbers as lines, states as bands")
    func kinds() throws {
        let cycles = (0..<20).map { index in
            (
                time: Double(index) / 100,
                values: [
                    Double(index), index < 10 ? raw(.none) : raw(.discharge),
                    Double(Gear.drive.rawValue),
                    0.5,
                ] as [Double?]
            )
        }
        let figure = try figure(try log(cycles))
        #expect(figure.title == "a.log")
        #expect(figure.facts == ["begins 2023-11-14 22:13:20 UTC"])
        #expect(
            figure.panels.map(\.title) == ["axle.speed_kmh", "axle.front_share", "States"]
        )
        #expect(figure.panels[0].unit == "km/h")
        let tracks = figure.panels[2].tracks
        #expect(tracks.map(\.name) == ["axle.front.binding", "axle.gear"])
        #expect(tracks[0].spans.map(\.name) == ["discharge"])
        #expect(tracks[0].spans[0].fill == Fill.numbered(0))
        #expect(abs(tracks[0].spans[0].start - 0.1) < 1e-6)
        #expect(tracks[1].spans.map(\.name) == ["D"])
    }

    @Test("where values are missing for long, a line is broken and a band ends")
    func missing() throws {
        let times = (0..<10).map { Double($0) / 100 } + (100..<110).map { Double($0) / 100 }
        let figure = try figure(try log(times.map { ($0, [7, raw(.slip), nil, 0.5]) }))
        let speeds = figure.panels[0].series[0].samples
        #expect(speeds.count == 21)
        #expect(speeds.filter { $0.value.isNaN }.map { $0.time > 0.1 && $0.time < 0.99 } == [true])
        let states = try #require(figure.panels.last)
        #expect(states.tracks.map(\.name) == ["axle.front.binding", "axle.gear"])
        #expect(states.tracks[1].spans.isEmpty)
        let spans = states.tracks[0].spans
        try #require(spans.count == 2)
        #expect(spans.map(\.name) == ["slip", "slip"])
        #expect(abs(spans[0].end - 0.1) < 1e-5 && abs(spans[1].start - 1) < 1e-5)
    }

    @Test("signals of one unit share a panel, in which each has a stroke of its own")
    func units() throws {
        let names = ["axle.front.given_Nm", "axle.speed_kmh", "axle.rear.given_Nm"]
        var log = try PlottedLog(names, in: try DatabaseSet(paths: []))
        _ = log.take(.columns(group: UInt8(ascii: "a"), names))
        for time in 0..<5 {
            let stamp = Timestamp(nanoseconds: Int64(time) * 10_000_000)
            _ = log.take(.cycle(group: UInt8(ascii: "a"), stamp, [100, 5, nil]))
        }
        let panels = try figure(log).panels
        #expect(panels.map(\.unit) == ["Nm", "km/h"])
        #expect(panels[0].title == "Torque")
        #expect(panels[0].series.map(\.name) == ["axle.front.given_Nm", "axle.rear.given_Nm"])
        #expect(Set(panels[0].series.map(\.stroke)).count == 2)
        #expect(log.namesWithout(valuesIn: 0...1) == ["axle.rear.given_Nm"])
    }
}
