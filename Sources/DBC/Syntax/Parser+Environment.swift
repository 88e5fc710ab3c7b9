extension Parser {
    /// Reads `EV_ name: type [min|max] "unit" initial number access nodes;`.
    mutating func environmentVariable(at position: SourcePosition) throws(SyntaxFailure) {
        let name = try name("the environment variable's name")
        endHead()
        try expect(":", "after the environment variable's name")
        let kindPosition = token.position
        let code: Int = try integer("0 (integer), 1 (float) or 2 (text)")
        guard var kind = EnvironmentVariable.Kind(rawValue: code) else {
            throw SyntaxFailure(
                position: kindPosition,
                message: "found type \(code), expected 0 (integer), 1 (float) or 2 (text)"
            )
        }
        let (minimum, maximum) = try limits()
        let unit = try string("the unit in quotes")
        let initialValue = try number("the value to begin with")
        let number: Int = try integer("the environment variable's number")
        var access = try access()
        // 0x8000 says that the values are texts.
        if access & 0x8000 != 0 { kind = .text }
        access &= 0x7FFF
        let nodes = try namesToEnd("a node's name or ';'").map { tree.symbols[$0.symbol] }
        tree.environmentVariables.append(name.symbol)
        tree.database.environmentVariables.append(
            EnvironmentVariable(
                name: tree.symbols[name.symbol],
                kind: kind,
                minimum: minimum,
                maximum: maximum,
                unit: unit,
                initialValue: initialValue,
                number: number,
                access: access,
                nodes: nodes.filter { $0 != Node.nobody },
                position: position
            )
        )
    }

    /// The hexadecimal digits behind `DUMMY_NODE_VECTOR`.
    private mutating func access() throws(SyntaxFailure) -> Int {
        let prefix = "DUMMY_NODE_VECTOR"
        guard token.kind == .word, token.range.count <= prefix.utf8.count + 4 else {
            throw failure("an access type such as DUMMY_NODE_VECTOR0")
        }
        let text = lexer.text(token)
        guard text.hasPrefix(prefix),
            let access = UInt16(text.dropFirst(prefix.count), radix: 16)
        else { throw failure("an access type such as DUMMY_NODE_VECTOR0") }
        advance()
        return Int(access)
    }

    mutating func environmentData() throws(SyntaxFailure) {
        let name = try name("an environment variable's name")
        endHead()
        _ = take(":")
        let position = token.position
        let size: Int = try integer("the size in bytes")
        guard size >= 0 else {
            throw SyntaxFailure(
                position: position,
                message: "found size \(size), expected 0 or more"
            )
        }
        try expectEnd(of: "ENVVAR_DATA_")
        tree.statements.append(.environmentData(name, size: size))
    }

    mutating func environmentType() throws(SyntaxFailure) {
        let name = try name("an environment variable's name")
        endHead()
        _ = take(":")
        let type = try self.name("a signal type's name")
        try expectEnd(of: "ENVVAR_SGTYPE_")
        tree.statements.append(.environmentType(name, type: type))
    }
}
