import ArgumentParser
import Foundation
import StateClient
import StateProtocol

/// Changes a running plant.
struct Inject: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make faults in a plant that runs with attach --control.",
        discussion: """
            CHANGE is key=value with the keys and units of an event of a scenario file: \
            discharge_limit="60 kW", rear_inverter=silent, bias.pedal_a="20 %", \
            frozen_counter=front.INV_Status, frame_loss="{message: front.INV_Status, part: 30 %}", \
            contactor=open, bus_off=rear. All changes of one call are made, or none. What is in \
            force of what they change is printed, and of everything where there is no change. Exit \
            status: 0 done, 1 no answer, 2 a key or a value that is not allowed, 3 no plant listens.
            """
    )

    @Option(help: "The socket that attach --control names.")
    var control: String

    @Flag(help: "Print the answer as JSON.")
    var json = false

    @Argument(help: "What to change.")
    var changes: [String] = []

    func run() throws {
        do throws(StateClientError) {
            let answer = try ask(StateConnection(path: control))
            let force = answer["in_force"]?.members ?? []
            let lines = force.map { "\($0.name): \($0.value.text ?? $0.value.line)" }
            let text = json ? answer.line : lines.joined(separator: "\n")
            FileHandle.standardOutput.write(Data((text + "\n").utf8))
        } catch {
            FileHandle.standardError.write(Data("\(Self.sentence(error))\n".utf8))
            throw ExitCode(Self.status(error))
        }
    }

    private func ask(_ connection: StateConnection) throws(StateClientError) -> JSONValue {
        guard !changes.isEmpty else { return try connection.call(ControlMethod.state.rawValue) }
        return try connection.call(
            ControlMethod.inject.rawValue,
            ["changes": .array(changes.map { .string($0) })]
        )
    }

    private static func sentence(_ error: StateClientError) -> String {
        switch error {
        case .noDaemon(let path, let reason):
            "\(path): no plant listens there: \(reason); start axlesim attach with --control \(path)"
        case .closed(let path): "\(path): the plant closed the connection"
        case .notAxle(let path, let reason): "\(path): what listens here is no plant: \(reason)"
        case .notPermitted, .noAnswer, .refused: error.description
        }
    }

    private static func status(_ error: StateClientError) -> Int32 {
        if case .refused(let refusal) = error, refusal.code == RPCError.invalidParameters {
            return 2
        }
        return error.exitStatus
    }
}
