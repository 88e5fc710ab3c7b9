import PlantModel
import StateProtocol
import Testing
import VehicleModel

@testable import axlesim

@Suite struct InjectionTests {
    @Test(
        "changes are written as key=value and read as a scenario file's",
        arguments: [
            (["discharge_limit=60 kW"], [.dischargeLimit(60_000)]),
            (
                ["rear_inverter=silent", "contactor=open"],
                [.inverter(.rear, .silent), .contactor(isOpen: true)]
            ),
            (["bias.pedal_a=20 %"], [.bias(.pedalA, 20)]),
            (
                ["bias.pedal_b=-5 %", "front_grip=0.3", "bias.battery_current=10 A"],
                [.grip(.front, 0.3), .bias(.pedalB, -5), .bias(.batteryCurrent, 10)]
            ),
            (["frozen_counter=front.INV_Status"], [.frozenCounter("front.INV_Status")]),
            (
                ["frame_loss.message=front.INV_Status", "frame_loss.part=30 %"],
                [.frameLoss(FrameLoss(message: "front.INV_Status", part: 0.3))]
            ),
            (
                ["frame_loss={message: front.INV_Status, part: 30 %}"],
                [.frameLoss(FrameLoss(message: "front.INV_Status", part: 0.3))]
            ),
            (["corrupt=it's, {odd}: #"], [.corruption("it's, {odd}: #")]),
        ] as [([String], [PlantChange])]
    )
    func changes(texts: [String], changes: [PlantChange]) throws {
        #expect(try ChangeText(texts).changes() == changes)
    }

    @Test(
        "what is wrong with a change is told in one sentence, with the nearest key",
        arguments: [
            (
                ["discharge_limt=60 kW"],
                "inject: discharge_limt: found a key that is not known, allowed for example discharge_limit"
            ),
            (
                ["bias.pedal=20 %"],
                "inject: bias.pedal: found a key that is not known, allowed for example pedal_a"
            ), (["discharge_limit=60"], "inject: discharge_limit: found 60, allowed 0 to 2000 kW"),
            (["contactor="], "inject: contactor: found nothing, allowed open, closed"),
            (
                ["contactor"],
                "inject: contactor: found no KEY=VALUE, allowed for example contactor=open"
            ), (["=open"], "inject: =open: found no KEY=VALUE, allowed for example contactor=open"),
            (
                ["contactor=open", "contactor=closed"],
                "inject: found twice: contactor, allowed each key once"
            ), (["when={elapsed: 1 s}"], "inject: when: found a key that is not known"),
        ]
    )
    func problems(texts: [String], sentence: String) {
        let error = #expect(throws: FileError.self) { try ChangeText(texts).changes() }
        #expect(error?.description.hasPrefix(sentence) == true, "\(error as Any)")
    }

    private func standing() throws -> DrivenPlant {
        try DrivenPlant(Plant(try prototype()), .idle, databases())
    }

    private func ask(_ driven: inout DrivenPlant, _ line: String) -> JSONValue? {
        driven.answer(Array(line.utf8))
    }

    @Test("a change is acknowledged with what is in force of what it changes, and said")
    func acknowledged() throws {
        var driven = try standing()
        let answer = ask(
            &driven,
            #"""
            {"jsonrpc":"2.0","id":7,"method":"plant.inject","params":{"changes":["bias.pedal_a=20 %","bus_off=rear","discharge_limit=60 kW"]}}
            """#
        )
        let force = answer?["result"]?["in_force"]
        #expect(answer?["id"] == 7)
        #expect(force?["discharge_limit"] == "60 kW" && force?["bus_off"] == "rear")
        #expect(force?["bias.pedal_a"] == "20 %" && force?.members.count == 3)
        #expect(driven.plant.battery.dischargeLimit == 60_000)
        #expect(driven.disturbances.isOff(.rear) && driven.disturbances.bias(.pedalA) == 20)
        let notices = driven.takeNotices()
        #expect(notices.count == 1 && notices[0].hasPrefix("injected discharge_limit: 60 kW"))
        let state = ask(&driven, #"{"jsonrpc":"2.0","id":8,"method":"plant.state"}"#)
        let all = state?["result"]?["in_force"]
        #expect(all?["front_inverter"] == "working" && all?["rear_unit"] == "right")
        #expect(all?["contactor"] == "closed" && all?["frame_loss"] == "none")
        #expect(all?["bias.battery_current"] == "0 A" && all?["bus_off"] == "rear")
    }

    @Test(
        "what is no request, or no change, is refused and changes nothing",
        arguments: [
            ("nonsense", RPCError.parseError, "not JSON"),
            (#"{"id":1}"#, RPCError.invalidRequest, "jsonrpc"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"arm"}"#, RPCError.methodNotFound,
                "allowed plant.inject, plant.state"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"plant.inject"}"#, RPCError.invalidParameters,
                "changes: found no list of texts"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"plant.inject","params":{"changes":["discharge_limit=1 kW","corrupt=front.X"]}}"#,
                RPCError.invalidParameters, "corrupt: found front.X, allowed front.INV_Status"
            ),
        ]
    )
    func refused(line: String, code: Int64, words: String) throws {
        var driven = try standing()
        let error = ask(&driven, line)?["error"]
        #expect(error?["code"] == .integer(code))
        #expect(error?["message"]?.text?.contains(words) == true, "\(error?.line ?? "")")
        #expect(driven.plant.battery.dischargeLimit == 250_000)
        #expect(driven.takeNotices().isEmpty)
    }

    @Test("a notification is carried out and not answered")
    func notification() throws {
        var driven = try standing()
        let line =
            #"{"jsonrpc":"2.0","method":"plant.inject","params":{"changes":["contactor=open"]}}"#
        #expect(ask(&driven, line) == nil)
        #expect(driven.plant.link.isOpen)
        #expect(ask(&driven, #"{"jsonrpc":"2.0","method":"nothing"}"#) == nil)
    }
}
