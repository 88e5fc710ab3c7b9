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
        let allowList = readAllowList(top)
        let inputs = readInputs(top, allowList)
        let addresses = readAddresses(top, allowList, inputs)
        let monitor = readMonitor(top, allowList, inputs)
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
                allowed: "a torque and a gear frame for each axle that has a motor"
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

    /// The buses; that of an axle without a motor is left out where nothing is read from it.
    private static func readAddresses(
        _ top: Section,
        _ allowList: AllowList,
        _ inputs: InputFields
    ) -> GuardAddresses? {
        let names = ["front", "rear", "car"]
        guard let buses = top.section("buses", known: names) else { return nil }
        let allowed = "an interface such as can0, or unix:PATH"
        let needed = MonitorInput.allCases.compactMap { inputs[$0]?.bus.axle }
        let isNeeded = { (axle: Axle) in allowList.undriven != axle || needed.contains(axle) }
        func address(_ key: String, isNeeded: Bool) -> Located<String>? {
            isNeeded || buses.has(key) ? buses.text(key, allowed: allowed) : nil
        }
        let front = address("front", isNeeded: isNeeded(.front))
        let rear = address("rear", isNeeded: isNeeded(.rear))
        guard let car = address("car", isNeeded: true) else { return nil }
        let others: [(String, Located<String>?, String, Located<String>?)] = [
            ("rear", rear, "front", front), ("car", car, "front", front),
            ("car", car, "rear", rear),
        ]
        for (key, address, otherKey, other) in others {
            guard let address, let other, address.value == other.value else { continue }
            buses.report(
                key,
                found: "\"\(address.value)\", the \(otherKey)'s",
                allowed: "another bus: \(allowed)"
            )
        }
        return GuardAddresses(front: front, rear: rear, car: car)
    }

    private static func readMonitor(
        _ top: Section,
        _ allowList: AllowList,
        _ inputs: InputFields
    ) -> MonitorSettings? {
        let timing = readTiming(top)
        let envelope = readEnvelopes(top, undriven: allowList.undriven)
        let bounds = readBounds(top, envelope, undriven: allowList.undriven)
        let driver = readDriver(top, undriven: allowList.undriven)
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
