import Foundation
import Yams

/// A vehicle file with the files that it is based on.
enum VehicleFile {
    /// The most files that may be based on each other.
    private static let greatestDepth = 4

    /// The top of the file at `path` with what it is based on beneath; nil where something is wrong,
    /// which was reported, and throws where the file itself cannot be read.
    static func open(_ path: String, _ findings: Findings) throws(Unreadable) -> Section? {
        let text = try ConfigurationFile.text(path: path)
        guard let root = ConfigurationFile.compose(text, file: path, findings) else { return nil }
        var layers = [FileLayer(node: root, file: path)]
        while let top = layers.last, let base = base(of: top) {
            guard let name = base.scalar?.string, !name.isEmpty else {
                report(base, top, Section.shown(base), findings)
                return nil
            }
            let written = "`\(Section.shown(name))`"
            guard layers.count < greatestDepth else {
                report(base, top, "\(written), the \(greatestDepth + 1)th in a row", findings)
                return nil
            }
            let basePath = DaemonReader.resolve(name, in: DaemonReader.directory(of: top.file))
            let text: String
            do { text = try ConfigurationFile.text(path: basePath) } catch {
                report(base, top, "\(written), \(error.reason)", findings)
                return nil
            }
            guard let root = ConfigurationFile.compose(text, file: basePath, findings) else {
                return nil
            }
            layers.append(FileLayer(node: root, file: basePath))
        }
        let beneath = Array(layers.dropFirst())
        return Section(root, file: path, beneath: beneath, findings)
    }

    /// A problem with a vehicle file as a whole.
    static func problem(_ path: String, found: String) -> ConfigurationProblem {
        ConfigurationProblem(
            file: path,
            line: 0,
            column: 0,
            key: "",
            found: found,
            allowed: "a YAML file of at most \(ConfigurationFile.greatestSize / 1024) KiB"
        )
    }

    private static func base(of layer: FileLayer) -> Node? {
        guard case .mapping(let mapping) = layer.node else { return nil }
        return mapping["based_on"]
    }

    private static func report(
        _ node: Node,
        _ layer: FileLayer,
        _ found: String,
        _ findings: Findings
    ) {
        let place = Place(node.mark)
        findings.add(
            ConfigurationProblem(
                file: layer.file,
                line: place?.line ?? 0,
                column: place?.column ?? 0,
                key: "based_on",
                found: found,
                allowed: "the path of a vehicle file, at most \(greatestDepth) in a row"
            )
        )
    }
}
