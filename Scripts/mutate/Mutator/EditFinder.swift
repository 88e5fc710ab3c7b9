import SwiftSyntax

/// Finds the changes that one expression allows.
final class EditFinder: SyntaxVisitor {
    private(set) var edits: [Edit] = []

    private static let comparisons = [
        "<": ["<=", ">", ">="], "<=": ["<", ">=", ">"],
        ">": [">=", "<", "<="], ">=": [">", "<=", "<"],
        "==": ["!="], "!=": ["=="], "===": ["!=="], "!==": ["==="],
    ]
    private static let arithmetic = [
        "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "&+": "&-", "&-": "&+",
        "<<": ">>", ">>": "<<", "&<<": "&>>", "&>>": "&<<",
        "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "&+=": "&-=", "&-=": "&+=",
        "|=": "&=", "&=": "|=",
    ]
    // With another precedence: the two sides are bracketed.
    private static let bracketed = ["&&": "||", "||": "&&", "&": "|", "|": "&", "^": "&"]

    /// The changes inside `node`, in the order of its text.
    static func edits(in node: some SyntaxProtocol) -> [Edit] {
        let finder = EditFinder(viewMode: .sourceAccurate)
        finder.walk(node)
        return finder.edits
    }

    private func add(_ kind: String, _ node: some SyntaxProtocol, _ text: String) {
        edits.append(Edit(kind: kind, range: node.trimmedBytes, text: text))
    }

    override func visit(_ node: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
        guard let infix = node.operator.as(BinaryOperatorExprSyntax.self) else {
            return .visitChildren
        }
        let name = infix.operator.text
        for other in Self.comparisons[name] ?? [] { add("comparison", infix, other) }
        if let other = Self.arithmetic[name] { add("arithmetic", infix, other) }
        let left = node.leftOperand.trimmedDescription
        let right = node.rightOperand.trimmedDescription
        if let other = Self.bracketed[name] {
            add("boolean", node, "(\(left) \(other) \(right))")
        }
        if name == "..<" { add("boundary", node, "\(left) ..< (\(right) + 1)") }
        if name == "..." { add("boundary", node, "\(left) ... (\(right) - 1)") }
        return .visitChildren
    }

    override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
        switch node.operator.text {
        case "!", "-": add("negation", node, node.expression.trimmedDescription)
        case "..<": return .visitChildren
        default: break
        }
        return .visitChildren
    }

    override func visit(_ node: IntegerLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        let digits = node.literal.text.replacing("_", with: "")
        let number =
            if digits.hasPrefix("0x") {
                UInt64(digits.dropFirst(2), radix: 16)
            } else if digits.hasPrefix("0b") {
                UInt64(digits.dropFirst(2), radix: 2)
            } else {
                UInt64(digits)
            }
        guard let number else { return .skipChildren }
        if number < .max { add("boundary", node, "\(number + 1)") }
        add("boundary", node, number > 0 ? "\(number - 1)" : "(-1)")
        return .skipChildren
    }

    override func visit(_ node: FloatLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        guard let number = Double(node.literal.text.replacing("_", with: "")) else {
            return .skipChildren
        }
        if number == 0 {
            add("constant", node, "1.0")
        } else {
            add("constant", node, "\(number * 1.1)")
            add("constant", node, "0.0")
        }
        return .skipChildren
    }

    override func visit(_ node: BooleanLiteralExprSyntax) -> SyntaxVisitorContinueKind {
        add("constant", node, node.literal.text == "true" ? "false" : "true")
        return .skipChildren
    }

    override func visit(_ node: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
        if let inverted = inversion(of: node.condition) {
            add("condition", node.condition, inverted)
        }
        return .visitChildren
    }

    override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
        let name =
            node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName
            ?? node.calledExpression.as(MemberAccessExprSyntax.self)?.declName.baseName
        if let name, node.arguments.count >= 2 || name.text != "max" && name.text != "min" {
            if name.text == "min" { add("extremum", name, "max") }
            if name.text == "max" { add("extremum", name, "min") }
        }
        return .visitChildren
    }

    // Text and types have nothing that can be chosen at run time.
    override func visit(_: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: InlineArrayTypeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: GenericArgumentClauseSyntax) -> SyntaxVisitorContinueKind {
        .skipChildren
    }
    override func visit(_: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: MacroExpansionExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: SwitchCaseLabelSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

/// The opposite condition; nil where a change of the operator already is that.
func inversion(of condition: ExprSyntax) -> String? {
    if condition.is(BooleanLiteralExprSyntax.self) { return nil }
    if let prefix = condition.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "!" {
        return nil
    }
    let name = condition.as(InfixOperatorExprSyntax.self)?.operator
        .as(BinaryOperatorExprSyntax.self)?.operator.text
    if let name, ["==", "!=", "<", "<=", ">", ">="].contains(name) { return nil }
    return "!(\(condition.trimmedDescription))"
}

extension SyntaxProtocol {
    /// Where it stands in the file without the space around it, in bytes.
    var trimmedBytes: Range<Int> {
        positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
    }
}
