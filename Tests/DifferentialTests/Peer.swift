import Foundation

/// The folder that Scripts/differential.sh makes: databases of others, and what cantools makes of them.
enum Peer {
    /// Nil where it was not made; then there is nothing to compare with.
    static let folder = ProcessInfo.processInfo.environment["AXLE_DIFFERENTIAL"]

    /// Why nothing is compared.
    static let absence = "AXLE_DIFFERENTIAL names no folder; Scripts/differential.sh makes one"

    /// There is no folder.
    struct Missing: Error {}

    static func path(_ name: String) throws -> String {
        guard let folder else { throw Missing() }
        return folder + "/" + name
    }

    /// The files below a folder whose names end so, in order.
    static func files(in name: String, named ending: String) throws -> [String] {
        let folder = try path(name)
        return try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.lowercased().hasSuffix(ending) }.sorted().map { folder + "/" + $0 }
    }
}
