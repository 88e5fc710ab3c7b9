import Foundation
import TorqueMonitor
import Yams

/// Reads the guardian's own file.
public enum GuardConfigurationReader {
    private static let keys = [
        "socket", "real_time_priority", "buses", "allow", "inputs", "timing", "bounds", "envelope",
        "driver", "faults",
    ]

    /// Reads the file at `path`; throws every problem it has.
    public static func read(path: String) throws(GuardConfigurationError) -> GuardSettings {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw GuardConfigurationError(problems: [
                "\(path): cannot be read as UTF-8 text: \(error.localizedDescription)"
            ])
        }
        return try parse(text, file: path)
    }

    /// Reads a text; `file` is its name in messages.
    public static func parse(
        _ text: String,
        file: String
    ) throws(GuardConfigurationError) -> GuardSettings {
        let root = try compose(text, file: file)
        let problems = Problems(file: file)
        let top = Section(root, path: "", line: 1, known: keys, problems)
        let socket = top.text("socket", allowed: "a path")
        let priority = top.quantity("real_time_priority", .none, 0...99)
        let addresses = readAddresses(top)
        let monitor = readMonitor(top)
        if problems.sentences.isEmpty, let socket, let priority, let addresses {
            if let monitor {
                return GuardSettings(
                    socketPath: socket.value,
                    realTimePriority: Int32(priority),
                    addresses: addresses,
                    monitor: monitor
                )
            }
            problems.add(
                line: 1,
                key: "allow",
                found: "an incomplete list",
                allowed: "a torque and a gear frame for each axle"
            )
        }
        throw GuardConfigurationError(
            problems: problems.sentences.sorted { $0.line < $1.line }.map(\.sentence)
        )
    }

    private static func compose(
        _ text: String,
        file: String
    ) throws(GuardConfigurationError) -> Node {
        let problem: String
        do {
            if let root = try Yams.compose(yaml: text) { return root }
            problem =
                "\(file):1: found an empty file, allowed a mapping of "
                + keys.joined(separator: ", ")
        } catch let error as YamlError {
            problem = describe(error, file: file)
        } catch {
            problem = "\(file): \(error.localizedDescription)"
        }
        throw GuardConfigurationError(problems: [problem])
    }

    private static func describe(_ error: YamlError, file: String) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(file):\(mark.line):\(mark.column): not YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "\(file):\(context.mark.line): key \(duplicates.joined(separator: ", ")): "
                + "found more than once, allowed once"
        case .reader(let problem, _, _, _): "\(file): not YAML: \(problem)"
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            "\(file): \(error)"
        }
    }

    private static func readAddresses(_ top: Section) -> GuardAddresses? {
        guard let buses = top.section("buses", known: ["front", "rear", "car"]) else { return nil }
        let allowed = "an interface such as can0, or unix:PATH"
        let front = buses.text("front", allowed: allowed)
        let rear = buses.text("rear", allowed: allowed)
        let car = buses.text("car", allowed: allowed)
        guard let front, let rear, let car else { return nil }
        for (key, address, other) in [
            ("rear", rear, front), ("car", car, front), ("car", car, rear),
        ]
        where address.value == other.value {
            buses.report(
                key,
                found:
                    "\"\(address.value)\", \(other.value == front.value ? "the front's" : "the rear's")",
                allowed: "another bus: \(allowed)"
            )
        }
        return GuardAddresses(front: front, rear: rear, car: car)
    }

    private static func readMonitor(_ top: Section) -> MonitorSettings? {
        let allowList = readAllowList(top)
        let inputs = readInputs(top, allowList)
        let timing = readTiming(top)
        let envelope = readEnvelopes(top)
        let bounds = readBounds(top, envelope)
        let driver = readDriver(top)
        let faults = readFaults(top)
        guard let (timing, disarmFrames) = timing, let bounds, let driver, let faults else {
            return nil
        }
        return MonitorSettings(
            allowList: allowList,
            inputs: inputs,
            timing: timing,
            bounds: bounds,
            driver: driver,
            faults: faults,
            disarmFrames: disarmFrames
        )
    }
}
