import Foundation
import StateProtocol
import Testing
import VehicleModel

@Suite struct ProtocolDocumentTests {
    /// The text of docs/protocol.md.
    private func document() throws -> String {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("docs/protocol.md")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    @Test("the document names every method, quantity, quality, limit and error code")
    func isComplete() throws {
        let text = try document()
        var names = StateMethod.allCases.map(\.rawValue) + ControlMethod.allCases.map(\.rawValue)
        names += DatabaseMethod.allCases.map(\.rawValue) + RecordMethod.allCases.map(\.rawValue)
        names += CoreSignal.all.map(\.name).map(Self.general)
        names += PowerLimit.allCases.map(\.wireName)
        names += Quality.allCases.map(\.wireName) + BindingLimit.allCases.map(\.wireName)
        names += LadderLevel.allCases.map(\.wireName)
        for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
        let codes = [
            RPCError.parseError, RPCError.invalidRequest, RPCError.methodNotFound,
            RPCError.invalidParameters, RPCError.tooManyClients, RPCError.noAnswer, RPCError.busy,
            RPCError.preconditions, RPCError.leaseHeld, RPCError.late, RPCError.noLease,
            RPCError.faultsStand, RPCError.benchNeeded, RPCError.motorsTurn, RPCError.motorMissing,
            RPCError.reloadArmed, RPCError.reloadUnderWay,
            RPCError.brokenDatabase,
            RPCError.replayKeepsDatabases, RPCError.noRecorder, RPCError.recordingState,
            RPCError.recordingFile,
        ]
        for code in codes { #expect(text.contains("| −\(-code) |"), "\(code)") }
    }

    /// Names that differ only by a limit's name stand in the document once.
    private static func general(_ name: String) -> String {
        for part in ["discharge.", "charge.", "front.margin.", "rear.margin."] {
            let start = "axle." + part
            guard name.hasPrefix(start), let unit = name.lastIndex(of: "_") else { continue }
            return start + "LIMIT" + name[unit...]
        }
        return name
    }

    @Test("the document names no quantity that there is not")
    func isTrue() throws {
        let known = Set(CoreSignal.all.map(\.name).map(Self.general))
        for part in try document().split(separator: "`") where part.hasPrefix("axle.") {
            guard part != "axle." else { continue }
            #expect(known.contains(String(part)), "\(part)")
        }
    }
}
