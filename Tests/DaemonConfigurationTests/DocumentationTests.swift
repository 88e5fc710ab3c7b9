import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("The reference documentation")
struct DocumentationTests {
    /// The rows of all tables by the key in their first column.
    private static func rows() throws -> [String: String] {
        var rows: [String: String] = [:]
        for line in try Repository.text("docs/configuration.md").split(separator: "\n") {
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else {
                continue
            }
            rows[String(line[line.index(line.startIndex, offsetBy: 3)..<end])] = String(line)
        }
        return rows
    }

    /// Every key that the reader asks for in files that say all they can.
    static func knownKeys() throws -> [KnownKey] {
        let files = try EditedFiles()
        try files.replace(.daemon, "real_time:", "recording: {path: logs}\nreal_time:")
        try files.replace(
            .daemon,
            "    address: can0\n",
            "    address: can0\n    configure: {bitrate: 500 kbit/s}\n"
                + "    recovery: {restart_after: 1 s, times: 3}\n"
        )
        try files.replace(
            .vehicle,
            "    envelope: *em57",
            "    envelope:\n      reference_voltage: 350 V\n      points: {0 rpm: 300 Nm, 100 rpm: 0 Nm}"
        )
        try files.replace(
            .vehicle,
            "    losses: *em57_losses",
            "    losses:\n" + LossTableText().text
        )
        try files.replace(.vehicle, "  tolerance: 1 Nm", "  tolerance: 1 Nm\n  notch: {}")
        let reader = DaemonReader(path: files.path)
        #expect(reader.read() != nil)
        return reader.findings.keys
    }

    @Test("every key that the reader knows is there, with what is allowed and its default")
    func everyKeyIsThere() throws {
        let rows = try Self.rows()
        let keys = try Self.knownKeys()
        #expect(keys.count > 90)
        for key in keys {
            let row = try #require(rows[key.pattern], "\(key)")
            // The range of a quantity stands in the table of quantities.
            if key.pattern == "signals.QUANTITY.range" || key.pattern == "signals.QUANTITY.max_age"
            {
                continue
            }
            let columns = row.components(separatedBy: " | ")
            try #require(columns.count == 4)
            #expect(columns[1].contains(key.allowed), "\(key)")
            #expect(columns[2].contains(key.fallback ?? "required"), "\(key)")
        }
    }

    @Test("no key is there that the reader does not know")
    func noOtherKeyIsThere() throws {
        let known = Set(try Self.knownKeys().map(\.pattern))
        let quantities = InputQuantity.allCases.map { InputForm.of($0).key }
        for key in try Self.rows().keys where !known.contains(key) {
            #expect(quantities.contains(key), "\(key)")
        }
    }

    @Test(
        "every quantity is there with its range and greatest age",
        arguments: InputQuantity.allCases
    )
    func everyQuantityIsThere(quantity: InputQuantity) throws {
        let form = InputForm.of(quantity)
        let row = try #require(try Self.rows()[form.key])
        let range =
            switch form.kind {
            case .number(let scale, let range): scale.describe(range)
            case .truth: "yes or no"
            case .gear: "a gear"
            }
        #expect(row.contains("| \(range) |"))
        #expect(row.contains("| \(Scale.time.describe(form.ages)) |"))
        #expect(row.contains("| \(form.isEssential ? "yes" : "no") |"))
    }
}
