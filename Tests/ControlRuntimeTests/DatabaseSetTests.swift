@testable import ControlRuntime
import Testing
import VehicleModel

@Suite struct DatabaseSetTests {
    private let files: EditedDatabases

    init() throws { files = try EditedDatabases() }

    /// Why the files as they stand cannot be bound.
    private func complaint() -> String {
        do throws(AssemblyError) {
            _ = try files.bindings(generation: 1)
            return "none"
        } catch {
            return error.description
        }
    }

    @Test("each file is counted once, with the buses that it describes")
    func counts() throws {
        let set = try DatabaseSet(files.configuration.buses)
        #expect(set.files.map(\.path) == [files.path("leaf-ev.dbc"), files.path("leaf-car.dbc")])
        #expect(set.files.map(\.buses) == [["front", "rear"], ["car"]])
        for (index, file) in set.files.enumerated() {
            let database = set.buses[index == 0 ? 0 : 2].database
            #expect(file.messages == database.messages.count)
            #expect(file.signals == database.messages.reduce(0) { $0 + $1.signals.count })
            #expect(file.messages > 5)
            #expect(file.warnings == 0)
        }
    }

    @Test("what is odd is counted for its file")
    func warnings() throws {
        try files.replace(
            "Pedal_A : 7|8@0+ (0.5,0)",
            with: "Pedal_A : 7|8@0+ (0,0)",
            in: "leaf-car.dbc"
        )
        do throws(AssemblyError) {
            let set = try DatabaseSet(files.configuration.buses)
            #expect(set.files.map(\.warnings) == [0, set.warnings.count])
            #expect(set.warnings.count > 0)
        } catch {
            #expect(error.description.contains("leaf-car.dbc:48:"))
        }
    }

    @Test("a broken file is named with line and column")
    func broken() throws {
        let line = try files.replace(
            "Pedal_A : 7|8@0+",
            with: "Pedal_A : seven|8@0+",
            in: "leaf-car.dbc"
        )
        #expect(complaint().hasPrefix(files.path("leaf-car.dbc") + ":\(line):"))
        #expect(complaint().contains(": error: "))
    }

    @Test("a signal that the vehicle needs and that is gone is named with its message's place")
    func vanishedSignal() throws {
        try files.replace("Pedal_A", with: "Pedal_C", in: "leaf-car.dbc")
        let line = try files.replace("VCM_Pedals: 8", with: "VCM_Pedals: 8", in: "leaf-car.dbc")
        let text = complaint()
        #expect(text.hasPrefix(files.path("leaf-car.dbc") + ":\(line):"), "\(text)")
        #expect(text.contains("VCM_Pedals has no signal Pedal_A; it has Pedal_C"), "\(text)")
    }

    @Test("a message that the vehicle needs and that is gone is named with the files of its bus")
    func vanishedMessage() throws {
        try files.replace("VCM_Pedals", with: "VCM_Levers", in: "leaf-car.dbc")
        let text = complaint()
        #expect(text.hasPrefix(files.path("leaf-car.dbc") + ": error: "), "\(text)")
        #expect(text.contains("have no message VCM_Pedals"), "\(text)")
    }

    @Test("a signal whose unit no longer fits is named with its message's place")
    func otherUnit() throws {
        try files.replace(
            "Pedal_A : 7|8@0+ (0.5,0) [0|127.5] \"%\"",
            with: "Pedal_A : 7|8@0+ (0.5,0) [0|127.5] \"rpm\"",
            in: "leaf-car.dbc"
        )
        let text = complaint()
        #expect(text.hasPrefix(files.path("leaf-car.dbc") + ":47:"), "\(text)")
        #expect(text.contains("has the unit \"rpm\""), "\(text)")
    }
}
