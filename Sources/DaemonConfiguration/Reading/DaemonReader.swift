import Foundation
import VehicleModel

/// Reads the daemon's file and the vehicle's file that it names.
final class DaemonReader {
    /// What is found in both files.
    let findings = Findings()
    private let path: String

    /// Prepares to read the file at `path`.
    init(path: String) { self.path = path }

    /// Both files together; nil where there is a problem, which is among the findings.
    func read() -> DaemonConfiguration? {
        let text: String
        do {
            text = try ConfigurationFile.text(path: path)
        } catch {
            findings.add(
                ConfigurationProblem(
                    file: path,
                    line: 0,
                    column: 0,
                    key: "",
                    found: error.reason,
                    allowed: "a YAML file of at most \(ConfigurationFile.greatestSize / 1024) KiB"
                )
            )
            return nil
        }
        guard let root = ConfigurationFile.compose(text, file: path, findings) else { return nil }
        let top = Section(root, file: path, findings)
        let configuration = read(top)
        return findings.problems.isEmpty ? configuration : nil
    }

    private func read(_ top: Section) -> DaemonConfiguration? {
        let directory = Self.directory(of: path)
        let modes: [(String, OperatingMode)] = [
            ("observe", .observe), ("shadow", .shadow), ("control", .control),
        ]
        let mode = top.word("mode", modes, fallback: "observe", instead: .observe)
        let buses = BusReader(section: top.section("buses"), directory: directory).read()
        let sockets = SocketReader(directory: directory)
        let socketDescription = sockets.readSockets(top.section("sockets"))
        let guardSocket = top.optionalSection("guard").map(sockets.readGuard)
        sockets.checkDifference(top, socketDescription, guardSocket)
        let recording = top.optionalSection("recording").map {
            RecordingReader(section: $0, directory: directory).read()
        }
        let realTime = readRealTime(top.optionalSection("real_time"))
        let vehicle = readVehicle(top, directory, buses: buses.map(\.name))
        top.finish()
        if mode == .control { checkControl(top, guardSocket, vehicle, realTime) }
        guard let vehicle else { return nil }
        return DaemonConfiguration(
            vehicle: vehicle,
            mode: mode,
            buses: buses,
            sockets: socketDescription,
            guardSocket: guardSocket,
            recording: recording,
            realTime: realTime,
            warnings: findings.warnings
        )
    }

    private func readRealTime(_ section: Section?) -> RealTimeDescription {
        guard let section else { return RealTimeDescription(priority: nil, locksMemory: false) }
        let priority = section.value(
            "priority",
            allowed: "a whole number from 1 to 99, or none",
            fallback: "none",
            instead: nil as Int?
        ) { text in
            if text == "none" { return .some(nil) }
            guard let number = Section.whole(text), (1...99).contains(number) else { return nil }
            return .some(Int(number))
        }
        let locksMemory = section.truth("lock_memory", fallback: "no")
        section.finish()
        return RealTimeDescription(priority: priority, locksMemory: locksMemory)
    }

    private func readVehicle(
        _ top: Section,
        _ directory: String,
        buses: [String]
    ) -> VehicleDescription? {
        let allowed = "the path of a vehicle file"
        let written = top.text("vehicle", allowed: allowed, most: 1024)
        guard !written.isEmpty else { return nil }
        let path = Self.resolve(written, in: directory)
        do throws(Unreadable) {
            return try VehicleFile.open(path, findings)
                .flatMap { VehicleReader(top: $0, buses: buses).read() }
        } catch {
            let found = "`\(Section.shown(written))`, \(error.reason)"
            top.report("vehicle", found: found, allowed: allowed)
            return nil
        }
    }

    /// What control needs beyond the other modes.
    private func checkControl(
        _ top: Section,
        _ guardSocket: String?,
        _ vehicle: VehicleDescription?,
        _ realTime: RealTimeDescription
    ) {
        if guardSocket == nil {
            top.report(
                "mode",
                found: "`control` without guard.socket",
                allowed: "observe or shadow, or a guardian"
            )
        }
        if let vehicle {
            let bound = vehicle.inputs.map(\.quantity)
            let missing = InputQuantity.allCases
                .filter { InputForm.of($0).isEssential && !bound.contains($0) }
                .filter { $0.motor == nil || $0.motor != vehicle.parameters.undriven }
                .map { InputForm.of($0).key }
            if !missing.isEmpty {
                top.report(
                    "mode",
                    found: "`control` of a vehicle without signals for "
                        + missing.joined(separator: ", "),
                    allowed: "observe or shadow, or a vehicle with all of them"
                )
            }
        }
        if realTime.priority == nil || !realTime.locksMemory {
            top.warn("mode", "control without real_time.priority and lock_memory misses cycles")
        }
    }
}

// Paths.
extension DaemonReader {
    /// The directory of a file, absolute.
    static func directory(of path: String) -> String {
        let absolute = resolve(path, in: FileManager.default.currentDirectoryPath)
        return absolute.lastIndex(of: "/").map { String(absolute[..<$0]) } ?? ""
    }

    /// An absolute path as it is, another one inside `directory`.
    static func resolve(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") || path.isEmpty ? path : directory + "/" + path
    }
}
