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
        names += CoreSignal.all.map(\.name)
        names += Quality.allCases.map(\.wireName) + BindingLimit.allCases.map(\.wireName)
        for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
        let codes = [
            RPCError.parseError, RPCError.invalidRequest, RPCError.methodNotFound,
            RPCError.invalidParameters, RPCError.tooManyClients, RPCError.noAnswer, RPCError.busy,
            RPCError.preconditions, RPCError.leaseHeld, RPCError.late, RPCError.noLease,
            RPCError.reloadArmed, RPCError.reloadUnderWay, RPCError.brokenDatabase,
            RPCError.replayKeepsDatabases, RPCError.noRecorder, RPCError.recordingState,
            RPCError.recordingFile,
        ]
        for code in codes { #expect(text.contains("| −\(-code) |"), "\(code)") }
    }

    @Test("the document names no quantity that there is not")
    func isTrue() throws {
        let known = Set(CoreSignal.all.map(\.name))
        for part in try document().split(separator: "`") where part.hasPrefix("axle.") {
            guard part != "axle." else { continue }
            #expect(known.contains(String(part)), "\(part)")
        }
    }
}
