import ArgumentParser
import DBC
import Foundation
import PlantModel

/// Fits a plant's losses and battery on a recording of a drive, or compares a plant with one.
struct Identify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Find a car's losses, battery and report lag in a recording, or check a plant against one.",
        discussion: """
            LOG is a recording (candump or ASC) of a LEAF's EV-CAN, or of one such bus for each drive unit: \
            torque and speed from 0x1DA, voltage and current from 0x1DB, state of charge from 0x55B, \
            speed over ground from 0x284 and 0x355. Without --check the coefficients are fitted and printed \
            with their errors, what they leave unexplained, and a warning for each that the drive does not \
            tell; --out writes them as a plant file on top of --plant. With --check that plant is driven \
            by the recording's torque and speed alone, and its voltage and power are compared. \
            Exit status: 0 done, 1 the log does not tell enough, 2 bad usage or files.
            """
    )

    @Argument(help: "The recording.")
    var log: String

    @Option(help: ArgumentHelp("Write what was found as a plant file.", valueName: "FILE"))
    var out: String?

    @Option(help: "The plant file that has what a drive does not tell.")
    var plant = CarFiles(nil).plant

    @Option(
        help: ArgumentHelp(
            "Fit nothing: compare this plant with the recording.",
            valueName: "PLANT"
        )
    )
    var check: String?

    @OptionGroup var changes: KeySettings

    @Option(help: "Only this bus of the recording.")
    var bus: String?

    @Option(help: "The directory of leaf-ev.dbc.")
    var dbcDirectory = "DBC"

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard check == nil || out == nil else {
            throw ValidationError("--out: found with --check, allowed one of both")
        }
    }

    func run() throws {
        let base = try PlantFile.read(check ?? plant, setting: try changes.settings)
        let database = try PlantDatabases(directory: dbcDirectory).drive
        let drive = try DriveLog(log, database, bus: bus)
        do {
            if check != nil { try compare(drive, base) } else { try fit(drive, base) }
        } catch let error as IdentifyError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func fit(_ drive: DriveLog, _ base: PlantParameters) throws {
        let found = try IdentifiedPlant(drive, base: base)
        let report = IdentifyReport(drive, found)
        if let out { try write(found, to: out) }
        try print(json ? report.json() : Data(report.lines.utf8))
    }

    private func compare(_ drive: DriveLog, _ plant: PlantParameters) throws {
        let check = try PlantCheck(drive, plant)
        try print(json ? check.json() : Data(check.lines.utf8))
    }

    /// Writes the plant file and reads it again, so that what is there can be used.
    private func write(_ found: IdentifiedPlant, to path: String) throws(FileError) {
        let text = found.file(on: Self.way(from: path, to: plant), from: log)
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw FileError(
                file: path,
                line: nil,
                key: "",
                problem: "cannot be written; allowed is a file in a directory that exists"
            )
        }
        _ = try PlantFile.read(path)
    }

    private func print(_ bytes: Data) { FileHandle.standardOutput.write(bytes) }

    /// A path as it is written in a file that lies elsewhere.
    static func way(from file: String, to other: String) -> String {
        func parts(_ path: String) -> [String] {
            URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        }
        let from = parts(file).dropLast()
        let to = parts(other)
        let common = zip(from, to).prefix { $0 == $1 }.count
        let up = [String](repeating: "..", count: from.count - common)
        return (up + to.dropFirst(common)).joined(separator: "/")
    }
}
