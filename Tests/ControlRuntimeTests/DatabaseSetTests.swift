import CANFrames
@testable import ControlRuntime
import DaemonConfiguration
import Foundation
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
        let paths = ["leaf-ev.dbc", "leaf-car.dbc", "axle-bench.dbc"].map { files.path($0) }
        #expect(set.files.map(\.path) == paths)
        #expect(set.files.map(\.buses) == [["front", "rear"], ["car"], ["car"]])
        for (bus, own) in [(0, set.files[..<1]), (2, set.files[1...])] {
            let messages = set.buses[bus].database.messages
            #expect(own.reduce(0) { $0 + $1.messages } == messages.count)
            let signals = messages.reduce(0) { $0 + $1.signals.count }
            #expect(own.reduce(0) { $0 + $1.signals } == signals)
        }
        for file in set.files {
            #expect(file.messages > 3)
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
            #expect(set.files.map(\.warnings) == [0, set.warnings.count, 0])
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

    /// A second file for the car's bus.
    private func addFile(_ text: String) throws -> [BusDescription] {
        try text.write(toFile: files.path("extra.dbc"), atomically: true, encoding: .utf8)
        var buses = files.configuration.buses
        let car = try #require(buses.firstIndex { $0.name == "car" })
        buses[car].databases.append(files.path("extra.dbc"))
        return buses
    }

    @Test("of two files of a bus each is told of what is odd in it, and of an identifier both have")
    func twoFiles() throws {
        let shared = try #require(
            try DatabaseSet(files.configuration.buses).buses.last?.database.messages.first
        )
        let buses = try addFile(
            """
            BO_ \(shared.id.rawValue) Again: 8 A
             SG_ One : 0|8@1+ (1,0) [0|0] "" A
            BO_ 1999 Past: 1 A
             SG_ Two : 8|8@1+ (1,0) [0|0] "" A

            """
        )
        let warnings = try DatabaseSet(buses).warnings.map(\.description)
        let again = files.path("extra.dbc") + ":1:1: warning: Again"
        #expect(warnings.contains { $0.hasPrefix(again) })
        #expect(warnings.contains { $0.hasPrefix(files.path("extra.dbc") + ":4:2: ") })
    }

    @Test("what a message inherits is its own file's, whatever another file of the bus has")
    func inheritance() throws {
        let buses = try addFile(
            """
            BO_ 1999 Extra: 8 A
             SG_ One : 0|8@1+ (1,0) [0|0] "" A
            BO_ 1998 Own: 8 A
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 65535;
            BA_DEF_DEF_ "GenMsgCycleTime" 70;
            BA_ "GenMsgCycleTime" BO_ 1998 30;

            """
        )
        let database = try #require(try DatabaseSet(buses).buses.last?.database)
        #expect(database.message(named: "Extra")?.cycleTime == 70)
        #expect(database.message(named: "Own")?.cycleTime == 30)
        let alone = try #require(try DatabaseSet(files.configuration.buses).buses.last?.database)
        for message in alone.messages {
            #expect(database.message(named: message.name)?.cycleTime == message.cycleTime)
            let profile = database.message(named: message.name)?.protection.profile
            #expect(profile == message.protection.profile)
        }
    }

    @Test("errors of all files are told at once")
    func allErrors() throws {
        let buses = try addFile("BO_ 1999 Extra: 8 A\n SG_ One : x|8@1+ (1,0) [0|0] \"\" A\n")
        try files.replace(
            "Pedal_A : 7|8@0+",
            with: "Pedal_A : seven|8@0+",
            in: "leaf-car.dbc"
        )
        #expect {
            _ = try DatabaseSet(buses)
        } throws: { error in
            "\(error)".contains("extra.dbc:2:") && "\(error)".contains("leaf-car.dbc:")
        }
    }

    @Test("corner case 40: a bus finds messages by parameter group where its configuration says so")
    func parameterGroups() throws {
        var buses = try addFile("BO_ \(0x8CF0_0400 as UInt32) EEC1: 8 A\n")
        let other = try #require(FrameID(extended: 0x18F0_0417))
        #expect(try DatabaseSet(buses).buses.last?.database.index(of: other) == nil)
        buses[buses.count - 1].matchesParameterGroups = true
        let database = try #require(try DatabaseSet(buses).buses.last?.database)
        #expect(database.index(of: other).map { database.messages[$0].name } == "EEC1")
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
        let both = files.path("leaf-car.dbc") + ", " + files.path("axle-bench.dbc")
        #expect(text.hasPrefix(both + ": error: "), "\(text)")
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
