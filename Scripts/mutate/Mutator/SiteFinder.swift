import SwiftSyntax

/// Finds the places of a file at which mutants can be chosen among; none stands inside another.
final class SiteFinder: SyntaxVisitor {
    private(set) var sites: [Site] = []
    private var scopes: [Range<Int>] = []

    /// The sites of `file`, in the order of its text.
    static func sites(in file: some SyntaxProtocol) -> [Site] {
        let finder = SiteFinder(viewMode: .sourceAccurate)
        finder.walk(file)
        return finder.sites.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func add(
        _ form: Site.Form,
        _ node: some SyntaxProtocol,
        _ edits: [Edit]
    ) {
        guard !edits.isEmpty else { return }
        sites.append(Site(form: form, range: node.trimmedBytes, edits: edits, scope: scopes.last))
    }

    // Statements

    override func visit(_ node: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
        switch node.item {
        case .expr(let expression):
            if isBranch(expression) { return .visitChildren }
            let deleted = Edit(kind: "deletion", range: expression.trimmedBytes, text: "")
            add(.statement, expression, EditFinder.edits(in: expression) + [deleted])
            return .skipChildren
        case .stmt(let statement):
            guard let returned = statement.as(ReturnStmtSyntax.self) else { return .visitChildren }
            guard let expression = returned.expression, !isBranch(expression) else {
                return .visitChildren
            }
            add(.statement, returned, EditFinder.edits(in: expression))
            return .skipChildren
        default: return .visitChildren
        }
    }

    private func isBranch(_ expression: ExprSyntax) -> Bool {
        expression.is(IfExprSyntax.self) || expression.is(SwitchExprSyntax.self)
    }

    override func visit(_ node: InitializerClauseSyntax) -> SyntaxVisitorContinueKind {
        let value = node.value
        guard let parent = node.parent, !isBranch(value) else { return .visitChildren }
        if parent.is(PatternBindingSyntax.self) {
            add(.value, value, EditFinder.edits(in: value))
        } else if !parent.is(EnumCaseElementSyntax.self) {
            add(.expression, value, EditFinder.edits(in: value))
        }
        return .skipChildren
    }

    // Conditions

    override func visit(_ node: ConditionElementSyntax) -> SyntaxVisitorContinueKind {
        guard case .expression(let expression) = node.condition else { return .visitChildren }
        let list = node.parent?.as(ConditionElementListSyntax.self)
        let isAlone = list?.count == 1
        let isIf = list?.parent?.is(IfExprSyntax.self) ?? false
        // A guard, or one of several conditions, that is no longer there; an if that never is taken.
        addCondition(expression, fixed: isAlone && isIf ? "false" : "true")
        return .skipChildren
    }

    override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
        add(.expression, node.sequence, EditFinder.edits(in: node.sequence))
        if let clause = node.whereClause { addCondition(clause.condition, fixed: "true") }
        walk(node.body)
        return .skipChildren
    }

    private func addCondition(_ condition: ExprSyntax, fixed: String) {
        var edits = EditFinder.edits(in: condition)
        let range = condition.trimmedBytes
        if let inverted = inversion(of: condition) {
            edits.append(Edit(kind: "condition", range: range, text: inverted))
        }
        edits.append(Edit(kind: "deletion", range: range, text: fixed))
        add(.condition, condition, edits)
    }

    // Scopes

    private func enter(_ node: some SyntaxProtocol) -> SyntaxVisitorContinueKind {
        scopes.append(node.trimmedBytes)
        return .visitChildren
    }
    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { enter(node) }
    override func visitPost(_: FunctionDeclSyntax) { scopes.removeLast() }
    override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { enter(node) }
    override func visitPost(_: InitializerDeclSyntax) { scopes.removeLast() }
    override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { enter(node) }
    override func visitPost(_: AccessorBlockSyntax) { scopes.removeLast() }

    // Nothing to choose at run time.
    override func visit(_: EnumCaseDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: SwitchCaseLabelSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    // Text for people, which the control path is built without.
    override func visit(_: IfConfigDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

/// Finds the word `borrowing` before the types of parameters.
final class BorrowFinder: SyntaxVisitor {
    private var specifiers: [Range<Int>] = []

    /// The bytes of each.
    static func specifiers(in file: some SyntaxProtocol) -> [Range<Int>] {
        let finder = BorrowFinder(viewMode: .sourceAccurate)
        finder.walk(file)
        return finder.specifiers
    }

    override func visit(_ node: SimpleTypeSpecifierSyntax) -> SyntaxVisitorContinueKind {
        if node.specifier.text == "borrowing" { specifiers.append(node.trimmedBytes) }
        return .skipChildren
    }
}
