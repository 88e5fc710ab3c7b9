/// The attributes that hold names longer than the 32 characters which old tools allow.
enum LongName {
    /// The attribute of a kind of object; nil for kinds without one.
    static func attribute(of object: AttributeDefinition.Object) -> String? {
        switch object {
        case .node: "SystemNodeLongSymbol"
        case .message: "SystemMessageLongSymbol"
        case .signal: "SystemSignalLongSymbol"
        case .environmentVariable: "SystemEnvVarLongSymbol"
        case .network, .nodeMessageRelation, .nodeSignalRelation,
            .nodeEnvironmentVariableRelation:
            nil
        }
    }

    /// Definitions that a database with long names needs and does not have.
    static func missingDefinitions(in database: Database) -> [AttributeDefinition] {
        AttributeDefinition.Object.allCases.compactMap { object in
            guard let name = attribute(of: object), hasLongName(object, in: database),
                database.definition(of: name, for: object) == nil
            else { return nil }
            return AttributeDefinition(object: object, name: name, type: .string)
        }
    }

    private static func hasLongName(
        _ object: AttributeDefinition.Object,
        in database: Database
    ) -> Bool {
        switch object {
        case .node: database.nodes.contains { $0.shortName != nil }
        case .message: database.messages.contains { $0.shortName != nil }
        case .signal: database.messages.contains { $0.signals.contains { $0.shortName != nil } }
        case .environmentVariable:
            database.environmentVariables.contains { $0.shortName != nil }
        case .network, .nodeMessageRelation, .nodeSignalRelation,
            .nodeEnvironmentVariableRelation:
            false
        }
    }
}
