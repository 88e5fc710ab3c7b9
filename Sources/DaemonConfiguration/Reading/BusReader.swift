import VehicleModel

/// Reads `buses`.
struct BusReader {
    /// The daemon's section; its keys are the names of buses.
    let section: Section
    /// What relative paths are relative to.
    let directory: String

    /// The buses in the file's order.
    func read() -> [BusDescription] {
        let buses = section.names.map { name in
            let bus = readBus(name, section.section(name, as: "NAME"))
            if !Self.isName(name) {
                section.report(
                    name,
                    found: "the name `\(Section.shown(name))`",
                    allowed: "1 to 32 small letters, digits, - and _, a letter first"
                )
            }
            return bus
        }
        section.finish()
        if !section.isAbsent && !(1...DaemonSnapshot.busLimit).contains(buses.count) {
            section.reportWhole(
                found: "\(buses.count) buses",
                allowed: "1 to \(DaemonSnapshot.busLimit)"
            )
        }
        for (index, bus) in buses.enumerated() where !bus.address.isEmpty {
            guard let twin = buses[..<index].first(where: { $0.address == bus.address }) else {
                continue
            }
            section.section(bus.name, as: "NAME").report(
                "address",
                found: "`\(bus.address)`, the address of \(twin.name)",
                allowed: "another one"
            )
        }
        return buses
    }

    private func readBus(_ name: String, _ entry: Section) -> BusDescription {
        var bus = BusDescription(
            name: name,
            address: readAddress(entry),
            databases: readDatabases(entry),
            matchesParameterGroups: entry.truth("parameter_groups", fallback: "no"),
            receivesErrors: entry.truth("error_frames", fallback: "yes")
        )
        bus.adapter = entry.optionalSection("configure").map { AdapterReader(section: $0).read() }
        bus.recovery = entry.optionalSection("recovery").map(readRecovery)
        for (key, isThere) in [
            ("configure", bus.adapter != nil), ("recovery", bus.recovery != nil),
        ] where isThere && bus.address.hasPrefix("unix:") {
            entry.report(
                key,
                found: "settings of an adapter for the local bus `\(bus.address)`",
                allowed: "them for an interface only"
            )
        }
        if bus.recovery != nil, bus.adapter?.restartMilliseconds ?? 0 > 0 {
            entry.report(
                "recovery",
                found:
                    "restarts by the daemon beside those of the kernel (configure.restart_after)",
                allowed: "one of the two"
            )
        }
        entry.finish()
        return bus
    }

    private func readRecovery(_ section: Section) -> RecoveryDescription {
        let recovery = RecoveryDescription(
            delay: section.time("restart_after", 10...60_000),
            longestDelay: section.time("at_most", 10...600_000, fallback: "10 s"),
            limit: section.whole("times", 1...1_000)
        )
        if recovery.longestDelay < recovery.delay {
            section.report(
                "at_most",
                found: "a time shorter than restart_after",
                allowed: "at least restart_after"
            )
        }
        section.finish()
        return recovery
    }

    private func readAddress(_ entry: Section) -> String {
        entry.value(
            "address",
            allowed: "an interface such as can0, or unix:PATH with at most 107 bytes of path",
            instead: ""
        ) { text in
            guard text.hasPrefix("unix:") else { return Self.isInterface(text) ? text : nil }
            let path = SocketReader.socketPath(String(text.dropFirst(5)), in: directory)
            return path.map { "unix:" + $0 }
        }
    }

    private func readDatabases(_ entry: Section) -> [String] {
        let allowed = "a list of 0 to 8 paths of databases"
        let texts = entry.list("databases", 0...8, allowed: allowed, fallback: "[]") ?? []
        return texts.map { text in
            let path = DaemonReader.resolve(text, in: directory)
            if !ConfigurationFile.isFile(path) {
                entry.report(
                    "databases",
                    found: "`\(Section.shown(text))`, which is no file",
                    allowed: "files that exist, relative to this file's directory"
                )
            }
            return path
        }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 32 else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && text.utf8.allSatisfy {
                letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: "-")
            }
    }

    /// Whether the kernel would take this as an interface's name.
    private static func isInterface(_ text: String) -> Bool {
        guard (1...15).contains(text.utf8.count), text != ".", text != ".." else { return false }
        return text.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":")
        }
    }
}
