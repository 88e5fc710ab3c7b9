import CANFrames
import DBC
import StateClient
import StateProtocol

/// For people.
extension ProbeReport {
    /// How the text is to be read, for a command's help.
    static let explanation = """
        An identifier agrees with a database that has it where length, checksum and alive counter are \
        right in nine of ten frames. A database fits where at least half of the identifiers heard \
        agree (two thirds where no checksum proves it), or half of its own messages, and hardly any \
        contradicts; it fits partly where more agree than chance gives.

        In the table, heard is how many of its messages were heard, frames how many frames had their \
        identifiers; bad dlc counts frames of another length, crc ok and bad the checksums, steps and \
        gaps the alive counters that counted on or did not; - where it has none. The second table has \
        each identifier with its period; dbc ms is the period that the database says.
        """

    /// Databases that do not fit are listed while the table has fewer rows than this.
    private static let fewestRows = 5
    private static let mostErrors = 8
    private static let mostIdentifiers = 512
    /// Sentences are broken at this width, characters.
    private static let width = 79

    func text() -> [String] {
        var lines = facts
        guard bus.probe.frames > 0 else { return lines + silence }
        lines += [""] + findings + [""] + databases + [""] + identifiers
        return lines
    }

    // MARK: - The bus

    private var facts: [String] {
        let probe = bus.probe
        let time = NumberText.fixed(seconds, 1)
        var line = "\(bus.name): "
        if probe.frames > 0 {
            let rate = Int((Double(probe.frames) / max(seconds, 0.001)).rounded())
            line += "\(counted(probe.frames, "frame")) of "
            line +=
                "\(counted(probe.identifiers.count, "identifier")) in \(time) s, \(rate) a second"
        } else {
            line += "nothing was heard in \(time) s"
        }
        let counts: [(Int, String)] = [
            (probe.remoteFrames, "remote frame"), (probe.errorFrames, "error frame"),
        ]
        for (count, word) in counts where count > 0 { line += "; " + counted(count, word) }
        if bus.lost > 0 { line += "; \(bus.lost) lost here: this program was too slow" }
        if bus.dropped > 0 { line += "; \(bus.dropped) dropped by the interface" }
        var lines = line.wrapped(to: Self.width)
        if let instant = bus.vanishedAfter {
            lines.append("  the bus vanished after \(NumberText.fixed(instant, 1)) s")
        }
        let errors = probe.errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        lines += errors.prefix(Self.mostErrors).map { "  \($0.value) × \($0.key)" }
        return lines + link
    }

    private var link: [String] {
        guard let document = bus.document else { return [] }
        let json = document.json
        var texts: [String] = []
        if let controller = ControllerText.line(of: json) { texts.append(controller) }
        switch document.health.link.acknowledgement {
        case .silent: texts.append("\(bus.name) is listen-only: listening acknowledged nothing")
        case .unknown, .acknowledges, .virtual: break
        }
        if let warning = json["warning"]?.text { texts.append("warning: \(warning)") }
        return texts.flatMap(indented)
    }

    private var silence: [String] {
        [""] + Silence.reasons(bus).flatMap(indented)
    }

    private func indented(_ text: String) -> [String] {
        text.wrapped(to: Self.width - 4).enumerated().map { ($0 == 0 ? "  " : "    ") + $1 }
    }

    // MARK: - Databases

    private var findings: [String] {
        let fitting = scores.filter { $0.verdict != .no }
        guard !fitting.isEmpty else {
            var lines = ["no known database fits"]
            if let nearest = scores.first, nearest.frames > 0 {
                lines += indented("nearest \(known.label(nearest.database)): \(reason(nearest))")
            }
            return lines
        }
        return fitting.flatMap { score in
            let verdict = score.verdict == .fits ? "fits" : "fits partly"
            return "\(known.label(score.database)) \(verdict): \(reason(score))"
                .wrapped(to: Self.width - 4).enumerated().map { ($0 == 0 ? "" : "    ") + $1 }
        }
    }

    private var databases: [String] {
        var table = TextTable(
            [
                "fit", "heard", "frames", "share", "bad dlc", "crc ok", "bad", "steps", "gaps",
                "database",
            ],
            [.left, .right, .right, .right, .right, .right, .right, .right, .right, .left]
        )
        let fitting = scores.count { $0.verdict != .no }
        let shown = scores.prefix(max(fitting, Self.fewestRows))
        for score in shown {
            let hasChecksums = score.rightChecksums + score.wrongChecksums > 0
            let hasCounters = score.rightSteps + score.wrongSteps > 0
            table.add([
                score.verdict.rawValue, "\(score.heardMessages)/\(score.messages)",
                "\(score.frames)", percent(score), "\(score.wrongLengths)",
                hasChecksums ? "\(score.rightChecksums)" : "-",
                hasChecksums ? "\(score.wrongChecksums)" : "-",
                hasCounters ? "\(score.rightSteps)" : "-",
                hasCounters ? "\(score.wrongSteps)" : "-",
                known.label(score.database),
            ])
        }
        let rest = scores.count - shown.count
        return table.lines + (rest > 0 ? ["and \(rest) more that do not fit"] : [])
    }

    private func percent(_ score: DatabaseScore) -> String {
        let share = 100 * Double(score.frames) / Double(max(1, bus.probe.frames))
        // Not all of them, and not none, shall look so.
        if score.frames < bus.probe.frames, share > 99 { return ">99 %" }
        if score.frames > 0, share < 1 { return "<1 %" }
        return "\(Int(share.rounded())) %"
    }

    // MARK: - Identifiers

    private var identifiers: [String] {
        var table = TextTable(
            ["id", "message", "count", "median ms", "min–max ms", "dbc ms", ""],
            [.left, .left, .right, .right, .right, .right, .left]
        )
        let heard = bus.probe.identifiers
        for identifier in heard.prefix(Self.mostIdentifiers) { table.add(row(identifier)) }
        for message in missing {
            table.add([
                message.id.description, message.name.printable, "0", "-", "-",
                message.cycleTime.map { "\($0)" } ?? "-",
                absence(of: message),
            ])
        }
        let rest = heard.count - Self.mostIdentifiers
        return table.lines
            + (rest > 0 ? ["and \(rest) more identifiers heard; --json has them all"] : [])
    }

    private func absence(of message: CompiledMessage) -> String {
        let sender = message.sender == Node.nobody ? "" : " from \(message.sender.printable)"
        return "not heard\(sender)"
            + (isLongEnough(for: message) ? "" : "; too short a time to tell")
    }

    private func row(_ identifier: HeardIdentifier) -> [String] {
        let naming = naming(of: identifier)
        let period = identifier.period
        var name = naming?.message.name.printable ?? "(unknown)"
        if let naming, naming.database != best?.database {
            name += " (\(known.label(naming.database)))"
        }
        return [
            identifier.id.description, name, "\(identifier.count)",
            period.map { NumberText.fixed($0.median, 1) } ?? "-",
            period.map {
                NumberText.fixed($0.minimum, 1) + "–" + NumberText.fixed($0.maximum, 1)
            } ?? "-",
            naming?.message.cycleTime.map { "\($0)" } ?? "-",
            naming.map { remarks(identifier, $0).joined(separator: "; ") } ?? "",
        ]
    }

    private func remarks(_ identifier: HeardIdentifier, _ naming: Naming) -> [String] {
        let match = naming.match
        var remarks: [String] = []
        if match.wrongLengths > 0 {
            let others = identifier.lengths.subtracting([match.length]).sorted()
            let found = others.map { "\($0)" }.joined(separator: " or ")
            remarks.append(
                match.wrongLengths == match.frames
                    ? "length \(found), not \(match.length)"
                    : "\(match.wrongLengths) of length \(found), not \(match.length)"
            )
        }
        if match.wrongChecksums > 0 { remarks.append("\(match.wrongChecksums) bad crc") }
        if match.wrongSteps > 0 { remarks.append(counted(match.wrongSteps, "gap")) }
        if let cycle = naming.message.cycleTime, identifier.hasPeriod(cycle) == false {
            remarks.append("period differs")
        }
        return remarks
    }
}
